package org.convoke.media;

import java.util.Arrays;
import org.convoke.audio.Clip;
import org.convoke.audio.Gain;
import org.convoke.audio.Sound;

/** Plays one playback at a time, a frame a tick, and says how each one ended. */
final class Player {
  /** Told once for every playback; {@code by}: that which takes its place, or 0. */
  interface Listener {
    void ended(long playbackId, boolean interrupted, long by);
  }

  private final SoundSource source;
  private final Listener listener;
  private Playback playback;
  private int index;
  private int position;
  private int rate;

  /** How often the list is still to be begun again; counts only where it ends. */
  private int again;

  /** Made when first needed: few legs hear clips or gains. */
  private ClipReader clips;

  private Gain gain;
  private boolean clipBegun;

  /** Of the sound under way, so that they are looked up once a sound. */
  private short[] samples;

  Player(SoundSource source, Listener listener) {
    this.source = source;
    this.listener = listener;
  }

  /** Plays this from the next frame on, in place of what plays now. */
  void play(Playback next) {
    stopFor(next.id());
    playback = next;
    for (int i = 0; i < next.sounds().size(); i++) {
      if (next.sounds().get(i) instanceof Sound.Recording recording) {
        recording.clip().begun();
      }
    }
    index = 0;
    position = 0;
    samples = null;
    clipBegun = false;
    again = next.times() - 1;
    if (next.gain() != 1 && gain == null) {
      gain = new Gain(LegContext.PCM_SAMPLES);
    } else if (gain != null) {
      gain.reset();
    }
  }

  /** Ends what plays now, if it is this one; 0 is any. */
  void stop(long id) {
    if (playback != null && (id == 0 || playback.id() == id)) {
      stop();
    }
  }

  /** Ends what plays now. */
  void stop() {
    stopFor(0);
  }

  private void stopFor(long next) {
    if (playback != null) {
      long id = playback.id();
      forget();
      listener.ended(id, true, next);
    }
  }

  /** A leg that lives on must not hold sounds that were played long ago. */
  private void forget() {
    for (int i = 0; i < playback.sounds().size(); i++) {
      if (playback.sounds().get(i) instanceof Sound.Recording recording) {
        recording.clip().ended();
      }
    }
    playback = null;
    samples = null;
    if (clips != null) {
      clips.end();
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
      if (clips != null) {
        clips.rate(rate);
      }
    }
    int length = sampleRate / 50;
    int filled = 0;
    boolean progress = true;
    while (filled < length) {
      if (index == playback.sounds().size()) {
        // A loop of nothing but empty sounds would never fill the frame.
        if (!playback.isEndless() && again <= 0 || !progress) {
          break;
        }
        again--;
        index = 0;
        progress = false;
        continue;
      }
      int taken = take(playback.sounds().get(index), out, filled, length - filled);
      filled += taken;
      progress |= taken > 0;
    }
    boolean over = filled < length;
    if (over) {
      Arrays.fill(out, filled, length, (short) 0);
    }
    if (playback.gain() != 1) {
      gain.process(out, length, playback.gain());
    }
    if (over) {
      long id = playback.id();
      forget();
      listener.ended(id, false, 0);
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
    if (sound instanceof Sound.Recording recording) {
      return take(recording.clip(), out, offset, room);
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

  private int take(Clip clip, short[] out, int offset, int room) {
    if (!clipBegun) {
      if (clips == null) {
        clips = new ClipReader();
      }
      clips.rate(rate);
      clips.begin(clip);
      clipBegun = true;
    }
    int taken = clips.take(out, offset, room);
    if (taken < room) {
      clips.end();
      clipBegun = false;
      index++;
      position = 0;
    }
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
