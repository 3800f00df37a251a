package org.convoke.media;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.audio.Levels;
import org.convoke.audio.Mixer;
import org.convoke.audio.SelectiveMix;
import org.convoke.id.RoomId;

/**
 * The ticker of a room: everyone hears everyone but himself. Its cost follows the talkers: who has
 * sound is summed and gets a mix of his own, all others get the same payload with a header of their
 * own.
 */
final class RoomMix implements Ticker {
  /** More than one thread can serve; the ports end before. */
  private static final int MAX_LEGS = 8192;

  /** What plays to one alone stands out of the talk by this. */
  private static final float DUCKED = Levels.factor(-12);

  /** An announcement is heard whoever speaks. */
  private static final float ANNOUNCEMENT_LEVEL = 100_000;

  /** A room to which nobody came is given up. */
  private static final int EMPTY_FRAMES = 100;

  /** An Opus payload of so many bytes says that nothing changes, and need not be sent. */
  private static final int DTX_BYTES = 2;

  private static final int MAX_ANNOUNCEMENTS = 32;
  private static final int LOWEST_RATE = 8000;

  private final RoomId id;
  private final MediaLoop loop;
  private final Mixer mixer = new Mixer(LOWEST_RATE, MAX_LEGS);
  private final Mixer.Input announcer;
  private final Player announcements;
  private final ArrayDeque<Playback> waiting = new ArrayDeque<>();
  private short[] announcement = new short[LOWEST_RATE / 50];
  private final PhaseSteering phase = new PhaseSteering();
  private FrameClock clock = new FrameClock(Long.MAX_VALUE);
  private final SendPacing pacing = new SendPacing();
  private Seat[] seats = new Seat[8];
  private int count;

  /** The seats from here on still have to be sent what they hear in this frame. */
  private int said;

  private SharedVoice[] voices = new SharedVoice[0];
  private int emptyFrames;

  /** How many of those here have spoken, as of the last frame. */
  private int voicesHeard;

  RoomMix(RoomId id, MediaLoop loop) {
    this.id = id;
    this.loop = loop;
    announcer = mixer.add();
    announcements = new Player(loop.context.sounds, (_, _, _) -> {});
  }

