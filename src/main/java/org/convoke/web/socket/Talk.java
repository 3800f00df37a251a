package org.convoke.web.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.BusMessage;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.RoomId;

/** What the socket asks of the other verticles. One that does not answer is unavailable. */
final class Talk {
  private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(5_000);

  private final Vertx vertx;

  Talk(Vertx vertx) {
    this.vertx = vertx;
  }

  Future<RoomReply> room(RoomCommand command) {
    return ask(Addresses.ROOM, command);
  }

  Future<RoomReply.Roster> roster(RoomId room) {
    return room(new RoomCommand.Snapshot(room))
        .map(reply -> {
          if (reply instanceof RoomReply.Roster roster) {
            return roster;
          }
          throw Fault.unavailable().refused();
        });
  }

  Future<BrowserReply> browser(BrowserCommand command) {
    return ask(Addresses.BROWSER, command);
  }

  Future<AdmissionAnswer> admission(AdmissionQuery query) {
    return ask(Addresses.ADMISSION, query);
  }

  /** Without waiting for an answer. */
  void tell(BrowserCommand command) {
    vertx.eventBus().send(Addresses.BROWSER, command);
  }

  /** {@code value} after a while. */
  <T> Future<T> later(long delayMs, T value) {
    return delayMs <= 0 ? Future.succeededFuture(value) : vertx.timer(delayMs).map(value);
  }

  private <T> Future<T> ask(String address, BusMessage question) {
    return vertx
        .eventBus()
        .<T>request(address, question, PATIENCE)
        .map(Message::body)
        .recover(failure -> Future.failedFuture(Fault.unavailable().refused()));
  }
}
