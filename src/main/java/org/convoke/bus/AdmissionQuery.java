package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.EntryPass;
import org.convoke.id.ParticipantId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/** Asked of the pin verticle: where does a call lead, and does a PIN let it in? */
public sealed interface AdmissionQuery extends BusMessage {
  /**
   * Who is asking; all that the budgets of wrong PINs are kept by.
   *
   * @param call null of one who is at a page or still at a provider
   * @param elsewhere the call that he has at a provider, or null; no budget is kept by it
   */
  record Caller(
      CallId call, PhoneNumber from, String source, PhoneNumber dialled, Elsewhere elsewhere) {
    public Caller(CallId call, PhoneNumber from, String source, PhoneNumber dialled) {
      this(call, from, source, dialled, null);
    }
  }

  /**
   * A call at a provider that has not come to us.
   *
   * @param provider vonage, twilio, telnyx or plivo
   * @param providerCallId the provider's own name of the call
   */
  record Elsewhere(String provider, String providerCallId) {}

  /**
   * Where a new call leads. {@code caller.source} is the trunk's id, or {@code ip:ADDRESS} where no
   * trunk is known.
   *
   * @param headerPin from {@code X-Convoke-Pin}, or null; counts only when {@code trusted}
   * @param trusted the source is a trunk, holds valid credentials, or is allowed as loopback
   */
  record Route(Caller caller, String headerPin, boolean trusted) implements AdmissionQuery {
    @Override
    public String toString() {
      return "Route[call=" + caller.call() + "]";
    }
  }

  /**
   * A one-time code by which a phone becomes the sound of a browser's participant; replied to by
   * {@link AdmissionAnswer.MergeCode}.
   */
  record MakeMergeCode(RoomId room, ParticipantId participant) implements AdmissionQuery {}

  /**
   * Whether a one-time code keyed by a caller is valid: {@link AdmissionAnswer.Merge} or Reject. It
   * is spent by that, and wrong ones count as wrong PINs do.
   */
  record CheckMergeCode(Caller caller, Pin code, int attempt) implements AdmissionQuery {}

  /**
   * Whether somebody at a room's page knows its host PIN: Admit with role HOST, or Reject, each to
   * be told after its delay. Counts in the same budgets; {@code caller.source} is {@code
   * ip:ADDRESS}, his number and call are empty and null. Who is past his own budget gets Reject
   * with {@code throttled}, right or wrong.
   */
  record CheckHostPin(Caller caller, RoomId room, Pin pin) implements AdmissionQuery {}

  /** Whether a PIN keyed by a caller lets it in; {@code attempt} counts from 1 within the call. */
  record Check(Caller caller, Pin pin, int attempt) implements AdmissionQuery {}

  /**
   * A pass for a caller whom a provider's webhook has let in: Admit, Merge or Run. Replied to by
   * {@link AdmissionAnswer.Pass}.
   *
   * @param provider vonage, twilio, telnyx or plivo
   * @param providerCallId the provider's own name of the call
   */
  record MakePass(AdmissionAnswer leadsTo, String provider, String providerCallId)
      implements AdmissionQuery {}

  /**
   * Whether a pass would let in now, without spending it: {@link AdmissionAnswer.Pass} or NotFound.
   */
  record CheckPass(EntryPass pass) implements AdmissionQuery {}
}
