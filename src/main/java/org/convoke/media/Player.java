package org.convoke.media;

import java.util.Arrays;
import org.convoke.audio.Sound;

/** Plays one playback at a time, a frame a tick, and says how each one ended. */
final class Player {
  /** Told once for every playback. */
  interface Listener {
    void ended(long playbackId, boolean interrupted);
  }

  private final SoundSource source;
  private final Listener listener;
  private Playback playback;
  private int index;
  private int position;
  private int rate;

  /** Of the sound under way, so that they are looked up once a sound. */
  private short[] samples;

  Player(SoundSource source, Listener listener) {
    this.source = source;
    this.listener = listener;
  }

  /** Plays this from the next frame on, in place of what plays now. */
  void play(Playback next) {
    stop();
    playback = next;
    index = 0;
    position = 0;
    samples = null;
  }

  /** Ends what plays now. */
  void stop() {
    if (playback != null) {
      long id = playback.id();
      playback = null;
      listener.ended(id, true);
    }
  }

  boolean playing() {
    return playback != null;
  }

  /**
   * The next 20 ms.
   *
   * @param out gets a whole frame, silence after the end; left alone when nothing plays
   * @return whether something plays
   */
  boolean frame(int sampleRate, short[] out) {
    if (playback == null) {
      return false;
    }
    if (rate != sampleRate) {
      position = rate == 0 ? position : (int) ((long) position * sampleRate / rate);
      rate = sampleRate;
      samples = null;
    }
    int length = sampleRate / 50;
    int filled = 0;
    boolean progress = true;
    while (filled < length) {
      if (index == playback.sounds().size()) {
        // A loop of nothing but empty sounds would never fill the frame.
        if (!playback.loop() || !progress) {
          break;
        }
        index = 0;
        progress = false;
        continue;
      }
      int taken = take(playback.sounds().get(index), out, filled, length - filled);
      filled += taken;
      progress |= taken > 0;
    }
    if (filled < length) {
      Arrays.fill(out, filled, length, (short) 0);
      long id = playback.id();
      playback = null;
      listener.ended(id, false);
    }
    return true;
  }

  private int take(Sound sound, short[] out, int offset, int room) {
    if (sound instanceof Sound.Silence silence) {
      int all = (int) ((long) silence.millis() * rate / 1000);
      int taken = Math.clamp(all - position, 0, room);
      Arrays.fill(out, offset, offset + taken, (short) 0);
      advance(taken, all);
      return taken;
    }
    if (samples == null) {
      samples = source.samples(sound, rate);
    }
    int all = samples.length;
    int taken = Math.clamp(all - position, 0, room);
    System.arraycopy(samples, Math.min(position, all), out, offset, taken);
    advance(taken, all);
    return taken;
  }

  private void advance(int taken, int all) {
    position += taken;
    if (position >= all) {
      index++;
      position = 0;
      samples = null;
    }
  }
}
