package org.convoke.sip;

import gov.nist.javax.sip.message.SIPResponse;
import io.vertx.core.Promise;
import java.util.function.Function;
import javax.sip.ServerTransaction;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.bus.LegReport;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.media.LegPorts;
import org.convoke.sip.SipStackGateway.Incoming;

/**
 * All that the verticle keeps of one call. What becomes of it is decided by {@link CallMachine}
 * from {@link #state}; the rest is what its decisions are carried out with.
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class Call {
  static final long NO_TIMER = -1;

  final CallId id = CallId.random();
  final LegId leg = LegId.next();
  final Incoming invite;
  final Dialog dialog;
  final Sources.Source source;
  final Caller caller;
  final String name;
  final String localAddress;
  final int localPort;

  /** The dialled user part is no secret; one that could be a PIN is not told of. */
  boolean dialledIsPublic;

  /** call.started was written. */
  boolean told;

  CallState state = new CallState.Arriving();
  long timer = NO_TIMER;
  ServerTransaction transaction;

  /** What the caller is led to, once the admission has said so. */
  AdmissionAnswer entry;

  Talk talk;
  LegPorts ports;
  boolean legOpen;
  boolean begun;
  boolean held;

  /** The session timer as agreed, or null. */
  SessionTimer.Session session;

  /** Whether the peer said that it takes UPDATE. */
  boolean takesUpdate;

  /** The reliable 180 that waits for its PRACK, with its RSeq. */
  SIPResponse ringing;

  long rseq;

  /** The last 200 to an INVITE, and the number of that INVITE. */
  Incoming answered;

  SIPResponse answer;
  long answerCseq;

  /** Our offer is in that 200 and the peer's answer will be in the ACK. */
  boolean awaitsAnswer;

  /** Our own refresh is under way; null: none. */
  OwnRequest refresh;

  LegReport report;

  /** The words of the answer that refuses it, where the machine's are not enough. */
  Refusal refusal;

  /** When it was over on the wire, monotonic. */
  long endedNs;

  /** Completed when the leg's last report is there. */
  final Promise<Void> legClosed = Promise.promise();

  /** Completed when call.completed was written. */
  final Promise<Void> completed = Promise.promise();

  Call(
      Incoming invite,
      Dialog dialog,
      Sources.Source source,
      Function<CallId, Caller> caller,
      String name,
      String localAddress,
      int localPort) {
    this.invite = invite;
    this.dialog = dialog;
    this.source = source;
    this.caller = caller.apply(id);
    this.name = name;
    this.localAddress = localAddress;
    this.localPort = localPort;
  }

  /**
   * A request of ours within the call.
   *
   * @param again whether it was sent to the second choice of address already
   */
  record OwnRequest(Call call, String method, long cseq, boolean offer, boolean again) {}

  /** Who talks to the caller. */
  String dialogue() {
    return entry instanceof AdmissionAnswer.Run ? Addresses.PROGRAM : Addresses.IVR;
  }

  /** How long it has lasted, or lasted; null when it was not answered. */
  Long durationMs(long nowNs) {
    return switch (state) {
      case CallState.Arriving a -> null;
      case CallState.Ringing r -> null;
      case CallState.Up up -> sinceMs(up.answeredNs(), nowNs);
      case CallState.Leaving leaving -> sinceMs(leaving.answeredNs(), endedNs);
      case CallState.Over over -> sinceMs(over.answeredNs(), endedNs);
    };
  }

  private static Long sinceMs(long answeredNs, long nowNs) {
    return answeredNs == CallState.NEVER ? null : Math.max(0, (nowNs - answeredNs) / 1_000_000);
  }

  /** What the API says of it. */
  String stateName() {
    return switch (state) {
      case CallState.Arriving a -> "ringing";
      case CallState.Ringing r -> "ringing";
      case CallState.Up u -> "answered";
      case CallState.Leaving l -> "ending";
      case CallState.Over o -> "ending";
    };
  }
}
