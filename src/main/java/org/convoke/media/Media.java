package org.convoke.media;

import java.util.concurrent.CompletionStage;
import org.convoke.bus.LegReport;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;

/**
 * The media plane's door: what the control plane may ask of legs and mixes. Any thread may call any
 * method; none blocks, each puts a command into a loop's bounded queue. Commands to a leg take
 * effect in the order in which they were given. What happens on a leg comes back as {@link
 * org.convoke.bus.LegEvent}. A command to a leg that is gone does nothing.
 */
public interface Media extends AutoCloseable {
  /**
   * Reserves an RTP port (even) and an RTCP port (the next) for a new leg; fails with a full or
   * exhausted range.
   */
  CompletionStage<LegPorts> open(LegId leg);

  /**
   * Opens a leg of a browser: its ICE checks are answered on the one port of all browsers, it
   * shakes hands by DTLS and speaks SRTP. {@link org.convoke.bus.LegEvent.Connected} tells that it
   * is there, {@link org.convoke.bus.LegEvent.Disconnected} that it did not come or went. Other
   * commands may be given at once. Fails when there are too many.
   */
  CompletionStage<BrowserDoor> openBrowser(LegId leg, BrowserTerms terms);

  /**
   * Starts the leg as negotiated, or changes it after a re-INVITE or UPDATE: codec, address,
   * direction, keys.
   */
  void connect(LegId leg, LegSettings settings);

  /**
   * Plays to this leg alone, in place of what plays to it now; in a room the room's sound goes on
   * underneath, softer.
   */
  void play(LegId leg, Playback playback);

  /** Ends what plays to the leg, without a click. */
  void stop(LegId leg);

  /** Ends this playback, without a click; does nothing when something else plays by now. */
  void stop(LegId leg, long playbackId);

  /**
   * Sends keys to the leg's peer, after those that it is being sent: by RFC 4733 where that was
   * negotiated, else as tones. No sound goes out meanwhile but in pauses.
   *
   * @param digits 0-9 * # A-D, and p for a pause of 500 ms; up to 64 wait
   * @return false when too many wait; then none of these is sent. Fails when there is no such leg
   * @throws IllegalArgumentException for anything else among the digits
   */
  CompletionStage<Boolean> sendDigits(LegId leg, String digits);

  /**
   * A digit that came by SIP INFO: merged with what the audio path heard, so that each press counts
   * once.
   */
  void infoDigit(LegId leg, char digit, int durationMs);

  /** Puts the leg into the room's mix. The leg may change its media loop. */
  void join(LegId leg, RoomId room, MixSettings settings);

  /** Changes how a leg takes part in its mix. */
  void adjust(LegId leg, MixSettings settings);

  /** Takes the leg out of its mix; it stays open and can be played to. */
  void leave(LegId leg);

  /** Plays to everyone in the room, mixed into the talk. */
  void announce(RoomId room, Playback playback);

  /** The leg's quality so far; fails when there is no such leg. */
  CompletionStage<LegReport> report(LegId leg);

  /** Ends the leg; its last report comes as LegClosed. */
  void close(LegId leg);

  /** Ends all legs and loops; returns when the threads have ended. */
  @Override
  void close();
}
