package org.convoke.program;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.convoke.audio.Clip;
import org.convoke.audio.Sound;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchRefused;
import org.convoke.media.Media;
import org.convoke.media.Playback;
import org.convoke.ncco.NccoAction;
import org.convoke.ncco.ProgramEffect.Sentence;
import org.convoke.ncco.ProgramInput;
import org.convoke.speech.SpeechException;
import org.convoke.speech.Voice;

/** What a caller alone hears, by the media door; texts and files by the voice. */
final class SoundHandler {
  /** Ids below are the machine's own, from here to those of the voice verticle is music. */
  private static final long MUSIC = 1L << 32;

  /** And from here what we tell in the name of somebody outside; far behind his own. */
  private static final long NEWS = Playback.OF_VOICE << 1;

  private static final Sound PAUSE = new Sound.Silence(150);

  private final Context context;
  private final Media media;
  private final Voice voice;
  private final boolean music;
  private final BiConsumer<ProgramCall, ProgramInput> feed;
  private long lastMusic = MUSIC;
  private long lastNews = NEWS;

  /** {@code music}: what one hears who waits and for whom nothing else was chosen; else silence. */
  SoundHandler(
      Context context,
      Media media,
      Voice voice,
      boolean music,
      BiConsumer<ProgramCall, ProgramInput> feed) {
    this.context = context;
    this.media = media;
    this.voice = voice;
    this.music = music;
    this.feed = feed;
  }

  /** Whether a playback was begun by the machine, which wants to know of its end. */
  static boolean isOfMachine(long playbackId) {
    return playbackId < MUSIC;
  }

  void play(ProgramCall who, long id, NccoAction.Sound sound) {
    long turn = turn(who);
    clip(sound)
        .onSuccess(clip -> {
          if (turn == who.soundTurn && !who.ended) {
            play(
                who,
                new Playback(
                    id,
                    List.of(new Sound.Recording(clip)),
                    sound.loop(),
                    Playback.gainOf(sound.level())));
          }
        })
        .onFailure(failure ->
            feed.accept(
                who, new ProgramInput.SoundFailed(id, field(sound, failure), why(failure))));
  }

  private Future<Clip> clip(NccoAction.Sound sound) {
    try {
      return here(
          switch (sound) {
            case NccoAction.Talk talk -> voice.speak(talk.text(), talk.language(), talk.style());
            case NccoAction.Stream stream -> voice.stream(stream.url());
          });
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
  }

  private static String field(NccoAction.Sound sound, Throwable failure) {
    if (sound instanceof NccoAction.Stream) {
      return "streamUrl[0]";
    }
    return failure instanceof SpeechException wrong && "language".equals(wrong.field())
        ? "language"
        : "text";
  }

  private static String why(Throwable failure) {
    return switch (failure) {
      case SpeechException wrong -> wrong.getMessage();
      case FetchFailed failed -> Attempts.reason(failed);
      case FetchRefused refused -> Attempts.reason(refused);
      default -> "The sound could not be made.";
    };
  }

  void say(ProgramCall who, long id, Sentence sentence) {
    turn(who);
    List<Sound> sounds = new ArrayList<>();
    for (String prompt : prompts(sentence)) {
      if (!sounds.isEmpty()) {
        sounds.add(PAUSE);
      }
      sounds.add(new Sound.Prompt(who.language, prompt));
    }
    play(who, Playback.once(id, sounds));
  }

  private static List<String> prompts(Sentence sentence) {
    return switch (sentence) {
      case ONE_MOMENT -> List.of("one-moment");
      case SORRY -> List.of("service-fails", "try-later", "goodbye");
      case ROOM_FULL -> List.of("room-full", "goodbye");
      case ROOM_LOCKED -> List.of("room-locked", "goodbye");
      case ROOM_CLOSED -> List.of("room-closed", "goodbye");
    };
  }

  /**
   * That a room does not take him, over whatever he hears in the one where he is: to the program it
   * is a sound of somebody outside.
   */
  void tellRefused(ProgramCall who, String why) {
    String prompt =
        switch (why) {
          case "full" -> "room-full";
          case "locked" -> "room-locked";
          case "closed" -> "room-closed";
          default -> "system-busy";
        };
    media.play(who.leg, Playback.once(++lastNews, List.of(new Sound.Prompt(who.language, prompt))));
  }

  /**
   * Without an end; {@code url} null: ours, and ours too where that cannot be played, which {@code
   * failed} is told in a sentence.
   */
  void music(ProgramCall who, String url, Consumer<String> failed) {
    long turn = turn(who);
    if (url == null) {
      ourMusic(who);
      return;
    }
    Future<Clip> fetched;
    try {
      fetched = here(voice.stream(url));
    } catch (RuntimeException refused) {
      fetched = Future.failedFuture(refused);
    }
    fetched.onComplete(clip -> {
      if (turn != who.soundTurn || who.ended) {
        return;
      }
      if (clip.succeeded() && clip.result().length() > 0) {
        loop(who, new Sound.Recording(clip.result()));
      } else {
        failed.accept(clip.failed() ? why(clip.cause()) : "The file holds no sound.");
        ourMusic(who);
      }
    });
  }

  private void ourMusic(ProgramCall who) {
    if (music) {
      loop(who, new Sound.Music());
    } else {
      media.stop(who.leg);
    }
  }

  private void loop(ProgramCall who, Sound sound) {
    who.musicId = ++lastMusic;
    who.music = sound;
    play(who, Playback.endless(who.musicId, List.of(sound)));
  }

  /** The music again, if it is that which was covered. */
  void musicAgain(ProgramCall who) {
    if (who.music != null && who.playback.id() == who.musicId) {
      loop(who, who.music);
    }
  }

  /** Ends the music, if it is still that which he hears. */
  void endMusic(ProgramCall who) {
    turn(who);
    media.stop(who.leg, who.musicId);
  }

  void hush(ProgramCall who) {
    turn(who);
    media.stop(who.leg);
  }

  /** Whatever was heard or covered is so no more. */
  private static long turn(ProgramCall who) {
    who.playback.end();
    who.music = null;
    return ++who.soundTurn;
  }

  private void play(ProgramCall who, Playback playback) {
    who.playback.begin(playback.id());
    media.play(who.leg, playback);
  }

  /** The same outcome on our own event loop. */
  private <T> Future<T> here(Future<T> elsewhere) {
    Promise<T> here = Promise.promise();
    elsewhere.onComplete(done -> context.runOnContext(_ -> here.handle(done)));
    return here.future();
  }
}
