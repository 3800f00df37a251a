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
      String call = bridge.awaitCall(phone.name());
      bridge.awaitEvent("call=" + call, "call.answered");
      calls.add(call);
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

  /** Ends a room's calls. */
  static void end(Bridge bridge, JsonObject room) {
    bridge.request("POST", "/v1/rooms/" + room.getString("id") + "/end", null);
    bridge.awaitEvent("room=" + room.getString("id"), "room.ended");
  }
}
