package org.convoke.pin;

import io.vertx.core.Future;
import java.util.Locale;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.id.RoomId;

/**
 * What was dialled.
 *
 * @param number it, when it is one of ours
 * @param room the room that was dialled by its id
 * @param leadsTo the room that the number is bound to
 */
record Dialled(String text, String number, RoomId room, RoomId leadsTo) {

  static Future<Dialled> by(Caller caller, PinGateway gateway) {
    String text = caller.dialled().value();
    return gateway
        .number(text)
        .map(known -> {
          if (known.isPresent()) {
            return new Dialled(text, text, null, known.get().orElse(null));
          }
          String id = text.toLowerCase(Locale.ROOT);
          RoomId room = RoomId.isRoomId(id) ? new RoomId(id) : null;
          return new Dialled(text, null, room, null);
        });
  }
}
