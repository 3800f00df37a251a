package org.convoke.program;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.convoke.bus.LegEvent;
import org.convoke.id.RoomId;
import org.convoke.ncco.NccoFault;

/** What the events of a program hold. Pure. */
final class ProgramFacts {
  private ProgramFacts() {}

  static Map<String, Object> error(NccoFault fault) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("reason", fault.reason());
    if (fault.actionIndex() >= 0) {
      data.put("action_index", fault.actionIndex());
    }
    if (fault.action() != null) {
      data.put("action", fault.action());
    }
    if (fault.field() != null) {
      data.put("field", fault.field());
    }
    return data;
  }

  /** {@code left}: the room that was given up for it, or null. */
  static Map<String, Object> transferred(String by, RoomId left) {
    return left == null ? Map.of("by", by) : Map.of("by", by, "room_id_from", left.value());
  }

  static Map<String, Object> key(LegEvent.DigitPressed key) {
    return Map.of(
        "digit",
        String.valueOf(key.digit()),
        "duration_ms",
        key.durationMs(),
        "source",
        key.source().name().toLowerCase(Locale.ROOT));
  }
}
