package org.convoke.sim;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.convoke.audio.Sound;
import org.convoke.bus.Addresses;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.convoke.media.BrowserDoor;
import org.convoke.media.BrowserTerms;
import org.convoke.media.LegPorts;
import org.convoke.media.LegSettings;
import org.convoke.media.Media;
import org.convoke.media.MixSettings;
import org.convoke.media.Playback;

/**
 * A media plane without sound: it writes down what it is asked for, knows who is mixed, and ends
 * each prompt at once unless told to be slow.
 */
public final class RecordingMedia implements Media {
  public final Story<String> story = new Story<>();
  public final Map<LegId, MixSettings> mixed = new ConcurrentHashMap<>();
  public final Map<LegId, LegReport> reports = new ConcurrentHashMap<>();
  public volatile boolean slow;

  /** What plays to each leg. */
  private final Map<LegId, Long> playing = new HashMap<>();

  /** Legs of browsers that are open. */
  public final Set<LegId> browsers = ConcurrentHashMap.newKeySet();

  /** What comes of the next leg of a browser. */
  public volatile Supplier<CompletionStage<BrowserDoor>> door =
      () -> CompletableFuture.completedStage(DOOR);

  private static final BrowserDoor DOOR =
      new BrowserDoor(
          "ours",
          "a password that nobody guesses",
          "sha-256",
          new byte[32],
          List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7878)),
          4711,
          "convoke");
  private static final LegReport REPORT =
      new LegReport(
          "opus", "127.0.0.1:7878", "192.0.2.9:5000", 9, 8, 0, 0, 0, 0, 0, 1, 20, 40, 0, 4.3);

  private final Vertx vertx;

  public RecordingMedia(Vertx vertx) {
    this.vertx = vertx;
  }

  private static String words(Playback playback) {
    String words =
        playback.sounds().stream()
            .filter(sound -> !(sound instanceof Sound.Silence))
            .map(RecordingMedia::word)
            .collect(Collectors.joining("+"));
    if (Playback.isOfVoice(playback.id()) && words.equals("clip of 0 ms")) {
      words = "announcement";
    }
    return playback.isEndless() ? words + " loop" : words;
  }

  private static String word(Sound sound) {
    return switch (sound) {
      case Sound.Prompt prompt -> {
        String name = prompt.language() + "/" + prompt.name();
        if (RecordingMedia.class.getResource("/prompts/" + name + ".wav") == null) {
          throw new IllegalArgumentException("there is no prompt " + name);
        }
        yield name;
      }
      case Sound.Tone tone -> tone.kind().name();
      case Sound.Silence _ -> "";
      case Sound.Key _ -> "key";
      case Sound.Music _ -> "music";
      case Sound.Recording recording -> "clip of " + recording.clip().millis() + " ms";
    };
  }

  @Override
  public CompletionStage<LegPorts> open(LegId leg) {
    return CompletableFuture.completedStage(new LegPorts(20_000, 20_001));
  }

  @Override
  public CompletionStage<BrowserDoor> openBrowser(LegId leg, BrowserTerms terms) {
    story.add(leg + " openBrowser");
    return door.get()
        .thenApply(opened -> {
          browsers.add(leg);
          return opened;
        });
  }

  @Override
  public void connect(LegId leg, LegSettings settings) {
    story.add(leg + " connect");
  }

  @Override
  public void play(LegId leg, Playback playback) {
    boolean lasts = playback.isEndless() || slow;
    synchronized (playing) {
      story.add(leg + " play " + words(playback));
      end(leg, playing.remove(leg), true, playback.id());
      if (lasts) {
        playing.put(leg, playback.id());
      } else {
        end(leg, playback.id(), false, 0);
      }
    }
  }

  private void end(LegId leg, Long playback, boolean interrupted, long by) {
    if (playback != null) {
      vertx
          .eventBus()
          .publish(
              Addresses.LEG_EVENTS, new LegEvent.PlaybackEnded(leg, playback, interrupted, by));
    }
  }

  /** What plays to the leg has come to its end. */
  public void over(LegId leg) {
    synchronized (playing) {
      end(leg, playing.remove(leg), false, 0);
    }
  }

  @Override
  public void stop(LegId leg) {
    synchronized (playing) {
      story.add(leg + " stop");
      end(leg, playing.remove(leg), true, 0);
    }
  }

  @Override
  public void stop(LegId leg, long playbackId) {
    synchronized (playing) {
      story.add(leg + " stop " + playbackId);
      if (playing.remove(leg, playbackId)) {
        end(leg, playbackId, true, 0);
      }
    }
  }

  /** A 9 is one too many. */
  @Override
  public CompletionStage<Boolean> sendDigits(LegId leg, String digits) {
    story.add(leg + " keys " + digits);
    return CompletableFuture.completedStage(!digits.contains("9"));
  }

  @Override
  public void infoDigit(LegId leg, char digit, int durationMs) {
    story.add(leg + " info");
  }

  @Override
  public void join(LegId leg, RoomId room, MixSettings settings) {
    mixed.put(leg, settings);
    story.add(leg + " join" + (settings.muted() ? " muted" : ""));
  }

  @Override
  public void adjust(LegId leg, MixSettings settings) {
    mixed.replace(leg, settings);
    story.add(
        leg
            + " adjust"
            + (settings.muted() ? " muted" : "")
            + (settings.held() ? " held" : "")
            + (settings.listenVolumeDb() == 0 ? "" : " listen" + settings.listenVolumeDb()));
  }

  @Override
  public void leave(LegId leg) {
    mixed.remove(leg);
    story.add(leg + " leave");
  }

  @Override
  public void announce(RoomId room, Playback playback) {
    story.add("announce " + words(playback));
  }

  @Override
  public CompletionStage<LegReport> report(LegId leg) {
    LegReport report = reports.getOrDefault(leg, browsers.contains(leg) ? REPORT : null);
    return report == null
        ? CompletableFuture.failedStage(new IllegalStateException("no such leg"))
        : CompletableFuture.supplyAsync(() -> report);
  }

  @Override
  public void close(LegId leg) {
    story.add(leg + " close");
    if (browsers.remove(leg)) {
      vertx.eventBus().publish(Addresses.LEG_EVENTS, new LegEvent.LegClosed(leg, REPORT));
    }
  }

  @Override
  public void close() {
    story.add("close");
  }
}
