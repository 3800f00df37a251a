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
import org.convoke.bus.BrowserReply;
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
  private final ServerWebSocket socket;
  private final Clock clock;
  private final Deque<RequestParser.Parsed> requests = new ArrayDeque<>();
  private final Outbox outbox = new Outbox();
  private final Follower follower = new Follower();
  private final RateLimit rate;
  private final long openedNs;
  private long heardNs;
  private boolean busy;
  private boolean warned;
  private boolean gone;

  Connection(Gateway gateway, ServerWebSocket socket, String address, Clock clock) {
    this.gateway = gateway;
    this.socket = socket;
    this.address = address;
    this.clock = clock;
    openedNs = clock.nowNs();
    heardNs = openedNs;
    rate = new RateLimit(openedNs);
    socket.setWriteQueueMaxSize(Outbox.MAX_BYTES);
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(_ -> close(1003, "text only"));
    socket.pongHandler(_ -> heardNs = clock.nowNs());
    socket.exceptionHandler(failure -> LOG.debug("a socket failed: {}", failure.toString()));
    socket.closeHandler(_ -> closed());
  }

  // --- requests

  private void received(String text) {
    long nowNs = clock.nowNs();
    heardNs = nowNs;
    if (!rate.take(nowNs) || requests.size() >= MAX_REQUESTS) {
      if (rate.exhausted()) {
        close(CloseCode.POLICY, "too many messages");
      } else {
        String message = "More than " + RateLimit.PER_SECOND + " messages a second.";
        send(Messages.error(null, Fault.of(FaultCode.RATE_LIMITED, message)));
      }
      return;
    }
    requests.add(RequestParser.parse(text));
    work();
  }

  private void work() {
    if (busy || gone || requests.isEmpty()) {
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
      send(Messages.error(id, fault));
      int code = CloseCode.after(fault.code(), seat.stage);
      if (code != CloseCode.NONE) {
        close(code, fault.code().wire());
      }
    } else if (answer != null) {
      send(answer);
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
      return join(join);
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

  // --- coming and going

  private Future<JsonObject> join(Request.Join ask) {
    follower.await();
    gateway.watch(this);
    return gateway
        .entrance()
        .wish(seat, ask, address)
        .compose(wish ->
            gateway
                .entrance()
                .take(seat, wish, ask, name, address)
                .compose(answered -> seated(ask, wish, answered)))
        .onFailure(_ -> {
          if (!seat.seated()) {
            gateway.unwatch(this);
          }
        });
  }

  private Future<JsonObject> seated(
      Request.Join ask, Entrance.Wish wish, BrowserReply.Answered answered) {
    seat.participant = answered.participant();
    seat.call = answered.call();
    seat.role = wish.role();
    if (wish.issued() != null) {
      seat.grant = wish.issued().grant();
      seat.expiresAt = seat.grant.expiresAt();
      warned = false;
    }
    if (gone) {
      gateway.talk().tell(new BrowserCommand.Detach(seat.call, name));
      return Future.succeededFuture();
    }
    boolean waiting = answered.seat() instanceof RoomReply.Waiting;
    seat.stage = waiting ? Seat.Stage.WAITING : Seat.Stage.JOINED;
    gateway.seated(this);
    return gateway
        .talk()
        .roster(seat.room.id())
        .compose(roster -> view(roster).map(view -> joined(ask, wish, answered, roster, view)));
  }

  private JsonObject joined(
      Request.Join ask,
      Entrance.Wish wish,
      BrowserReply.Answered answered,
      RoomReply.Roster roster,
      JsonObject view) {
    boolean muted = ask.muted();
    for (RoomReply.Member member : roster.members()) {
      muted = member.id().equals(seat.participant) ? member.muted() : muted;
    }
    JsonObject message =
        Messages.answer("joined", ask.id())
            .put("participant_id", seat.participant.value())
            .put("call_id", seat.call.value())
            .put("state", seat.stage == Seat.Stage.WAITING ? "waiting" : "joined")
            .put("role", seat.role.wire())
            .put("muted", muted)
            .put("resumed", answered.resumed())
            .put("answer", answered.answer())
            .put("expires_at", Messages.time(seat.expiresAt))
            .mergeIn(view);
    if (wish.issued() != null) {
      message.put("token", wish.issued().token());
    }
    if (answered.seat() instanceof RoomReply.Waiting waiting) {
      message.put("why", waiting.why());
    }
    send(message);
    follow(roster);
    return null;
  }

  /** What of the room may be seen from this seat, as of a roster that may hold its new role. */
  private Future<JsonObject> view(RoomReply.Roster roster) {
    for (RoomReply.Member member : roster.members()) {
      if (member.id().equals(seat.participant)) {
        seat.role = member.role();
        seat.line = member.line();
      }
    }
    return gateway.entrance().view(seat, roster);
  }

  private void follow(RoomReply.Roster roster) {
    for (RoomChange later : follower.snapshot(roster.seq())) {
      JsonObject message = Messages.change(later);
      tell(later, message == null ? null : message.encode());
    }
  }

  private Future<JsonObject> leave(Request.Leave ask) {
    end();
    return gateway
        .talk()
        .browser(new BrowserCommand.Leave(seat.call, "left"))
        .map(_ -> {
          send(Messages.answer("left", ask.id()));
          close(CloseCode.DONE, "left");
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
    warned = false;
    return Future.succeededFuture(
        Messages.answer("renewed", ask.id())
            .put("token", issued.token())
            .put("expires_at", Messages.time(seat.expiresAt)));
  }

  // --- what it is told

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
      case RoomNotice.Alone _, RoomNotice.Dismissed _ -> {}
    }
  }

  /** The whole room anew, under a type of its own. */
  private void present(String type) {
    follower.await();
    gateway
        .talk()
        .roster(seat.room.id())
        .compose(roster ->
            view(roster)
                .onSuccess(view -> {
                  push(Messages.push(type).mergeIn(view), false);
                  follow(roster);
                }))
        .onFailure(failure -> close(CloseCode.TRY_AGAIN, "the room does not answer"));
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
    send(Messages.push("ended").put("reason", cause));
    close(cause.equals("replaced") ? CloseCode.REPLACED : CloseCode.DONE, cause);
  }

  /** The bridge stops. */
  void goAway() {
    if (seat.stage != Seat.Stage.ENDED) {
      end();
      send(Messages.push("ended").put("reason", "bridge_stopping"));
    }
    close(CloseCode.GOING_AWAY, "bridge_stopping");
  }

  private void end() {
    seat.stage = Seat.Stage.ENDED;
    gateway.unwatch(this);
  }

  // --- time

  /** Looked after each second. */
  void tick(long nowNs, Instant now) {
    if (seat.stage == Seat.Stage.FRESH && nowNs - openedNs > AUTHENTICATE_NS) {
      close(CloseCode.NOT_AUTHENTICATED, "authenticate did not come");
    } else if (nowNs - heardNs > SILENCE_NS) {
      close(CloseCode.SILENT, "nothing heard");
    } else if (outbox.hopeless(nowNs)) {
      close(CloseCode.TRY_AGAIN, "reads too slowly");
    } else if (seat.expiresAt != null && seat.seated()) {
      watchToken(now);
    }
  }

  private void watchToken(Instant now) {
    if (!now.isBefore(seat.expiresAt)) {
      gateway.talk().tell(new BrowserCommand.Leave(seat.call, "token_expired"));
      end();
      send(Messages.push("ended").put("reason", "token_expired"));
      close(CloseCode.NOT_AUTHENTICATED, "token_expired");
    } else if (!warned && !now.isBefore(seat.expiresAt.minus(WARNING))) {
      warned = true;
      String at = Messages.time(seat.expiresAt);
      push(Messages.push("token_expiring").put("expires_at", at), false);
    }
  }

  void ping() {
    if (!gone) {
      socket.writePing(io.vertx.core.buffer.Buffer.buffer("convoke"));
    }
  }

  // --- out

  private void push(JsonObject message, boolean fleeting) {
    push(message.encode(), fleeting);
  }

  private void push(String message, boolean fleeting) {
    if (gone || message == null || seat.stage == Seat.Stage.ENDED) {
      return;
    }
    Outbox.Verdict verdict = outbox.offer(fleeting, socket.writeQueueFull(), clock.nowNs());
    if (verdict == Outbox.Verdict.SEND) {
      send(message);
    }
  }

  private void send(JsonObject message) {
    send(message.encode());
  }

  private void send(String message) {
    if (gone) {
      return;
    }
    outbox.sent();
    socket
        .writeTextMessage(message)
        .onComplete(_ -> {
          if (outbox.taken() && seat.stage == Seat.Stage.JOINED) {
            present("roster");
          }
        });
  }

  private void close(int code, String reason) {
    if (!gone) {
      socket.close((short) code, reason);
    }
  }

  private void closed() {
    if (gone) {
      return;
    }
    gone = true;
    gateway.closed(this);
    if (seat.seated()) {
      gateway.talk().tell(new BrowserCommand.Detach(seat.call, name));
    }
    end();
  }
}
