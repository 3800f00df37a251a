package org.convoke.capacity;

/** What can be short, with the values at which it closes the door to new calls and opens it. */
public enum Strain {
  /** The share of the file descriptors of the process that is open, less those kept in reserve. */
  DESCRIPTORS("file descriptors", 1.0, 0.97, 1),

  /** The share of the heap that is in use after a collection. */
  MEMORY("memory", 0.85, 0.75, 1),

  /**
   * The share of a second's media ticks that came more than a frame late. Loops that have too much
   * to do fall behind with all of them; a pause of the collector or of the machine is over before
   * it counts.
   */
  SOUND("processor time for the sound", 0.5, 0.05, 3),

  /**
   * Seconds that a task waits for one of the threads that set calls up. Callers over UDP repeat
   * themselves after half a second; past a few they give up, and all that was done for them was in
   * vain.
   */
  CONTROL("processor time for calls", 2, 0.5, 3),

  /** The share of the events that fit into memory which wait there, the disk being full. */
  EVENTS("room for events", 0.5, 0.1, 1);

  private final String words;
  private final double closeAt;
  private final double openAt;
  private final int closeAfter;

  Strain(String words, double closeAt, double openAt, int closeAfter) {
    this.words = words;
    this.closeAt = closeAt;
    this.openAt = openAt;
    this.closeAfter = closeAfter;
  }

  /** What is short, for people. */
  public String words() {
    return words;
  }

  /** It closes when a value is at least this. */
  public double closeAt() {
    return closeAt;
  }

  /** It opens when a value is at most this. */
  public double openAt() {
    return openAt;
  }

  /** It closes at the so-manieth value in a row that is too high. */
  int closeAfter() {
    return closeAfter;
  }
}