  RoomId id() {
    return id;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(Leg leg) {
    if (count == seats.length) {
      seats = Arrays.copyOf(seats, 2 * count);
    }
    seats[count++] = new Seat(leg, mixer.add(leg.id.value()), loop.context.config.automaticGain());
    negotiated(leg);
  }

  void remove(Leg leg) {
    int place = placeOf(leg);
    if (place < 0) {
      return;
    }
    giveUp(place);
    said -= place < said ? 1 : 0;
    mixer.remove(seats[place].input);
    // In order, so that each leg's packets keep their place within the tick.
    System.arraycopy(seats, place + 1, seats, place, count - place - 1);
    seats[--count] = null;
    leg.reportSilence();
    chooseRate();
  }

  /** Whom a leg hears may have changed. */
  void adjusted(Leg leg) {
    int place = placeOf(leg);
    if (place >= 0) {
      seats[place].select(leg.mix().unheard());
    }
  }

  /** A leg came or changed its codec. */
  void negotiated(Leg leg) {
    int place = placeOf(leg);
    if (place < 0) {
      return;
    }
    giveUp(place);
    if (!chooseRate()) {
      seats[place].configure(mixer.sampleRate());
    }
  }

  /** The index of its seat, or -1 where it has none. */
  private int placeOf(Leg leg) {
    for (int i = 0; i < count; i++) {
      if (seats[i].leg == leg) {
        return i;
      }
    }
    return -1;
  }

  /** It gets nothing more of the frame that is being sent. */
  private void giveUp(int place) {
    if (place >= said && seats[place].awake) {
      seats[place].awake = false;
      seats[place].leg.out.skip(1);
    }
  }

  /** Takes the highest rate that a leg can use; true when it is another, and all are told. */
  private boolean chooseRate() {
    int rate = LOWEST_RATE;
    for (int i = 0; i < count; i++) {
      LegSettings settings = seats[i].leg.settings();
      rate = settings == null ? rate : Math.max(rate, settings.codec().sampleRate());
    }
    if (rate == mixer.sampleRate()) {
      return false;
    }
    // What is left of the frame is at the rate that it was mixed at.
    say(count);
    mixer.sampleRate(rate);
    announcement = new short[rate / 50];
    closeVoices();
    for (int i = 0; i < count; i++) {
      seats[i].configure(rate);
    }
    return true;
  }

  /** Everyone hears it, after what is announced already. */
  void announce(Playback playback) {
    if (!announcements.playing()) {
      announcements.play(playback);
    } else if (waiting.size() < MAX_ANNOUNCEMENTS) {
      waiting.add(playback);
    }
  }

  @Override
  public void start(long firstNs) {
    clock = new FrameClock(firstNs);
  }

  @Override
  public void tick(long nowNs) {
    while (clock.next(nowNs)) {
      if (count == 0 && ++emptyFrames > EMPTY_FRAMES) {
        loop.legs.dropRoom(this);
        return;
      }
      say(count);
      frame(clock.dueNs(), clock.skipped());
      pacing.begin(count, clock.dueNs());
      said = 0;
      if (!goOn(nowNs)) {
        loop.unfinished(this);
      }
      if (phase.earlier() && loop.moveEarlier(this)) {
        clock.earlier(Phases.SLOT_NS);
      }
    }
  }

  private void frame(long dueNs, long skipped) {
    LegContext context = loop.context;
    int spoken = 0;
    for (int i = 0; i < count; i++) {
      Seat seat = seats[i];
      int self = seat.isVoice() ? 1 : 0;
      spoken += self;
      seat.awake = seat.leg.beginFrame(dueNs, skipped);
      if (seat.awake) {
        seat.hear(mixer, context, dueNs, voicesHeard - self);
        if (seat.talkedLately()) {
          phase.talks(seat.leg.in.buffer().surplusNs());
        }
      }
    }
    voicesHeard = spoken;
    if (announcements.frame(mixer.sampleRate(), announcement)) {
      mixer.voice(announcer, announcement, ANNOUNCEMENT_LEVEL);
    } else if (!waiting.isEmpty()) {
      announcements.play(waiting.poll());
    }
    mixer.mix();
    for (SharedVoice voice : voices) {
      voice.forget();
    }
  }

  /**
   * Sends what is due of the frame that was made last.
   *
   * @return whether all have it now
   */
  boolean goOn(long nowNs) {
    say(Math.min(count, pacing.due(nowNs)));
    return said >= count;
  }

  private void say(int to) {
    while (said < to) {
      Seat seat = seats[said++];
      if (seat.awake) {
        say(seat, loop.context);
      }
    }
  }

  private void say(Seat seat, LegContext context) {
    Leg leg = seat.leg;
    MixSettings mix = leg.mix();
    int rate = mixer.sampleRate();
    boolean plays = leg.player.playing() && leg.player.frame(rate, context.pcm);
    if (!leg.out.wanted()) {
      return;
    }
    KeySender.Turn keys = leg.keySender.turn(rate, context.pcm, leg.out, context.out);
    if (keys == KeySender.Turn.TAKEN) {
      return;
    }
    boolean tone = keys == KeySender.Turn.TONE;
    plays |= tone;
    boolean plain =
        !plays && !mix.hearsNothing() && mix.listenVolumeDb() == 0 && leg.privateMix.isPlain();
    SelectiveMix own = seat.own;
    boolean all = own == null || mixer.hearsAll(seat.input, own);
    if (plain && all && mixer.hearsShared(seat.input)) {
      SharedVoice voice = seat.shared == null ? sharedVoice(seat) : seat.shared;
      send(leg, voice.payload, voice.encoded(mixer.shared()), context);
      return;
    }
    short[] heard = all ? mixer.heardBy(seat.input) : mixer.heardBy(seat.input, own);
    if (!plain) {
      leg.privateMix.mix(
          heard, tone ? 0 : roomGain(mix, plays), plays ? context.pcm : null, context.pcm2, rate);
      heard = context.pcm2;
    }
    leg.speaking.configure(leg.settings().codec(), leg.settings().opusFec(), leg.dtx(), rate);
    send(leg, context.payload, leg.speaking.encode(heard, context.payload), context);
  }

  private static void send(Leg leg, byte[] payload, int length, LegContext context) {
    if (length <= DTX_BYTES && leg.dtx()) {
      leg.out.skip(1);
    } else if (length > 0) {
      leg.out.frame(payload, length, context.out);
    }
  }

  private static float roomGain(MixSettings mix, boolean ducked) {
    if (mix.hearsNothing()) {
      return 0;
    }
    float gain = mix.listenVolumeDb() == 0 ? 1 : Levels.factor(mix.listenVolumeDb());
    return ducked ? gain * DUCKED : gain;
  }

  private SharedVoice sharedVoice(Seat seat) {
    Codec codec = seat.leg.settings().codec();
    boolean fec = codec == Codec.OPUS && seat.leg.settings().opusFec();
    boolean dtx = codec == Codec.OPUS && seat.leg.dtx();
    for (SharedVoice voice : voices) {
      if (voice.is(codec, fec, dtx)) {
        seat.shared = voice;
        return voice;
      }
    }
    SharedVoice made = new SharedVoice(loop.context.codecs);
    made.configure(codec, fec, dtx, mixer.sampleRate());
    voices = Arrays.copyOf(voices, voices.length + 1);
    voices[voices.length - 1] = made;
    seat.shared = made;
    return made;
  }

  private void closeVoices() {
    for (SharedVoice voice : voices) {
      voice.close();
    }
    voices = new SharedVoice[0];
    for (int i = 0; i < count; i++) {
      seats[i].shared = null;
    }
  }

  /** The room is given up. */
  void close() {
    closeVoices();
  }

  @Override
  public int weight() {
    return count;
  }

  @Override
  public void fail(long nowNs) {
    for (Seat seat : List.of(Arrays.copyOf(seats, count))) {
      loop.legs.close(seat.leg.handle, nowNs);
    }
    loop.legs.dropRoom(this);
  }
}
