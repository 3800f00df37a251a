package org.convoke.pin;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;

/**
 * One-time codes by which phones become the sound of participants. Each is valid once and for five
 * minutes; a participant has one at most. Bounded: what is too much makes the oldest invalid. Pure.
 */
final class MergeCodes {
  static final int LENGTH = 6;
  static final long VALID_NS = 300_000_000_000L;
  static final int MAX = 10_000;
  private static final int ALL = 1_000_000;

  /** Whom a code was made for. */
  record Owner(RoomId room, ParticipantId participant) {}

  private record Made(Owner owner, long untilNs) {}

  private final RandomGenerator random;

  /** The oldest first: all are valid for the same time. */
  private final LinkedHashMap<String, Made> byCode = new LinkedHashMap<>();

  private final Map<ParticipantId, String> codeOf = new HashMap<>();

  /** {@code random} must not be guessable. */
  MergeCodes(RandomGenerator random) {
    this.random = random;
  }

  /** A new code; the one that the participant had is void. */
  Pin make(Owner owner, long nowNs) {
    remove(codeOf.get(owner.participant()));
    forget(nowNs);
    if (byCode.size() == MAX) {
      remove(byCode.firstEntry().getKey());
    }
    String code;
    do {
      code = String.format("%06d", random.nextInt(ALL));
    } while (byCode.containsKey(code));
    byCode.put(code, new Made(owner, nowNs + VALID_NS));
    codeOf.put(owner.participant(), code);
    return new Pin(code);
  }

  /** Whose code it is; it is void now. */
  Optional<Owner> spend(Pin code, long nowNs) {
    forget(nowNs);
    return Optional.ofNullable(remove(code.digits())).map(Made::owner);
  }

  private Made remove(String code) {
    Made made = code == null ? null : byCode.remove(code);
    if (made != null) {
      codeOf.remove(made.owner().participant());
    }
    return made;
  }

  private void forget(long nowNs) {
    while (!byCode.isEmpty() && byCode.firstEntry().getValue().untilNs() - nowNs <= 0) {
      remove(byCode.firstEntry().getKey());
    }
  }
}
