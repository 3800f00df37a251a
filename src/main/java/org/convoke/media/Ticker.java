package org.convoke.media;

/** What has a turn every 20 ms on one loop: a room, or a leg that is in none. */
interface Ticker {
  long FRAME_NS = 20_000_000L;

  /** It has its slot; its first frame is due then. */
  void start(long firstNs);

  /** Does the frames that are due at {@code nowNs}; harmless when late, early or repeated. */
  void tick(long nowNs);

  /** About how much a tick costs, in legs; it spreads the work over the slots. */
  int weight();

  /** A tick threw: ends all legs concerned. */
  void fail(long nowNs);
}
