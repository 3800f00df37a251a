package org.convoke.audio;

import java.util.Arrays;

/**
 * The mix of one room, a tick at a time. Each tick the owner offers a frame for every leg that has
 * sound ({@link #voice}), calls {@link #mix}, and reads what each leg hears ({@link #heardBy}).
 * Legs without sound cost nothing and share one mix; a leg with sound hears the mix minus itself.
 * The sum is an {@code int}; the listener is taken out of it before it is limited, so nobody loses
 * level by his own voice.
 *
 * <p>Frames are 20 ms at the room's rate. Sounds begin with a fade of 5 ms, but for those that
 * begin softly, and, when a frame stays out (muted, left, lost, gated), end with a faded
 * continuation of 5 ms; volumes ramp over a frame. One voice at volume 0 dB passes bit by bit.
 * Owned by one thread; {@code mix} allocates nothing.
 */
public final class Mixer {
  /** How many are summed at once: the loudest, with a bonus for who is already heard. */
  public static final int MAX_VOICES = 16;

  /** A newcomer must be twice as loud (6 dB) to take the place of one who is heard. */
  private static final float INCUMBENT = 2;

  private static final float SCORE_DECAY = 0.9f;

  /** A leg's place in the room. */
  public static final class Input {
    private float gain = 1;
    private float nextGain = 1;
    private short[] frame;
    private float score;
    private MixVoice voice;
    private boolean removed;
    private final int key;

    private Input(int key) {
      this.key = key;
    }

    /** How much louder or softer the others hear it, in dB; takes effect over the next frame. */
    public void volumeDb(double db) {
      nextGain = db == 0 ? 1 : Levels.factor(db);
    }
  }

  private final MixVoice[] voices = new MixVoice[2 * MAX_VOICES];
  private final Input[] offered;
  private final Limiter limiter = new Limiter();
  private int voiceSlots;
  private int offeredCount;
  private int voiceCount;
  private int inputCount;
  private int sampleRate;
  private int length;
  private float[] curve;
  private int[] sum;
  private int[] scratch;
  private short[] shared;
  private boolean sharedIsZero;

  /** The gain of the shared mix before this tick. */
  private float sharedGainBefore = 1;

  /**
   * @param sampleRate 8000, 16000 or 48000
   * @param maxInputs legs that may offer a frame in one tick
   */
  public Mixer(int sampleRate, int maxInputs) {
    offered = new Input[maxInputs];
    sampleRate(sampleRate);
  }

  /** Samples per second of all frames in and out. */
  public int sampleRate() {
    return sampleRate;
  }

  /** Samples of a frame. */
  public int frameLength() {
    return length;
  }

  /** Changes the rate of all frames from the next tick on; allocates. Who is heard goes on. */
  public void sampleRate(int hz) {
    if (hz != 8000 && hz != 16000 && hz != 48000) {
      throw new IllegalArgumentException("sample rate " + hz + " is none of 8000, 16000, 48000");
    }
    if (hz == sampleRate) {
      return;
    }
    sampleRate = hz;
    length = hz / 50;
    curve = Tail.curve(hz);
    sum = new int[length];
    scratch = new int[length];
    shared = new short[length];
    sharedIsZero = true;
    for (int i = 0; i < voiceSlots; i++) {
      voices[i].stretch(length);
    }
  }

  /** A new leg that nobody leaves out; fails when as many are in as the mixer was made for. */
  public Input add() {
    return add(0);
  }

  /** As {@link #add()}, of a leg that a {@link SelectiveMix} leaves out by this key, not 0. */
  public Input add(int key) {
    if (inputCount == offered.length) {
      throw new IllegalStateException("the mixer holds " + inputCount + " legs already");
    }
    inputCount++;
    // Room for every leg to be heard while every leg heard before fades, without allocating later.
    int needed = Math.min(voices.length, 2 * inputCount);
    while (voiceSlots < needed) {
      voices[voiceSlots++] = new MixVoice(length);
    }
    return new Input(key);
  }

  /** The leg is gone; what it said last fades out in the next tick. */
  public void remove(Input input) {
    if (input.removed) {
      return;
    }
    input.removed = true;
    inputCount--;
    for (int i = 0; i < offeredCount; i++) {
      if (offered[i] == input) {
        offered[i] = offered[--offeredCount];
        offered[offeredCount] = null;
        input.frame = null;
        return;
      }
    }
  }

  /**
   * Offers a leg's frame for this tick. It is read in {@link #mix} and not changed.
   *
   * @param level how loud it is, in any linear measure that all legs share: decides who is heard
   *     when more than {@link #MAX_VOICES} speak
   */
  public void voice(Input input, short[] frame, float level) {
    if (input.removed) {
      return;
    }
    if (input.frame == null) {
      offered[offeredCount++] = input;
    }
    input.frame = frame;
    input.score = Math.max(level, input.score * SCORE_DECAY);
  }

