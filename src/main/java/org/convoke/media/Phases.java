package org.convoke.media;

import java.util.Arrays;

/**
 * The 20 slots of 1 ms in which tickers have their turn. Each ticker gets the slot with the least
 * work, so that sends are spread over the 20 ms instead of coming in bursts.
 */
final class Phases {
  static final int SLOTS = 20;
  static final long SLOT_NS = 1_000_000L;

  /** So many legs in one slot never are too much. */
  private static final int CROWD = 64;

  private final Ticker[][] tickers = new Ticker[SLOTS][8];
  private final int[] counts = new int[SLOTS];
  private final int[] weights = new int[SLOTS];

  /** Adds a ticker and returns its slot. */
  int add(Ticker ticker) {
    int best = 0;
    for (int slot = 1; slot < SLOTS; slot++) {
      if (weights[slot] < weights[best]) {
        best = slot;
      }
    }
    put(best, ticker);
    weigh();
    return best;
  }

  /**
   * Moves a ticker to the slot before its own, also from within its own tick; false when there is
   * too much work in that already.
   */
  boolean moveEarlier(Ticker ticker) {
    int slot = slotOf(ticker);
    if (slot < 0) {
      return false;
    }
    int target = (slot + SLOTS - 1) % SLOTS;
    int all = 0;
    for (int weight : weights) {
      all += weight;
    }
    if (weights[target] > Math.max(CROWD, 2 * all / SLOTS)) {
      return false;
    }
    take(slot, ticker);
    put(target, ticker);
    weigh();
    return true;
  }

  /** Removes a ticker; also from within its own tick. */
  void remove(Ticker ticker) {
    int slot = slotOf(ticker);
    if (slot >= 0) {
      take(slot, ticker);
      weigh();
    }
  }

  private int slotOf(Ticker ticker) {
    for (int slot = 0; slot < SLOTS; slot++) {
      for (int i = 0; i < counts[slot]; i++) {
        if (tickers[slot][i] == ticker) {
          return slot;
        }
      }
    }
    return -1;
  }

  private void put(int slot, Ticker ticker) {
    if (counts[slot] == tickers[slot].length) {
      tickers[slot] = Arrays.copyOf(tickers[slot], 2 * counts[slot]);
    }
    tickers[slot][counts[slot]++] = ticker;
  }

  private void take(int slot, Ticker ticker) {
    for (int i = 0; i < counts[slot]; i++) {
      if (tickers[slot][i] == ticker) {
        tickers[slot][i] = tickers[slot][--counts[slot]];
        tickers[slot][counts[slot]] = null;
        return;
      }
    }
  }

  int count(int slot) {
    return counts[slot];
  }

  Ticker get(int slot, int index) {
    return tickers[slot][index];
  }

  boolean isEmpty() {
    for (int count : counts) {
      if (count > 0) {
        return false;
      }
    }
    return true;
  }

  private void weigh() {
    for (int slot = 0; slot < SLOTS; slot++) {
      weights[slot] = 0;
      for (int i = 0; i < counts[slot]; i++) {
        weights[slot] += 1 + tickers[slot][i].weight();
      }
    }
  }
}
