package org.convoke.pin;

import io.vertx.core.Future;
import java.util.Locale;
import org.convoke.bus.AdmissionQuery.Caller;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.id.Uuids;
import org.convoke.store.Numbers.Lead;

/**
 * What was dialled.
 *
 * @param number it, when it is one of ours
 * @param lead where the number leads; it asks where there is none
 * @param room the room that was dialled by its id
 * @param application the application that was dialled by its id; there need not be one
 */
record Dialled(String text, String number, Lead lead, RoomId room, ApplicationId application) {

  static Future<Dialled> by(Caller caller, PinGateway gateway) {
    String text = caller.dialled().value();
    return gateway
        .number(text)
        .map(known -> {
          if (known.isPresent()) {
            return new Dialled(text, text, known.get(), null, null);
          }
          String id = text.toLowerCase(Locale.ROOT);
          RoomId room = RoomId.isRoomId(id) ? new RoomId(id) : null;
          ApplicationId application = Uuids.isUuid(id) ? new ApplicationId(id) : null;
          return new Dialled(text, null, Lead.ASK, room, application);
        });
  }
}
