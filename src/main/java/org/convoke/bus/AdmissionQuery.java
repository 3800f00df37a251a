package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;

/** Asked of the pin verticle: where does a call lead, and does a PIN let it in? */
public sealed interface AdmissionQuery extends BusMessage {
  /** Who is asking; all that the budgets of wrong PINs are kept by. */
  record Caller(CallId call, PhoneNumber from, String source, PhoneNumber dialled) {}

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

  /** Whether a PIN keyed by a caller lets it in; {@code attempt} counts from 1 within the call. */
  record Check(Caller caller, Pin pin, int attempt) implements AdmissionQuery {}
}
