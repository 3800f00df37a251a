package org.convoke.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may go out now: so many in all, so many to one host, the others wait in line. Hosts take
 * turns, and once half of all places are taken a host gets an eighth of its usual share, so that
 * many slow hosts do not take the last place from the quick ones.
 *
 * <p>Used by many threads; nobody is called while the lock is held.
 */
final class Turns {
  private final int most;
  private final int mostPerHost;
  private final int mostWaiting;
  private final Map<String, Integer> running = new HashMap<>();
  private final Map<String, Deque<Turn>> waiting = new LinkedHashMap<>();
  private int runningInAll;
  private int waitingInAll;
  private long refused;

  Turns(int most, int mostPerHost, int mostWaiting) {
    this.most = most;
    this.mostPerHost = mostPerHost;
    this.mostWaiting = mostWaiting;
  }

  /** One place, waited for or held, until {@link #giveBack()}. */
  final class Turn {
    private final String host;
    private final Runnable begin;
    private boolean holds;
    private boolean over;

    private Turn(String host, Runnable begin) {
      this.host = host;
      this.begin = begin;
    }

    /** Ends the wait or frees the place; more than once is harmless. */
    void giveBack() {
      for (Turn next : leave(this)) {
        next.begin.run();
      }
    }
  }

  /**
   * Asks for a place.
   *
   * @param begin called once when it is there, perhaps before this returns, on any thread
   * @return null where too many wait already
   */
  Turn take(String host, Runnable begin) {
    Turn turn = new Turn(host, begin);
    synchronized (this) {
      if (!waiting.containsKey(host) && hasPlace(host)) {
        hold(turn);
      } else if (waitingInAll >= mostWaiting) {
        refused++;
        return null;
      } else {
        waiting.computeIfAbsent(host, h -> new ArrayDeque<>()).add(turn);
        waitingInAll++;
        return turn;
      }
    }
    begin.run();
    return turn;
  }

  /** How often there was no place even to wait. */
  synchronized long refused() {
    return refused;
  }

  private synchronized List<Turn> leave(Turn turn) {
    if (turn.over) {
      return List.of();
    }
    turn.over = true;
    if (turn.holds) {
      runningInAll--;
      running.computeIfPresent(turn.host, (host, n) -> n == 1 ? null : n - 1);
    } else {
      waitingInAll--;
      Deque<Turn> line = waiting.get(turn.host);
      line.remove(turn);
      if (line.isEmpty()) {
        waiting.remove(turn.host);
      }
    }
    return admit();
  }

  /** Goes round the hosts that wait, one place for each, as long as there are any. */
  private List<Turn> admit() {
    List<Turn> admitted = new ArrayList<>();
    boolean more = true;
    while (more && !waiting.isEmpty()) {
      more = false;
      for (Iterator<Deque<Turn>> hosts = waiting.values().iterator(); hosts.hasNext(); ) {
        Deque<Turn> line = hosts.next();
        if (hasPlace(line.peek().host)) {
          Turn next = line.poll();
          waitingInAll--;
          hold(next);
          admitted.add(next);
          more = true;
        }
        if (line.isEmpty()) {
          hosts.remove();
        }
      }
    }
    return admitted;
  }

  private boolean hasPlace(String host) {
    int share = runningInAll < most / 2 ? mostPerHost : Math.max(1, mostPerHost / 8);
    return runningInAll < most && running.getOrDefault(host, 0) < share;
  }

  private void hold(Turn turn) {
    turn.holds = true;
    runningInAll++;
    running.merge(turn.host, 1, Integer::sum);
  }

  synchronized int running() {
    return runningInAll;
  }

  synchronized int waiting() {
    return waitingInAll;
  }
}
