package org.convoke.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.convoke.store.Outbox.Outcome;
import org.convoke.store.Outbox.Waiting;
import org.convoke.store.Webhooks.State;

/**
 * The deliveries of one endpoint that are in memory, and which of them may go: none while an
 * earlier one of the same room or call is not done, at most {@code most} at a time, and one alone
 * while the endpoint is down. Pure.
 *
 * <p>Memory holds a window of the outbox, read in the order of ids up to {@link #loadedTo()}. When
 * it is full of deliveries that stand behind one that waits for its next try, those are forgotten,
 * and so is whatever comes later of the same rooms and calls (of the same, or of one that shares
 * with those: it must wait as well). When one that waited is done, the window is read again from
 * there.
 */
final class Lane {
  /** So many deliveries are in memory. */
  static final int WINDOW = 256;

  private static final int MOST_WHILE_SLOW = 2;

  /** Rooms and calls that are stuck; with more of them reading on waits. */
  private static final int MAX_STUCK = 50_000;

  private final int most;
  private final Pulse pulse;
  private final Window window = new Window();

  /** Done, but the database may not know it yet. */
  private final Set<Long> unsettled = new HashSet<>();

  private final Stuck stuck = new Stuck();

  private long loadedTo;

  /** All rows there are were read, up to {@link #loadedTo}. */
  private boolean atEdge;

  private int sending;

  /** The endpoint asked for a pause until then. */
  private long pausedToMs;

  /** Whatever it asked for before this process began is known. */
  private boolean begun;

  Lane(int most, Instant failingSince) {
    this.most = most;
    this.pulse = new Pulse(failingSince);
  }

  Pulse pulse() {
    return pulse;
  }

  long loadedTo() {
    return loadedTo;
  }

  /** Whether it has read all there was, and takes what is new. */
  boolean isAtEdge() {
    return atEdge;
  }

  int sending() {
    return sending;
  }

  boolean isEmpty() {
    return window.isEmpty();
  }

  /** Makes room where there is none; how many deliveries it can take now. */
  int room(long nowMs) {
    if (window.size() >= WINDOW) {
      forgetStuck(nowMs);
    }
    return stuck.size() > MAX_STUCK ? 0 : Math.max(0, WINDOW - window.size());
  }

  /** Takes the next row; false when there is no room for it, and it is to be offered again. */
  boolean offer(Waiting row, long nowMs) {
    if (row.id() <= loadedTo) {
      return true;
    }
    boolean known = window.has(row.id()) || unsettled.contains(row.id());
    if (!known) {
      Item item = new Item(row, nowMs);
      if (stuck.isBefore(item)) {
        stuck.add(item);
      } else if (room(nowMs) == 0) {
        atEdge = false;
        return false;
      } else if (stuck.isBefore(item)) {
        // Making room has shown it.
        stuck.add(item);
      } else {
        window.put(item);
        pausedToMs = begun ? pausedToMs : Math.max(pausedToMs, item.askedForMs());
      }
    }
    loadedTo = row.id();
    return true;
  }

  /** All up to {@code id} was read, and there is nothing after it yet. */
  void reachedEdge(long id) {
    loadedTo = Math.max(loadedTo, id);
    atEdge = true;
  }

  /**
   * Somebody changed the endpoint, or wants now what was given up or waits: all of it is read
   * again, and whatever pause there was is over.
   */
  void readAgain() {
    pausedToMs = 0;
    pulse.wanted();
    begun = true;
    List<Item> idle = window.items().stream().filter(item -> !item.isSending()).toList();
    idle.forEach(window::remove);
    stuck.clear();
    loadedTo = 0;
    atEdge = false;
  }

