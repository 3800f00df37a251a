package org.convoke.it;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Phones that go into a room together, and what is asked of their recordings. */
final class Party {
  /** A tone that is there: phones send at -12 dBFS, and automatic gain may move it a little. */
  static final double HEARD_DB = -24;

  /** A tone that is not there, with room for what codecs and other tones leak. */
  static final double UNHEARD_DB = -45;

  private Party() {}

  /** All dial 1000, key the PIN and are in the room. Returns their calls' ids in order. */
  static List<String> gather(Bridge bridge, JsonObject room, Baresip... phones) {
    return gather(bridge, room.getString("pin"), bridge.sipUri("1000"), phones);
  }

  /** The same by another PIN or way. */
  static List<String> gather(Bridge bridge, String pin, String uri, Baresip... phones) {
    for (Baresip phone : phones) {
      phone.dial(uri);
    }
    List<String> calls = new ArrayList<>();
    for (Baresip phone : phones) {
      calls.add(answered(bridge, uri, phone));
    }
    for (char digit : pin.toCharArray()) {
      for (Baresip phone : phones) {
        phone.send(digit);
      }
      Bridge.pause(250);
    }
    for (String call : calls) {
      bridge.awaitEvent("call=" + call, "participant.joined");
    }
    return calls;
  }

  /**
   * A bridge on a machine that is too busy says 503 and to call again, which is done a few times.
   */
  private static String answered(Bridge bridge, String uri, Baresip phone) {
    for (int tries = 0; ; tries++) {
      String call = bridge.awaitCall(phone.name());
      JsonObject[] outcome = new JsonObject[1];
      Bridge.await(
          "the answer to " + phone.name(),
          () -> {
            outcome[0] =
                bridge.events("call=" + call).stream()
                    .filter(event -> event.getString("type").matches("call.(answered|completed)"))
                    .findFirst()
                    .orElse(null);
            return outcome[0] != null;
          });
      if (outcome[0].getString("type").equals("call.answered")) {
        return call;
      }
      Integer code = outcome[0].getJsonObject("data").getInteger("sip_code");
      if (code != 503 || tries == 3) {
        throw new AssertionError(phone.name() + " was refused: " + outcome[0]);
      }
      phone.dial(uri);
      Bridge.await("another call", () -> !call.equals(bridge.awaitCall(phone.name())));
    }
  }

  /** Ends a room's calls. */
  static void end(Bridge bridge, JsonObject room) {
    bridge.request("POST", "/v1/rooms/" + room.getString("id") + "/end", null);
    bridge.awaitEvent("room=" + room.getString("id"), "room.ended");
  }
}
