package org.convoke.webrtc;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.Map;
import org.convoke.bus.Addresses;
import org.convoke.bus.BrowserNotice;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;

/** What sessions ask of and tell the other verticles. */
final class BusGateway {
  /** Shorter than a socket waits, longer than the room waits for its database. */
  private static final DeliveryOptions ROOM_OPTIONS = new DeliveryOptions().setSendTimeout(4_000);

  /** Shorter: a bridge that stops waits for it. */
  private static final DeliveryOptions LEAVE_OPTIONS = new DeliveryOptions().setSendTimeout(2_000);

  private final EventBus bus;
  private final Clock clock;

  BusGateway(EventBus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  Future<RoomReply> room(RoomCommand command) {
    return request(command, ROOM_OPTIONS);
  }

  Future<RoomReply> leave(Session session, String reason) {
    return request(
        new RoomCommand.Leave(session.key.room(), session.key.participant(), reason),
        LEAVE_OPTIONS);
  }

  private Future<RoomReply> request(RoomCommand command, DeliveryOptions options) {
    return bus.<RoomReply>request(Addresses.ROOM, command, options).map(Message::body);
  }

  void away(Session session, boolean away) {
    bus.send(
        Addresses.ROOM, new RoomCommand.Away(session.key.room(), session.key.participant(), away));
  }

  void tell(BrowserNotice notice) {
    bus.publish(Addresses.BROWSER_NOTICES, notice);
  }

  /** Writes call.started before anything else of the call, once. */
  void fact(String type, Session session, Map<String, Object> data) {
    if (!session.told) {
      session.told = true;
      fact(EventType.CALL_STARTED, session, SessionFacts.started(session));
    }
    bus.send(Addresses.FACTS, Fact.of(type, clock.now(), null, session.id, null, data));
  }
}
