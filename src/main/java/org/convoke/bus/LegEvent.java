package org.convoke.bus;

import org.convoke.id.LegId;

/** What the media plane reports of a leg, published at {@link Addresses#LEG_EVENTS}. */
public sealed interface LegEvent extends BusMessage {
  LegId leg();

  /** How a digit reached us. */
  enum DigitSource {
    /** RTP named telephone-event, RFC 4733. */
    RFC4733,
    /** SIP INFO with application/dtmf-relay or application/dtmf. */
    INFO,
    /** Heard in the audio. */
    INBAND
  }

  /** How somebody sounds: of no matter to whoever leads the call. */
  sealed interface Voice extends LegEvent {}

  /** How the line is, which whoever has the call's signalling acts upon. */
  sealed interface Line extends LegEvent {}

  /**
   * A key was pressed: once per press, whatever way it came. {@code digit} is one of 0-9 * # A-D;
   * never log it.
   */
  record DigitPressed(LegId leg, char digit, int durationMs, DigitSource source)
      implements LegEvent {
    @Override
    public String toString() {
      return "DigitPressed[leg=" + leg + ", source=" + source + "]";
    }
  }

  /**
   * A playback came to its end, or ended early because another took its place or it was stopped.
   *
   * @param by the playback that took its place, or 0
   */
  record PlaybackEnded(LegId leg, long playbackId, boolean interrupted, long by)
      implements LegEvent {
    /** One after which nothing plays. */
    public PlaybackEnded(LegId leg, long playbackId, boolean interrupted) {
      this(leg, playbackId, interrupted, 0);
    }
  }

  /** The leg began or ceased to speak, by level with hangover. */
  record SpeakingChanged(LegId leg, boolean speaking) implements Voice {}

  /** Neither RTP nor RTCP came for {@code silentMs}, and the leg is not held: a warning. */
  record MediaSilent(LegId leg, long silentMs) implements Line {}

  /** RTP or RTCP came again after a {@link MediaSilent}. */
  record MediaResumed(LegId leg) implements Line {}

  /** Nothing came for so long that the call shall end. */
  record MediaTimedOut(LegId leg, long silentMs) implements Line {}

  /** A browser's leg is connected: ICE and DTLS are done, sound can flow. */
  record Connected(LegId leg) implements Line {}

  /** A browser's leg could not be connected in time, or its peer said that it is gone. */
  record Disconnected(LegId leg, String why) implements Line {}

  /** How loud a leg that speaks is, in dBov (-127 to 0); some times a second. */
  record Level(LegId leg, int dbov) implements Voice {}

  /** The leg is gone; its ports rest. The last report of its quality. */
  record LegClosed(LegId leg, LegReport report) implements LegEvent {}
}