  /** Those that go now; they count as sent. */
  List<Item> next(Instant now) {
    long nowMs = now.toEpochMilli();
    int free = (pulse.isDown() ? 1 : pulse.isSlow() ? MOST_WHILE_SLOW : most) - sending;
    if (free <= 0 || window.isEmpty() || nowMs < pausedToMs) {
      return List.of();
    }
    if (pulse.isDown()) {
      return pulse.isProbeDue(nowMs) ? probe(now) : List.of();
    }
    List<Item> chosen = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Item item : window.items()) {
      if (chosen.size() == free || window.isAllOf(taken.size())) {
        // Whatever comes now stands behind one that was passed.
        break;
      }
      if (isFirst(item, taken) && !item.isSending() && !item.isWaiting(nowMs)) {
        chosen.add(item);
      }
    }
    chosen.forEach(item -> send(item, now));
    return chosen;
  }

  /** One that was not tried yet before one that was: one event may be the trouble. */
  private List<Item> probe(Instant now) {
    Item best = null;
    Set<String> taken = new HashSet<>();
    for (Item item : window.items()) {
      if (isFirst(item, taken)
          && !item.isSending()
          && (best == null || item.triedMs() < best.triedMs())) {
        best = item;
      }
    }
    if (best == null) {
      return List.of();
    }
    send(best, now);
    return List.of(best);
  }

  private void send(Item item, Instant now) {
    item.send(now);
    sending++;
    begun = true;
  }

  /** Whether no earlier one shares its room or call; from now on it is an earlier one. */
  private static boolean isFirst(Item item, Set<String> taken) {
    boolean first = item.room() == null || taken.add(item.room());
    first &= item.call() == null || taken.add(item.call());
    return first;
  }

  /**
   * An attempt is over.
   *
   * @param random 0 to below 1
   * @return what is to be written; then {@link #settled} is to be called
   */
  Outcome done(Item item, Verdict verdict, Instant now, double random) {
    sending--;
    boolean wasFailing = pulse.failingSince() != null;
    State state;
    Instant next = null;
    if (verdict.kind() == Verdict.Kind.TAKEN) {
      state = State.DELIVERED;
      pulse.taken(verdict.tookMs());
      pausedToMs = 0;
      if (wasFailing) {
        window.items().forEach(Item::endpointIsBack);
      }
    } else {
      pulse.failed(item.id(), verdict, now, random);
      long failingMs = now.toEpochMilli() - item.firstTried().toEpochMilli();
      if (Schedule.isOver(failingMs) && !pulse.isDown()) {
        state = State.DEAD;
      } else {
        state = State.PENDING;
        long delay = Math.max(Schedule.retryMs(failingMs, random), verdict.waitMs());
        next = now.plusMillis(delay);
        item.failed(next.toEpochMilli(), verdict.endpointFault());
        if (verdict.waitMs() > 0) {
          pausedToMs = now.toEpochMilli() + verdict.waitMs();
        }
      }
    }
    if (state != State.PENDING) {
      window.remove(item);
      unsettled.add(item.id());
      if (stuck.waitsFor(item)) {
        rewind();
      }
    }
    return outcome(item, state, next, verdict.status(), verdict.error(), (int) verdict.tookMs());
  }

  private static Outcome outcome(
      Item item, State state, Instant next, Integer status, String error, int tookMs) {
    return new Outcome(
        item.row().endpoint(),
        item.id(),
        state,
        item.attempts(),
        item.firstTried(),
        Instant.ofEpochMilli(item.triedMs()),
        next,
        status,
        error,
        tookMs);
  }

  /** Its event is not there any more: there is nothing to tell. */
  Outcome eventGone(Item item) {
    sending--;
    window.remove(item);
    unsettled.add(item.id());
    if (stuck.waitsFor(item)) {
      rewind();
    }
    return outcome(item, State.DEAD, null, null, "event_gone", 0);
  }

  /** It was not sent after all, and nothing is known of the endpoint by it. */
  void unsent(Item item) {
    sending--;
    item.unsent();
  }

  /** The same, and it would not get any further now; that is no fault of the endpoint. */
  void putOff(Item item, Instant now) {
    sending--;
    item.putOff(now.toEpochMilli() + Schedule.MIN_MS);
  }

  /** The database knows that it is done. */
  void settled(long id) {
    unsettled.remove(id);
  }

  /** Whether the endpoint has been failing for so long that it shall be disabled. */
  boolean isHopeless(Instant now, long afterMs) {
    return pulse.isDown() && pulse.awayMs(now.toEpochMilli()) >= afterMs;
  }

  /** Of what stands behind one that waits, nothing can go soon. */
  private void forgetStuck(long nowMs) {
    Set<String> waiting = new HashSet<>();
    for (Item item : List.copyOf(window.items())) {
      if (item.isSending()) {
        continue;
      }
      if (stuck.isBefore(item) || waiting.contains(item.room()) || waiting.contains(item.call())) {
        window.remove(item);
        stuck.add(item);
      } else if (item.isWaiting(nowMs)) {
        Stream.of(item.room(), item.call()).filter(Objects::nonNull).forEach(waiting::add);
      }
    }
  }

  /** What was forgotten may be free now. */
  private void rewind() {
    long forgotten = stuck.clear();
    if (forgotten != Long.MAX_VALUE) {
      loadedTo = Math.min(loadedTo, forgotten - 1);
      atEdge = false;
    }
  }
}
