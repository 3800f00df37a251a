package org.convoke.health;

/** Asks one part whether it lives. Nothing here waits; one thread calls it. */
public interface Probe {
  /** As it is told: sip_udp, media, event_loops. */
  String name();

  /** Asks. */
  void ask(long nowNs);

  /** Looks for the answer; asks again where a question may get lost. True: it is there. */
  boolean look(long nowNs);

  /** What it came to, now that it was waited for long enough or has answered. */
  Outcome outcome();

  /** Why it is not well, a sentence; meaningful after any other outcome than an answer. */
  String reason();

  /** Frees what it holds. */
  default void close() {}
}
