package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.id.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its requests one after the other, what it is told, and its end. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MAX_REQUESTS = 100;
  private static final long AUTHENTICATE_NS = 10_000_000_000L;
  private static final long SILENCE_NS = 75_000_000_000L;
  private static final Duration WARNING = Duration.ofMinutes(5);

  /** Names the connection to the webrtc verticle. */
  final String name = UUID.randomUUID().toString();

  final Seat seat = new Seat();
  final String address;

  private final Gateway gateway;
  private final Outlet out;
  private final Clock clock;
  private final Deque<RequestParser.Parsed> requests = new ArrayDeque<>();
  private final Follower follower = new Follower();
  private final Joining joining;
  private final RateLimit rate;
  private final long openedNs;
  private long heardNs;
  private boolean busy;

  Connection(Gateway gateway, ServerWebSocket socket, String address, Clock clock) {
    this.gateway = gateway;
    this.out = new Outlet(socket, clock, this::caughtUp);
    this.address = address;
    this.clock = clock;
    openedNs = clock.nowNs();
    heardNs = openedNs;
    rate = new RateLimit(openedNs);
    joining = new Joining(this, gateway);
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(_ -> out.close(CloseCode.TEXT_ONLY, "text only"));
    socket.pongHandler(_ -> heardNs = clock.nowNs());
    socket.exceptionHandler(failure -> {
      // A message in many frames that grew too large ends here; so does whatever broke the socket.
      LOG.debug("a socket failed: {}", failure.toString());
      out.close(CloseCode.TOO_BIG, "too large");
    });
    socket.closeHandler(_ -> closed());
  }

  // --- requests

  private void received(String text) {
    long nowNs = clock.nowNs();
    heardNs = nowNs;
    if (!rate.take(nowNs) || requests.size() >= MAX_REQUESTS) {
      if (rate.exhausted()) {
        out.close(CloseCode.POLICY, "too many messages");
      } else {
        String message = "More than " + RateLimit.PER_SECOND + " messages a second.";
        out.send(Messages.error(null, Fault.of(FaultCode.RATE_LIMITED, message)));
      }
      return;
    }
    requests.add(RequestParser.parse(text));
    work();
  }

  private void work() {
    if (busy || out.isGone() || requests.isEmpty()) {
      return;
    }
    busy = true;
    switch (requests.poll()) {
      case RequestParser.Parsed.Bad(Object id, Fault fault) -> finish(id, null, fault);
      case RequestParser.Parsed.Good(Request request) ->
          answer(request)
              .onComplete(done ->
                  finish(
                      request.id(),
                      done.succeeded() ? done.result() : null,
                      done.succeeded() ? null : fault(done.cause())));
    }
  }

  private Future<JsonObject> answer(Request request) {
    try {
      return perform(request);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
  }

  private static Fault fault(Throwable cause) {
    if (cause instanceof Fault.Refused refused) {
      return refused.fault();
    }
    if (!(cause instanceof org.convoke.store.Unavailable)) {
      LOG.warn("a request failed", cause);
    }
    return Fault.unavailable();
  }

  private void finish(Object id, JsonObject answer, Fault fault) {
    if (fault != null) {
      out.send(Messages.error(id, fault));
      int code = CloseCode.after(fault.code(), seat.stage);
      if (code != CloseCode.NONE) {
        out.close(code, fault.code().wire());
      }
    } else if (answer != null) {
      out.send(answer);
    }
    busy = false;
    work();
  }

  private Future<JsonObject> perform(Request request) {
    if (request instanceof Request.Authenticate ask) {
      require(seat.stage == Seat.Stage.FRESH, FaultCode.ALREADY_AUTHENTICATED, "You have been.");
      return gateway.entrance().authenticate(seat, ask);
    }
    require(
        seat.stage != Seat.Stage.FRESH,
        FaultCode.NOT_AUTHENTICATED,
        "The first message is authenticate.");
    if (request instanceof Request.Ping) {
      return Future.succeededFuture(Messages.answer("pong", request.id()));
    }
    if (request instanceof Request.Join join) {
      require(!seat.seated(), FaultCode.ALREADY_JOINED, "You have a seat already.");
      return joining.join(join);
    }
    require(seat.seated(), FaultCode.NOT_JOINED, "Join first.");
    return switch (request) {
      case Request.Leave leave -> leave(leave);
      case Request.Offer offer -> offer(offer);
      case Request.Renew renew -> renew(renew);
      case Request.SetName name -> gateway.actions().perform(seat, name);
      default -> {
        require(
            seat.stage == Seat.Stage.JOINED, FaultCode.WAITING, "A host has to let you in first.");
        yield inRoom(request);
      }
    };
  }

  private Future<JsonObject> inRoom(Request request) {
    return switch (request) {
      case Request.NewPin pin -> gateway.actions().newPin(seat, pin);
      case Request.MergeCode code -> gateway.actions().mergeCode(seat, code);
      case Request.Snapshot snapshot ->
          gateway
              .talk()
              .roster(seat.room.id())
              .map(roster ->
                  Messages.answer("roster", snapshot.id())
                      .mergeIn(Messages.roster(roster, seat.host())));
      default -> gateway.actions().perform(seat, request);
    };
  }

  private static void require(boolean holds, FaultCode code, String message) {
    if (!holds) {
      throw Fault.of(code, message).refused();
    }
  }

  // --- going on and going

  private Future<JsonObject> leave(Request.Leave ask) {
    end();
    return gateway
        .talk()
        .browser(new BrowserCommand.Leave(seat.call, "left"))
        .map(_ -> {
          out.send(Messages.answer("left", ask.id()));
          out.close(CloseCode.DONE, "left");
          return null;
        });
  }

  private Future<JsonObject> offer(Request.Offer ask) {
    gateway.entrance().recheck(seat);
    return gateway
        .talk()
        .browser(new BrowserCommand.Renew(seat.call, ask.offer()))
        .map(reply ->
            Messages.answer("answer", ask.id()).put("answer", Entrance.answered(reply).answer()));
  }

  private Future<JsonObject> renew(Request.Renew ask) {
    var issued = gateway.entrance().renew(seat, ask.token());
    seat.grant = issued.grant();
    seat.expiresAt = issued.grant().expiresAt();
    seat.warned = false;
    return Future.succeededFuture(
        Messages.answer("renewed", ask.id())
            .put("token", issued.token())
            .put("expires_at", Messages.time(seat.expiresAt)));
  }

  // --- what it is told

  /** What the room does is kept from now on, until {@link #follow}. */
  void await() {
    follower.await();
    gateway.watch(this);
  }

  /** All up to the roster is told; now what came after it, and then what comes. */
  void follow(RoomReply.Roster roster) {
    for (RoomChange later : follower.snapshot(roster.seq())) {
      JsonObject message = Messages.change(later);
      tell(later, message == null ? null : message.encode());
    }
  }

  Outlet out() {
    return out;
  }

  /** A change of its room; {@code message} is what everybody is told, encoded, or null. */
  void changed(RoomChange change, String message) {
    if (seat.stage != Seat.Stage.ENDED && follower.isNews(change)) {
      tell(change, message);
    }
  }

  private void tell(RoomChange change, String message) {
    if (seat.stage != Seat.Stage.JOINED) {
      return;
    }
    switch (change) {
      case RoomChange.Member(var _, var _, RoomReply.Member member) -> {
        boolean mine = member.id().equals(seat.participant);
        if (member.state().equals("waiting") && !seat.host() && !mine) {
          return;
        }
        push(message, false);
        if (mine) {
          mine(member);
        }
      }
      case RoomChange.Quality quality -> {
        var report = quality.reports().get(seat.participant);
        if (report != null) {
          push(Messages.quality(seat.participant, report, seat.line), true);
        }
      }
      case RoomChange.Speaking _, RoomChange.Levels _ -> push(message, true);
      case RoomChange.Left _, RoomChange.Flags _, RoomChange.Text _ -> push(message, false);
      case RoomChange.Ended _ -> {} // each is told by the end of his own session
    }
  }

  private void mine(RoomReply.Member member) {
    Role before = seat.role;
    seat.role = member.role();
    seat.line = member.line();
    if (member.role() == Role.HOST && before != Role.HOST) {
      // Hosts see who waits, and the host PIN.
      present("roster");
    }
  }

  void noticed(RoomNotice notice) {
    switch (notice) {
      case RoomNotice.Admitted _ -> {
        if (seat.stage == Seat.Stage.WAITING) {
          seat.stage = Seat.Stage.JOINED;
          present("admitted");
        }
      }
      case RoomNotice.MutedByHost(var _, var _, var _, boolean muted) ->
          push(Messages.push("muted").put("by", "host").put("muted", muted), false);
      case RoomNotice.Merged(var _, var _, var _, boolean merged) ->
          push(Messages.push("merged").put("merged", merged), false);
      case RoomNotice.SomeoneWaits _ -> push(Messages.push("someone_waits"), false);
      case RoomNotice.Alone _, RoomNotice.Held _, RoomNotice.Dismissed _ -> {}
    }
  }

  /** The whole room anew, under a type of its own. */
  private void present(String type) {
    follower.await();
    gateway
        .talk()
        .roster(seat.room.id())
        .compose(roster ->
            joining
                .view(roster)
                .onSuccess(view -> {
                  push(Messages.view(type, view), false);
                  follow(roster);
                }))
        .onFailure(failure -> out.close(CloseCode.TRY_AGAIN, "the room does not answer"));
  }

  /** Sound flows, or does no more. */
  void media(String state) {
    push(Messages.push("media").put("state", state), false);
  }

  /** Its session is over. */
  void ended(String cause) {
    if (seat.stage == Seat.Stage.ENDED) {
      return;
    }
    end();
    out.send(Messages.push("ended").put("reason", cause));
    out.close(cause.equals("replaced") ? CloseCode.REPLACED : CloseCode.DONE, cause);
  }

  /** The bridge stops. */
  void goAway() {
    if (seat.stage != Seat.Stage.ENDED) {
      end();
      out.send(Messages.push("ended").put("reason", "bridge_stopping"));
    }
    out.close(CloseCode.GOING_AWAY, "bridge_stopping");
  }

  private void end() {
    seat.stage = Seat.Stage.ENDED;
    gateway.unwatch(this);
  }

  private void push(JsonObject message, boolean fleeting) {
    push(message.encode(), fleeting);
  }

  private void push(String message, boolean fleeting) {
    if (message != null && seat.stage != Seat.Stage.ENDED) {
      out.push(message, fleeting);
    }
  }

  // --- time

  /** Looked after each second. */
  void tick(long nowNs, Instant now) {
    if (seat.stage == Seat.Stage.FRESH && nowNs - openedNs > AUTHENTICATE_NS) {
      out.close(CloseCode.NOT_AUTHENTICATED, "authenticate did not come");
    } else if (nowNs - heardNs > SILENCE_NS) {
      out.close(CloseCode.SILENT, "nothing heard");
    } else if (out.hopeless(nowNs)) {
      out.close(CloseCode.TRY_AGAIN, "reads too slowly");
    } else if (seat.expiresAt != null && seat.seated()) {
      watchToken(now);
    }
  }

  private void watchToken(Instant now) {
    if (!now.isBefore(seat.expiresAt)) {
      gateway.talk().tell(new BrowserCommand.Leave(seat.call, "token_expired"));
      end();
      out.send(Messages.push("ended").put("reason", "token_expired"));
      out.close(CloseCode.NOT_AUTHENTICATED, "token_expired");
    } else if (!seat.warned && !now.isBefore(seat.expiresAt.minus(WARNING))) {
      seat.warned = true;
      String at = Messages.time(seat.expiresAt);
      push(Messages.push("token_expiring").put("expires_at", at), false);
    }
  }

  void ping() {
    out.ping();
  }

  /** It reads again: the whole roster stands for what it missed. */
  private void caughtUp() {
    if (seat.stage == Seat.Stage.JOINED) {
      present("roster");
    }
  }

  private void closed() {
    out.gone();
    gateway.closed(this);
    if (seat.seated()) {
      gateway.talk().tell(new BrowserCommand.Detach(seat.call, name));
    }
    end();
  }
}
