package org.convoke.media;

import java.util.List;

/**
 * What the media plane counted since its start, and how it is now. Counts of packets are a second
 * old at most.
 *
 * @param phones legs of phones that are open
 * @param browsers legs of browsers that are open
 * @param portsFree RTP port pairs that the next call may get; those that rest are not among them
 * @param portsExhausted legs that were not opened because no port was free
 * @param received RTP packets that were believed
 * @param sent RTP packets
 * @param lost by RFC 3550 A.3, sent to us and not received
 * @param late came after their turn
 * @param duplicate came twice
 * @param overflowed dropped because the jitter buffer was full
 * @param passedOver not played, to make the delay shorter
 * @param refused not believed: wrong source, SSRC, payload type or authentication
 * @param unauthentic those of the refused that SRTP did not authenticate
 * @param strangers datagrams on the browsers' port of nobody we know, or of no use
 * @param browsersRefused browsers that were not let in because there were too many
 * @param sendFailures packets that the system or SRTP did not take
 * @param playedSeconds sound played from packets
 * @param concealedSeconds sound made up for what was missing
 * @param framesSkipped frames of 20 ms that nobody was sent, because their tick came too late
 * @param ticksFailed ticks that threw: their calls were ended
 * @param latenessSeconds how late ticks began, all together
 * @param ticks ticks by their lateness: as many as {@link #LATENESS_MS}, each up to and with it,
 *     and one more for those past the last
 * @param loops each loop's own
 */
public record MediaReadings(
    int phones,
    int browsers,
    int portsFree,
    long portsExhausted,
    long received,
    long sent,
    long lost,
    long late,
    long duplicate,
    long overflowed,
    long passedOver,
    long refused,
    long unauthentic,
    long strangers,
    long browsersRefused,
    long sendFailures,
    double playedSeconds,
    double concealedSeconds,
    long framesSkipped,
    long ticksFailed,
    double latenessSeconds,
    List<Long> ticks,
    List<LoopReading> loops) {
  /** Upper bounds of lateness, in milliseconds. */
  static final long[] LATENESS_MS = {1, 2, 5, 10, 20, 50, 100, 200};

  /** A tick that is so late may be heard by a phone with a short jitter buffer. */
  private static final long LATE_MS = 10;

  /** Upper bounds of {@link #ticks}, in seconds. */
  public static List<Double> latenessBounds() {
    return java.util.Arrays.stream(LATENESS_MS).mapToObj(ms -> ms / 1e3).toList();
  }

  /** Ticks that began more than 10 ms late. */
  public long ticksLate() {
    return ticksLaterThan(LATE_MS);
  }

  /** Ticks that began later than so many milliseconds, which is one of the bounds. */
  public long ticksLaterThan(long ms) {
    long late = 0;
    for (int i = 0; i < ticks.size(); i++) {
      late += i < LATENESS_MS.length && LATENESS_MS[i] <= ms ? 0 : ticks.get(i);
    }
    return late;
  }

  /** All ticks. */
  public long allTicks() {
    return ticks.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * One loop.
   *
   * @param name of its thread
   * @param turnedNs when it turned last, by the clock; while nothing is to do it turns five times a
   *     second
   * @param tasksWaiting commands that it has not looked at yet
   * @param tasksRefused commands that it did not take because too many waited
   * @param waysGiven how often its thread lost real time for lack of a moment of rest
   * @param thread its thread's id, 0 where it has none
   */
  public record LoopReading(
      String name,
      long turnedNs,
      int tasksWaiting,
      long tasksRefused,
      long waysGiven,
      long thread) {}
}
