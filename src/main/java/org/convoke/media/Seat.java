package org.convoke.media;

import java.util.Set;
import org.convoke.audio.AutomaticGain;
import org.convoke.audio.Mixer;
import org.convoke.audio.Resampler;
import org.convoke.audio.SelectiveMix;
import org.convoke.audio.TalkDetector;
import org.convoke.id.LegId;

/** A leg's place in a room: from its packets to the mix. */
final class Seat {
  /** 10 s. */
  private static final int TALK_FRAMES = 500;

  /** Half a second of words; a cough is less. */
  private static final int VOICE_FRAMES = 25;

  final Leg leg;
  final Mixer.Input input;

  /** The encoder that it shares while it hears what all hear; found at its first such frame. */
  SharedVoice shared;

  /** Its own sum while it does not hear all; else null. */
  SelectiveMix own;

  /** It has a frame in this tick. */
  boolean awake;

  private final AutomaticGain gain;
  private Resampler resampler;

  /** Its frame at the room's rate; the mixer reads it after all legs had their turn. */
  private short[] frame = new short[0];

  private int roomRate;
  private boolean wasHeard;

  /** Frames for which it still counts as one who talks. */
  private int talkLeft;

  private int volumeDb;

  /** Frames in which somebody spoke, up to what makes it a voice of the room. */
  private int wordFrames;

  Seat(Leg leg, Mixer.Input input, boolean automaticGain) {
    this.leg = leg;
    this.input = input;
    this.gain = automaticGain ? new AutomaticGain() : null;
    select(leg.mix().unheard());
  }

  /** These it does not hear; allocates where there are any. */
  void select(Set<LegId> unheard) {
    if (unheard.isEmpty()) {
      own = null;
      return;
    }
    int[] keys = unheard.stream().mapToInt(LegId::value).toArray();
    if (own == null) {
      own = new SelectiveMix(keys);
    } else {
      own.unheard(keys);
    }
  }

  /** The room's rate, or what the leg negotiated, has changed; allocates. */
  void configure(int newRoomRate) {
    roomRate = newRoomRate;
    frame = new short[newRoomRate / 50];
    shared = null;
    if (leg.settings() != null) {
      leg.listening.configure(leg.settings().codec(), newRoomRate);
      int rate = leg.listening.rate();
      resampler = rate == newRoomRate ? null : new Resampler(rate, newRoomRate);
    }
  }

  /** Somebody has spoken here. */
  boolean isVoice() {
    return wordFrames >= VOICE_FRAMES;
  }

  /**
   * Takes its next 20 ms and offers them to the mixer where there is something to hear.
   *
   * @param others of the room's voices, this one left out
   */
  void hear(Mixer mixer, LegContext context, long dueNs, int others) {
    MixSettings mix = leg.mix();
    Listening listening = leg.listening;
    if (mix.muted() || mix.held() || !leg.settings().receiving()) {
      boolean keys = leg.looksForKeysInSound() && leg.settings().receiving();
      if (keys) {
        take(context, dueNs);
      } else {
        listening.skip(leg.in.buffer(), context, dueNs);
      }
      leg.reportSilence();
      wasHeard = false;
      talkLeft = 0;
      return;
    }
    if (volumeDb != mix.volumeDb()) {
      volumeDb = mix.volumeDb();
      input.volumeDb(volumeDb);
    }
    TalkDetector talk = leg.talk;
    boolean sound = false;
    if (leg.claims != null && leg.claims.silent(dueNs)) {
      listening.skip(leg.in.buffer(), context, dueNs);
    } else {
      sound = take(context, dueNs);
    }
    int length = listening.rate() / 50;
    boolean heard = sound && talk.accept(context.pcm, length);
    if (!sound) {
      talk.acceptSilence();
    }
    if (sound && leg.claims != null) {
      leg.claims.heard(talk.power());
    }
    leg.reportSpeech(talk.speaking(), talk.power(), dueNs);
    if (talk.inWord() && wordFrames < VOICE_FRAMES) {
      wordFrames++;
    }
    if (heard) {
      offer(mixer, context, length, others <= 0);
    }
    wasHeard = heard;
    talkLeft = heard ? TALK_FRAMES : Math.max(0, talkLeft - 1);
  }

  /** Whether it was heard in the last ten seconds. */
  boolean talkedLately() {
    return talkLeft > 0;
  }

  /** Whether a frame for others to hear is in the context's first buffer now. */
  private boolean take(LegContext context, long dueNs) {
    boolean quiet = !leg.talk.inWord();
    Listening.Kind kind = leg.listening.take(leg.in.buffer(), context.pcm, context, dueNs, quiet);
    boolean sound = kind == Listening.Kind.SOUND;
    if (!leg.looksForKeysInSound()) {
      return sound;
    }
    int length = leg.listening.rate() / 50;
    if (!sound) {
      java.util.Arrays.fill(context.pcm, 0, length, (short) 0);
    }
    return !leg.lookForKeys(context.pcm, length, dueNs) && sound;
  }

  private void offer(Mixer mixer, LegContext context, int length, boolean alone) {
    TalkDetector talk = leg.talk;
    if (gain != null) {
      gain.process(context.pcm, length, talk, alone);
    }
    if (resampler == null) {
      System.arraycopy(context.pcm, 0, frame, 0, length);
    } else {
      if (!wasHeard) {
        resampler.reset();
      }
      resampler.process(context.pcm, 0, length, frame, 0);
    }
    mixer.voice(input, frame, talk.level());
  }
}
