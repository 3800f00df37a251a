package org.convoke.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.convoke.audio.AnyRate;
import org.convoke.audio.Biquad;
import org.convoke.audio.Clip;
import org.convoke.audio.Gain;
import org.convoke.audio.Levels;
import org.convoke.audio.SpokenLevel;

/** Makes one clip of an utterance: each part spoken, brought to one loudness, one after another. */
final class Speaker {
  private static final int FRAME = Clip.RATE / 50;

  /** No part begins after so long: whoever waits for it has given up. */
  private static final long MAX_WORK_NS = 15_000_000_000L;

  private final Engines engines;
  private final int maxSamples;
  private final LongSupplier nowNs;

  /**
   * @param maxSeconds the longest clip
   * @param nowNs of a clock that never jumps
   */
  Speaker(Engines engines, int maxSeconds, LongSupplier nowNs) {
    this.engines = engines;
    this.nowNs = nowNs;
    this.maxSamples = maxSeconds * Clip.RATE;
  }

  /** Speaks; it blocks. */
  Clip speak(List<Part> parts, int style) throws SpeechException {
    List<short[]> sounds = new ArrayList<>();
    long total = 0;
    long deadlineNs = nowNs.getAsLong() + MAX_WORK_NS;
    for (Part part : parts) {
      if (nowNs.getAsLong() - deadlineNs > 0) {
        throw new SpeechException("text", "It takes too long to make speech of this text.");
      }
      short[] sound =
          switch (part) {
            case Part.Pause pause -> new short[(int) (pause.millis() * (long) Clip.RATE / 1000)];
            case Part.Say say -> say(say, style);
          };
      total += sound.length;
      if (total > maxSamples) {
        throw new SpeechException(
            "text", "The text takes longer than " + maxSamples / Clip.RATE + " seconds to say.");
      }
      sounds.add(sound);
    }
    short[] all = new short[(int) total];
    int at = 0;
    for (short[] sound : sounds) {
      System.arraycopy(sound, 0, all, at, sound.length);
      at += sound.length;
    }
    return Clip.of(all, Clip.RATE);
  }

  private short[] say(Part.Say part, int style) throws SpeechException {
    Engines.Spoken spoken = engines.say(part, style);
    short[] raw = AnyRate.convert(spoken.sound().samples(), spoken.sound().sampleRate(), Clip.RATE);
    float[] voice = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      voice[i] = raw[i];
    }
    for (Biquad filter : spoken.engine().tone()) {
      filter.process(voice);
    }
    return louder(SpokenLevel.of(voice), part.prosody().volumeDb());
  }

  private static short[] louder(short[] pcm, double db) {
    if (db == 0) {
      return pcm;
    }
    float factor = db <= Part.Prosody.SILENT ? 0 : Levels.factor(db);
    Gain gain = new Gain(FRAME);
    short[] frame = new short[FRAME];
    for (int at = 0; at < pcm.length; at += FRAME) {
      int n = Math.min(FRAME, pcm.length - at);
      System.arraycopy(pcm, at, frame, 0, n);
      java.util.Arrays.fill(frame, n, FRAME, (short) 0);
      gain.process(frame, FRAME, factor);
      System.arraycopy(frame, 0, pcm, at, n);
    }
    return pcm;
  }
}
