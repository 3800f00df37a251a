package org.convoke.web;

import java.time.Instant;
import org.convoke.bus.RoomReply.Member;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;

/** People for rosters of tests. */
final class Members {
  private Members() {}

  static Member joined(String name) {
    return member(name, Role.HOST, "joined");
  }

  static Member waiting(String name) {
    return member(name, Role.GUEST, "waiting");
  }

  private static Member member(String name, Role role, String state) {
    Instant at = Instant.parse("2026-05-04T09:31:00Z");
    return new Member(
        ParticipantId.random(),
        CallId.random(),
        LegId.next(),
        name,
        "498912345123",
        role,
        state,
        false,
        false,
        false,
        true,
        true,
        -3,
        0,
        at);
  }
}
