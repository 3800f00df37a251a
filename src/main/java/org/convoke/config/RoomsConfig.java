package org.convoke.config;

/** Section {@code rooms}. */
public record RoomsConfig(
    int maxParticipants,
    int maxWaiting,
    int maxRooms,
    String access,
    boolean createOnVisit,
    int visitsPerAddress,
    int visitKeepDays,
    String language,
    String waitingSound,
    int tonesUntil,
    int tonesMaxPeople,
    int hostGraceSeconds) {
  public RoomsConfig {
    Check.range("rooms.max_participants", maxParticipants, 1, 100_000);
    Check.range("rooms.max_waiting", maxWaiting, 1, 100_000);
    Check.range("rooms.max_rooms", maxRooms, 1, 10_000_000);
    Check.oneOf("rooms.access", access, "open", "token", "knock");
    Check.range("rooms.visits_per_address", visitsPerAddress, 1, 1_000_000);
    Check.range("rooms.visit_keep_days", visitKeepDays, 0, 36_500);
    Check.oneOf("rooms.language", language, "en", "de");
    Check.oneOf("rooms.waiting_sound", waitingSound, "music", "silence");
    Check.range("rooms.tones_until", tonesUntil, 0, 1000);
    Check.range("rooms.tones_max_people", tonesMaxPeople, 0, 100_000);
    Check.range("rooms.host_grace_seconds", hostGraceSeconds, 0, 3600);
  }
}
