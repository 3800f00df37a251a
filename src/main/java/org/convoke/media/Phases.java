package org.convoke.media;

import java.util.Arrays;

/**
 * The 20 slots of 1 ms in which tickers have their turn. Each ticker gets the slot with the least
 * work, so that sends are spread over the 20 ms instead of coming in bursts.
 */
final class Phases {
  static final int SLOTS = 20;
  static final long SLOT_NS = 1_000_000L;

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
    if (counts[best] == tickers[best].length) {
      tickers[best] = Arrays.copyOf(tickers[best], 2 * counts[best]);
    }
    tickers[best][counts[best]++] = ticker;
    weigh();
    return best;
  }

  /** Removes a ticker; also from within its own tick. */
  void remove(Ticker ticker) {
    for (int slot = 0; slot < SLOTS; slot++) {
      for (int i = 0; i < counts[slot]; i++) {
        if (tickers[slot][i] == ticker) {
          tickers[slot][i] = tickers[slot][--counts[slot]];
          tickers[slot][counts[slot]] = null;
          weigh();
          return;
        }
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
