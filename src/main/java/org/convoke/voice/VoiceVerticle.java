package org.convoke.voice;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.convoke.audio.Clip;
import org.convoke.audio.Sound;
import org.convoke.bus.Addresses;
import org.convoke.bus.LegEvent;
import org.convoke.bus.VoiceCommand;
import org.convoke.bus.VoiceReply;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;
import org.convoke.id.LegId;
import org.convoke.media.Media;
import org.convoke.media.Playback;
import org.convoke.speech.SpeechException;
import org.convoke.speech.Voice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets calls hear what the API asks for, see the package. */
public final class VoiceVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceVerticle.class);
  private static final int MAX_LOOP = 1000;
  private static final int MAX_DIGITS = 64;

  /** More than there can be calls; what is over is refused. */
  private static final int MAX_LEGS = 10_000;

  private static final Pattern DIGITS = Pattern.compile("[0-9*#A-Dp]+");

  private final Media media;
  private final Voice voice;
  private final Map<LegId, Turn> turns = new HashMap<>();
  private long lastPlayback = Playback.OF_VOICE;
  private Context here;

  /** What we let a leg hear: being made, or playing. */
  private record Turn(long playback, boolean talk) {}

  public VoiceVerticle(Media media, Voice voice) {
    this.media = media;
    this.voice = voice;
  }

  @Override
  public Future<?> start() {
    here = context;
    vertx.eventBus().<LegEvent>localConsumer(Addresses.LEG_EVENTS, m -> legEvent(m.body()));
    return vertx
        .eventBus()
        .<VoiceCommand>localConsumer(Addresses.VOICE, this::command)
        .completion();
  }

  private void legEvent(LegEvent event) {
    switch (event) {
      case LegEvent.PlaybackEnded ended -> {
        Turn turn = turns.get(ended.leg());
        if (turn != null && turn.playback == ended.playbackId()) {
          turns.remove(ended.leg());
        }
      }
      case LegEvent.LegClosed closed -> turns.remove(closed.leg());
      default -> {}
    }
  }

  private void command(Message<VoiceCommand> message) {
    VoiceCommand command = message.body();
    Future<VoiceReply> done;
    try {
      done =
          switch (command) {
            case VoiceCommand.Talk talk -> talk(talk);
            case VoiceCommand.Stream stream -> stream(stream);
            case VoiceCommand.StopTalk stop -> stop(stop.leg(), true);
            case VoiceCommand.StopStream stop -> stop(stop.leg(), false);
            case VoiceCommand.Digits digits -> digits(digits);
          };
    } catch (RuntimeException e) {
      done = Future.failedFuture(e);
    }
    done.otherwise(VoiceVerticle::failure).onSuccess(message::reply);
  }

  private Future<VoiceReply> talk(VoiceCommand.Talk talk) {
    VoiceReply wrong = check(talk.level(), talk.loop());
    return wrong != null
        ? Future.succeededFuture(wrong)
        : play(
            talk.leg(),
            true,
            voice.speak(talk.text(), talk.language(), talk.style()),
            talk.level(),
            talk.loop());
  }

  private Future<VoiceReply> stream(VoiceCommand.Stream stream) {
    VoiceReply wrong = check(stream.level(), stream.loop());
    return wrong != null
        ? Future.succeededFuture(wrong)
        : play(stream.leg(), false, voice.stream(stream.url()), stream.level(), stream.loop());
  }

  private VoiceReply check(double level, int loop) {
    if (!(level >= -1 && level <= 1)) {
      return new VoiceReply.Failed("level", "The level is a number from -1 to 1.");
    }
    if (loop < 0 || loop > MAX_LOOP) {
      return new VoiceReply.Failed("loop", "The loop is a number from 0 to " + MAX_LOOP + ".");
    }
    return turns.size() < MAX_LEGS
        ? null
        : new VoiceReply.Failed(null, "Too many calls hear something at this time.");
  }

  /** Plays what is being made, unless something newer was asked for meanwhile, or its end. */
  private Future<VoiceReply> play(
      LegId leg, boolean talk, Future<Clip> making, double level, int loop) {
    Turn turn = new Turn(++lastPlayback, talk);
    Turn before = turns.put(leg, turn);
    return making
        .map(clip -> {
          if (turns.get(leg) == turn) {
            List<Sound> sounds = List.of(new Sound.Recording(clip));
            media.play(leg, new Playback(turn.playback, sounds, loop, Playback.gainOf(level)));
          }
          return (VoiceReply) new VoiceReply.Done();
        })
        .onFailure(e -> {
          // What played before goes on, and can still be stopped.
          if (before == null) {
            turns.remove(leg, turn);
          } else {
            turns.replace(leg, turn, before);
          }
        });
  }

  private Future<VoiceReply> stop(LegId leg, boolean talk) {
    Turn turn = turns.get(leg);
    if (turn != null && turn.talk == talk) {
      turns.remove(leg);
      media.stop(leg, turn.playback);
    }
    return Future.succeededFuture(new VoiceReply.Done());
  }

  private Future<VoiceReply> digits(VoiceCommand.Digits command) {
    String digits = command.digits();
    if (digits == null || digits.length() > MAX_DIGITS || !DIGITS.matcher(digits).matches()) {
      return Future.succeededFuture(
          new VoiceReply.Failed(
              "digits",
              "The digits are up to " + MAX_DIGITS + " of 0-9 * # A-D, and p for half a second."));
    }
    CompletionStage<Boolean> sent = media.sendDigits(command.leg(), digits);
    return Future.fromCompletionStage(sent, here)
        .map(taken ->
            taken
                ? new VoiceReply.Done()
                : new VoiceReply.Failed("digits", "Too many digits wait to be sent to this call."));
  }

  private static VoiceReply failure(Throwable failure) {
    return switch (failure) {
      case SpeechException e -> new VoiceReply.Failed(e.field(), e.getMessage());
      case FetchRefused e -> new VoiceReply.Failed("url", "The URL " + e.getMessage() + ".");
      case FetchFailed e ->
          new VoiceReply.Failed("url", "The sound could not be fetched: " + e.getMessage() + ".");
      default -> {
        LOG.error("a call could not be let hear something", failure);
        yield new VoiceReply.Failed(null, "It could not be done for this call.");
      }
    };
  }
}
