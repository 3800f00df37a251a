package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.LegId;

/**
 * What somebody outside of a call lets it hear or keys into it, whoever leads the call. Each is
 * asked by request and answered by {@link VoiceReply}; speaking and fetching may take up to 20 s.
 */
public sealed interface VoiceCommand extends BusMessage {
  CallId call();

  LegId leg();

  /**
   * Speaks a text to the call alone, in place of what plays to it.
   *
   * @param text plain, or SSML within {@code <speak>}
   * @param language a BCP-47 tag, or null: en-US
   * @param style which of the language's voices, 0 the first
   * @param level -1 (silence) to 1 (10 dB louder)
   * @param loop how often; 0: until stopped
   */
  record Talk(
      CallId call, LegId leg, String text, String language, int style, double level, int loop)
      implements VoiceCommand {
    /** Texts hold what people are told: they are no matter for a log. */
    @Override
    public String toString() {
      return "Talk[call=" + call + ", leg=" + leg + "]";
    }
  }

  /** Ends what {@link Talk} began, if it still speaks. */
  record StopTalk(CallId call, LegId leg) implements VoiceCommand {}

  /**
   * Plays a WAV or MP3 file to the call alone, in place of what plays to it.
   *
   * @param url where it is
   * @param level as in {@link Talk}
   * @param loop as in {@link Talk}
   */
  record Stream(CallId call, LegId leg, String url, double level, int loop)
      implements VoiceCommand {
    /** URLs hold tokens: they are no matter for a log. */
    @Override
    public String toString() {
      return "Stream[call=" + call + ", leg=" + leg + "]";
    }
  }

  /** Ends what {@link Stream} began, if it still plays. */
  record StopStream(CallId call, LegId leg) implements VoiceCommand {}

  /**
   * Sends keys to the call's other end, after those that are being sent.
   *
   * @param digits of 0-9 * # A-D, and p for a pause of 500 ms
   */
  record Digits(CallId call, LegId leg, String digits) implements VoiceCommand {
    @Override
    public String toString() {
      return "Digits[call=" + call + ", leg=" + leg + "]";
    }
  }
}