  /** Mixes what was offered since the last time. */
  public void mix() {
    keepLoudest();
    sharedGainBefore = limiter.gain();
    advanceVoices();
    for (int i = 0; i < offeredCount; i++) {
      Input input = offered[i];
      offered[i] = null;
      if (input.voice == null) {
        begin(input);
      }
      input.frame = null;
    }
    offeredCount = 0;
    if (voiceCount == 0) {
      silence();
      return;
    }
    sumUp();
    limiter.process(sum, shared, length);
    sharedIsZero = false;
    for (int i = 0; i < voiceSlots; i++) {
      if (voices[i].owner != null) {
        voices[i].hear(sum, scratch, limiter.gain());
      }
    }
  }

  /** What everyone hears who is not heard. Valid until the next {@link #mix}; not to be changed. */
  public short[] shared() {
    return shared;
  }

  /** Nobody is heard: {@link #shared} is all zero. */
  public boolean sharedIsSilent() {
    return voiceCount == 0;
  }

  /** The leg hears {@link #shared}: it is not heard itself. */
  public boolean hearsShared(Input input) {
    return input.voice == null;
  }

  /** Nobody but the leg itself is heard: what it hears is all zero. */
  public boolean hearsSilence(Input input) {
    return voiceCount == (input.voice == null ? 0 : 1);
  }

  /** What the leg hears in this tick. Valid until the next {@link #mix}; not to be changed. */
  public short[] heardBy(Input input) {
    return input.voice == null ? shared : input.voice.minusSelf();
  }

  /** Whether nobody is in the sum whom {@code own} leaves out, which then rests. */
  public boolean hearsAll(Input input, SelectiveMix own) {
    for (int i = 0; i < voiceSlots; i++) {
      if (isLeftOut(voices[i].owner, input, own)) {
        return false;
      }
    }
    own.rest();
    return true;
  }

  private static boolean isLeftOut(Input speaker, Input listener, SelectiveMix own) {
    return speaker != null && speaker != listener && own.leavesOut(speaker.key);
  }

  /**
   * What a leg hears in this tick that does not hear all: as {@link #heardBy(Input)}, without those
   * that {@code own} leaves out.
   */
  public short[] heardBy(Input input, SelectiveMix own) {
    boolean any = false;
    boolean last = true;
    for (int i = 0; i < voiceSlots; i++) {
      MixVoice voice = voices[i];
      if (isLeftOut(voice.owner, input, own)) {
        if (!any) {
          System.arraycopy(sum, 0, scratch, 0, length);
          any = true;
        }
        voice.takeFrom(scratch);
        last &= voice.fading;
      }
    }
    if (!any) {
      return heardBy(input);
    }
    MixVoice self = input.voice;
    if (self == null) {
      return own.limit(scratch, length, sharedGainBefore, limiter.gain(), last);
    }
    self.takeFrom(scratch);
    return own.limit(scratch, length, self.gainBefore(), self.gain(), last);
  }

  private void keepLoudest() {
    while (offeredCount > MAX_VOICES) {
      int softest = 0;
      float least = Float.MAX_VALUE;
      for (int i = 0; i < offeredCount; i++) {
        Input input = offered[i];
        boolean heard = input.voice != null && !input.voice.fading;
        float score = heard ? input.score * INCUMBENT : input.score;
        if (score < least) {
          least = score;
          softest = i;
        }
      }
      offered[softest].frame = null;
      offered[softest] = offered[--offeredCount];
      offered[offeredCount] = null;
    }
  }

  /** Goes on with who is heard again, lets fade who is not, frees who has faded. */
  private void advanceVoices() {
    for (int i = 0; i < voiceSlots; i++) {
      MixVoice voice = voices[i];
      Input owner = voice.owner;
      if (owner == null) {
        continue;
      }
      boolean hasFaded = voice.fading;
      if (owner.frame != null) {
        voice.fading = false;
        take(voice, owner, hasFaded);
      } else if (hasFaded) {
        owner.voice = null;
        voice.owner = null;
        voiceCount--;
      } else {
        voice.fading = true;
        voice.fadeOut(sampleRate, curve);
      }
    }
  }

  private void begin(Input input) {
    for (int i = 0; i < voiceSlots; i++) {
      MixVoice voice = voices[i];
      if (voice.owner == null) {
        voice.owner = input;
        voice.fading = false;
        voice.listenFrom(sharedGainBefore);
        input.voice = voice;
        voiceCount++;
        take(voice, input, true);
        return;
      }
    }
    throw new IllegalStateException("no place in the sum: a leg was offered twice");
  }

  private void take(MixVoice voice, Input input, boolean fresh) {
    float gain = fresh ? input.nextGain : input.gain;
    voice.take(input.frame, gain, input.nextGain);
    input.gain = input.nextGain;
    if (fresh) {
      voice.fadeIn(curve);
    }
  }

  private void sumUp() {
    Arrays.fill(sum, 0);
    for (int i = 0; i < voiceSlots; i++) {
      if (voices[i].owner != null) {
        voices[i].addTo(sum);
      }
    }
  }

  private void silence() {
    limiter.idle();
    if (!sharedIsZero) {
      Arrays.fill(shared, (short) 0);
      sharedIsZero = true;
    }
  }
}
