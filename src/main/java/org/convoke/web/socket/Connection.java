package org.convoke.web.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.convoke.bus.BrowserCommand;
import org.convoke.clock.Clock;
import org.convoke.id.RoomId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its requests one after the other, what it is told, and its end. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
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
  private final Inbox inbox;
  private final Telling telling;
  private final Joining joining;
  private final long openedNs;
  private long heardNs;
  private boolean busy;

  /**
   * @param line under the socket
   * @param address of the client, as far as it can be known
   */
  Connection(Gateway gateway, ServerWebSocket socket, Line line, String address, Clock clock) {
    this.gateway = gateway;
    this.address = address;
    this.clock = clock;
    openedNs = clock.nowNs();
    heardNs = openedNs;
    out = new Outlet(socket, line, clock, this::caughtUp, this::work);
    inbox = new Inbox(openedNs);
    telling = new Telling(this, gateway, out);
    joining = new Joining(this, gateway, clock);
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(_ -> out.close(CloseCode.TEXT_ONLY, "text only"));
    socket.pongHandler(_ -> heardNs = clock.nowNs());
    socket.exceptionHandler(failure -> {
      // A message in many frames that grew too large ends here; so does whatever broke the socket.
      LOG.debug("a socket failed: {}", failure.toString());
      boolean named = failure instanceof CorruptedWebSocketFrameException;
      out.close(
          named
              ? ((CorruptedWebSocketFrameException) failure).closeStatus().code()
              : CloseCode.TOO_BIG,
          named ? "malformed" : "too large");
    });
    socket.closeHandler(_ -> closed());
  }

  // --- requests

  private void received(String text) {
    long nowNs = clock.nowNs();
    heardNs = nowNs;
    if (out.isClosing()) {
      return;
    }
    switch (inbox.offer(text, nowNs)) {
      case TAKEN -> work();
      case FLOOD -> out.close(CloseCode.POLICY, "too many messages");
      case JUNK -> out.close(CloseCode.POLICY, "no JSON");
      case REFUSED -> {
        String message = "More than " + RateLimit.PER_SECOND + " messages a second.";
        out.send(Messages.error(null, Fault.of(FaultCode.RATE_LIMITED, message)));
      }
    }
  }

  /** The next request; none after the end, and none while its answer would not be read. */
  private void work() {
    RequestParser.Parsed next = busy || out.isFull() ? null : inbox.poll();
    if (next == null) {
      return;
    }
    busy = true;
    switch (next) {
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
    seat.expires(issued.grant().expiresAt(), clock);
    seat.warned = false;
    return Future.succeededFuture(
        Messages.answer("renewed", ask.id())
            .put("token", issued.token())
            .put("expires_at", Messages.time(seat.expiresAt)));
  }

  // --- its end

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

  /** Whether it has come as far as this room. */
  boolean knows(RoomId room) {
    return seat.room != null && seat.room.id().equals(room);
  }

  Outlet out() {
    return out;
  }

  Telling telling() {
    return telling;
  }

  Joining joining() {
    return joining;
  }

  // --- time

  /** Looked after each second. */
  void tick(long nowNs) {
    if (out.isClosing()) {
      out.watchEnd(nowNs);
    } else if (seat.stage == Seat.Stage.FRESH && nowNs - openedNs > AUTHENTICATE_NS) {
      out.close(CloseCode.NOT_AUTHENTICATED, "authenticate did not come");
    } else if (nowNs - heardNs > SILENCE_NS) {
      out.close(CloseCode.SILENT, "nothing heard");
    } else if (out.hopeless(nowNs)) {
      out.close(CloseCode.TRY_AGAIN, "reads too slowly");
    } else if (seat.expiresAt != null && seat.seated()) {
      watchToken(seat.lasts(nowNs));
    }
  }

  private void watchToken(Duration left) {
    if (!left.isPositive()) {
      gateway.talk().tell(new BrowserCommand.Leave(seat.call, "token_expired"));
      end();
      out.send(Messages.push("ended").put("reason", "token_expired"));
      out.close(CloseCode.NOT_AUTHENTICATED, "token_expired");
    } else if (!seat.warned && left.compareTo(WARNING) <= 0) {
      seat.warned = true;
      String at = Messages.time(seat.expiresAt);
      telling.push(Messages.push("token_expiring").put("expires_at", at));
    }
  }

  void ping() {
    out.ping();
  }

  private void caughtUp() {
    telling.caughtUp();
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
