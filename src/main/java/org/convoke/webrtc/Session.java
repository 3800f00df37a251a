package org.convoke.webrtc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.LegReport;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;

/**
 * All that the verticle keeps of one session. What becomes of it is decided by {@link
 * SessionMachine} from {@link #state}; the rest is what its decisions are carried out with.
 *
 * <p>Not thread-safe: it belongs to the webrtc verticle.
 */
final class Session {
  static final long NO_TIMER = -1;

  /** Whose seat it is: a token is bound to both. */
  record Key(RoomId room, ParticipantId participant) {}

  final CallId id = CallId.random();
  final Key key;
  final String slug;
  final String name;
  final String address;
  final OfferBudget budget;

  /** Of o= in our answers: the same through the session. */
  final long sdpId;

  SessionState state = new SessionState.Joining();
  long timer = NO_TIMER;

  /** What the room hears, or will; null before it is open. */
  LegId leg;

  /** Its legs that are open, and the last, with the codec of each as SDP names it. */
  final Map<LegId, String> legs = new HashMap<>();

  /** Where the first leg was told to be reached: address and port. */
  String localAddress = "";

  /** Of o= in our answers (RFC 8866 §5.2); one more with each. */
  long sdpVersion;

  /** When it was answered, monotonic; NEVER before that. */
  long answeredNs = SessionState.NEVER;

  /** When it was over for the browser, monotonic. */
  long endedNs;

  /** call.started was written. */
  boolean told;

  /** A seat was asked for; it is given back when the session ends. */
  boolean claimed;

  /** Completed when the offer that is being answered is. */
  Future<Void> exchange = Future.succeededFuture();

  /** When the leg of that offer was asked for, monotonic. */
  long openedNs;

  /** The offer that waits for its turn, or null. */
  Exchange waiting;

  /** The last report of {@link #leg}. */
  LegReport report;

  /** Completed when that is there. */
  final Promise<Void> legClosed = Promise.promise();

  /** Completed when call.completed was written, or nothing was to be written. */
  final Promise<Void> completed = Promise.promise();

  Session(BrowserCommand.Join join, OfferBudget budget, long sdpId) {
    this.key = new Key(join.room(), join.participant());
    this.slug = join.slug();
    this.name = join.name();
    this.address = join.address();
    this.budget = budget;
    this.sdpId = sdpId;
  }

  /** The codec of {@link #leg}, or null while there is none. */
  String codec() {
    return leg == null ? null : legs.get(leg);
  }

  boolean over() {
    return state instanceof SessionState.Leaving || state instanceof SessionState.Over;
  }

  /** How long it has lasted, or lasted; null when it was not answered. */
  Long durationMs(long nowNs) {
    if (answeredNs == SessionState.NEVER) {
      return null;
    }
    return Math.max(0, ((over() ? endedNs : nowNs) - answeredNs) / 1_000_000);
  }

  /** What the API says of it. */
  String stateName() {
    return switch (state) {
      case SessionState.Joining _ -> answeredNs == SessionState.NEVER ? "ringing" : "answered";
      case SessionState.Seated _ -> "answered";
      case SessionState.Leaving _, SessionState.Over _ -> "ending";
    };
  }
}
