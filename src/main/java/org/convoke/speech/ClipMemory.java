package org.convoke.speech;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.audio.Clip;
import org.convoke.clock.Clock;

/**
 * The sounds in memory, and no more of them than there is room for: those that are kept for the
 * next who asks, those that are heard, and files that wait to become one. For a new one those go
 * that were asked for the longest ago and that nobody hears; where what is heard takes all of the
 * room, the new one is refused, and calls that are up keep their sound.
 *
 * <p>Used by many threads.
 */
final class ClipMemory {
  /** From being handed out to being heard takes less. */
  private static final long ON_ITS_WAY_NS = 5_000_000_000L;

  /** What nobody asked for so long is not kept, whatever room there is. */
  private static final long IDLE_NS = 6 * 3_600_000_000_000L;

  private final long most;
  private final Clock clock;
  private final Map<Object, Entry> held = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  private static final class Entry {
    final Clip clip;
    final long untilNs;
    long handedNs;

    Entry(Clip clip, long untilNs, long nowNs) {
      this.clip = clip;
      this.untilNs = untilNs;
      this.handedNs = nowNs;
    }
  }

  /**
   * Nothing yet.
   *
   * @param most in bytes
   */
  ClipMemory(long most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** What is kept under this key, about to be heard; or null. */
  synchronized Clip get(Object key) {
    Entry entry = held.get(key);
    long nowNs = clock.nowNs();
    if (entry == null || entry.untilNs - nowNs <= 0) {
      return null;
    }
    entry.handedNs = nowNs;
    return entry.clip;
  }

  /**
   * Keeps a clip that is about to be heard, in place of one of the same key.
   *
   * @param forNs how long it is given to others as well
   */
  synchronized Clip put(Object key, Clip clip, long forNs) throws SpeechException {
    long nowNs = clock.nowNs();
    Entry before = held.remove(key);
    if (before != null) {
      // It may still be heard, and takes its room until then.
      held.put(new Object(), before);
    }
    makeRoom(clip.bytes(), nowNs);
    held.put(key, new Entry(clip, nowNs + Math.min(forNs, IDLE_NS), nowNs));
    bytes += clip.bytes();
    return clip;
  }

  /** Room for a file that becomes a sound, to be given back by {@link #release}. */
  synchronized void reserve(int size) throws SpeechException {
    makeRoom(size, clock.nowNs());
    bytes += size;
  }

  synchronized void release(int size) {
    bytes -= size;
  }

  /** How much there is, in bytes. */
  synchronized long bytes() {
    return bytes;
  }

  private void makeRoom(int size, long nowNs) throws SpeechException {
    for (Iterator<Entry> all = held.values().iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      boolean tooOld = entry.untilNs - nowNs <= 0 || nowNs - entry.handedNs > IDLE_NS;
      if ((tooOld || bytes + size > most) && !isNeeded(entry, nowNs)) {
        bytes -= entry.clip.bytes();
        all.remove();
      }
    }
    if (bytes + size > most) {
      throw new SpeechException(
          null,
          size > most
              ? "The sound is larger than the memory for sounds."
              : "The sounds that are heard now take all of the memory for sounds;"
                  + " try again in a moment.");
    }
  }

  private static boolean isNeeded(Entry entry, long nowNs) {
    return entry.clip.isHeard() || nowNs - entry.handedNs < ON_ITS_WAY_NS;
  }
}
