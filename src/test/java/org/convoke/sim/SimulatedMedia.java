package org.convoke.sim;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.convoke.audio.Sound;
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
 * A media plane without sound, in virtual time: legs on ports that run out, prompts that last, keys
 * that arrive late, twice or not at all, and phones that fall silent.
 */
final class SimulatedMedia implements Media {
  private static final long SILENT_NS = 30_000_000_000L;
  private static final long TIMED_OUT_NS = 60_000_000_000L;
  private static final long WATCH_NS = 5_000_000_000L;
  private static final double PORT_RESTS_MS = 5_000;
  private static final LegReport REPORT =
      new LegReport("pcmu", "", "", 9, 8, 0, 0, 0, 0, 0, 1, 20, 40, 0, 4.3);

  private static final BrowserDoor DOOR =
      new BrowserDoor(
          "ours",
          "a password that nobody guesses",
          "sha-256",
          new byte[32],
          List.of(new InetSocketAddress(Network.ADDRESS, 7878)),
          4711,
          "convoke");

  /** One leg. */
  static final class Line {
    final LegId leg;
    final int port;
    final long openedNs;
    LegSettings settings;
    RoomId room;
    MixSettings mix;
    long playing;
    long heardNs;
    boolean silent;
    boolean held;
    boolean closing;

    Line(LegId leg, int port, long nowNs) {
      this.leg = leg;
      this.port = port;
      this.openedNs = nowNs;
      this.heardNs = nowNs;
    }
  }

  private final World world;
  private final Node node;
  private final Watch watch;
  private final Deque<Integer> ports = new ArrayDeque<>();
  private final Map<LegId, Line> lines = new LinkedHashMap<>();
  private final Map<Integer, Line> byPort = new LinkedHashMap<>();

  /** Who hears what plays to the address of a leg's peer. */
  private final Map<InetSocketAddress, Phone> ears;

  SimulatedMedia(
      World world, Node node, Watch watch, Map<InetSocketAddress, Phone> ears, int legs) {
    this.world = world;
    this.node = node;
    this.watch = watch;
    this.ears = ears;
    for (int i = 0; i < legs; i++) {
      ports.add(20_000 + 2 * i);
    }
  }

  /** The legs that are open. */
  Map<LegId, Line> lines() {
    return lines;
  }

  @Override
  public CompletionStage<LegPorts> open(LegId leg) {
    Integer port = ports.poll();
    if (port == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("no port is free"));
    }
    Line line = new Line(leg, port, world.nowNs());
    lines.put(leg, line);
    byPort.put(port, line);
    world.trace("leg " + leg + " opened");
    return CompletableFuture.completedFuture(new LegPorts(port, port + 1));
  }

  @Override
  public CompletionStage<BrowserDoor> openBrowser(LegId leg, BrowserTerms terms) {
    Line line = new Line(leg, 0, world.nowNs());
    lines.put(leg, line);
    world.trace("leg " + leg + " opened for a browser");
    if (world.chance(0.9)) {
      later(world.between(30, 900), line, () -> tell(new LegEvent.Connected(leg)));
    }
    if (world.chance(0.2)) {
      double ms = world.between(1_000, 120_000);
      later(ms, line, () -> tell(new LegEvent.Disconnected(leg, "no checks came")));
    }
    return CompletableFuture.completedFuture(DOOR);
  }

  @Override
  public void connect(LegId leg, LegSettings settings) {
    Line line = lines.get(leg);
    if (line == null) {
      return;
    }
    boolean first = line.settings == null;
    line.settings = settings;
    boolean held = !settings.receiving();
    if (first || held != line.held) {
      // As Leg has it: who is asked again and again, and says the same, is no less silent.
      line.held = held;
      line.heardNs = world.nowNs();
    }
    if (first) {
      listen(line);
    }
  }

  /** Tells of a phone that sends nothing, as the media plane does. */
  private void listen(Line line) {
    later(
        WATCH_NS / 1e6,
        line,
        () -> {
          Phone peer = ears.get(line.settings.rtp());
          if (peer != null && peer.sends() || line.held) {
            line.heardNs = world.nowNs();
            if (line.silent) {
              line.silent = false;
              tell(new LegEvent.MediaResumed(line.leg));
            }
          }
          long ns = world.nowNs() - line.heardNs;
          if (ns >= TIMED_OUT_NS) {
            tell(new LegEvent.MediaTimedOut(line.leg, ns / 1_000_000));
          } else if (ns >= SILENT_NS && !line.silent) {
            line.silent = true;
            tell(new LegEvent.MediaSilent(line.leg, ns / 1_000_000));
          } else if (peer != null && !line.silent && world.chance(0.3)) {
            tell(new LegEvent.SpeakingChanged(line.leg, world.chance(0.5)));
          }
          listen(line);
        });
  }

  /** A key that a phone sent to one of our ports. */
  void keyed(InetSocketAddress from, int port, char digit) {
    Line line = byPort.get(port);
    if (line != null && line.settings != null && from.equals(line.settings.rtp())) {
      press(line.leg, digit, LegEvent.DigitSource.RFC4733);
    }
  }

  private void press(LegId leg, char digit, LegEvent.DigitSource source) {
    tell(new LegEvent.DigitPressed(leg, digit, 100, source));
  }

  @Override
  public void play(LegId leg, Playback playback) {
    Line line = lines.get(leg);
    if (line == null) {
      tell(new LegEvent.PlaybackEnded(leg, playback.id(), true));
      return;
    }
    end(line, playback.id());
    line.playing = playback.id();
    Phone ear = line.settings == null ? null : ears.get(line.settings.rtp());
    if (ear != null) {
      String words = words(playback);
      world.afterMs(world.between(20, 200), () -> ear.hears(words));
    }
    if (!playback.isEndless()) {
      later(
          world.between(300, 2_500) * playback.times(),
          line,
          () -> {
            if (line.playing == playback.id()) {
              line.playing = 0;
              tell(new LegEvent.PlaybackEnded(leg, playback.id(), false));
            }
          });
    }
  }

  private static String words(Playback playback) {
    return playback.sounds().stream()
        .filter(Sound.Prompt.class::isInstance)
        .map(sound -> ((Sound.Prompt) sound).name())
        .collect(Collectors.joining(" "));
  }

  @Override
  public void stop(LegId leg) {
    Line line = lines.get(leg);
    if (line != null) {
      end(line, 0);
    }
  }

  private void end(Line line, long by) {
    if (line.playing != 0) {
      tell(new LegEvent.PlaybackEnded(line.leg, line.playing, true, by));
      line.playing = 0;
    }
  }

  @Override
  public void stop(LegId leg, long playbackId) {
    Line line = lines.get(leg);
    if (line != null && line.playing == playbackId) {
      stop(leg);
    }
  }

  @Override
  public CompletionStage<Boolean> sendDigits(LegId leg, String digits) {
    return CompletableFuture.completedFuture(lines.containsKey(leg));
  }

  @Override
  public void infoDigit(LegId leg, char digit, int durationMs) {
    if (lines.containsKey(leg)) {
      press(leg, digit, LegEvent.DigitSource.INFO);
    }
  }

  @Override
  public void join(LegId leg, RoomId room, MixSettings settings) {
    Line line = lines.get(leg);
    if (line != null) {
      line.room = room;
      line.mix = settings;
      watch.mixed(leg, room);
    }
  }

  @Override
  public void adjust(LegId leg, MixSettings settings) {
    Line line = lines.get(leg);
    if (line != null && line.room != null) {
      line.mix = settings;
    }
  }

  @Override
  public void leave(LegId leg) {
    Line line = lines.get(leg);
    if (line != null) {
      line.room = null;
    }
  }

  @Override
  public void announce(RoomId room, Playback playback) {}

  @Override
  public CompletionStage<LegReport> report(LegId leg) {
    CompletableFuture<LegReport> report = new CompletableFuture<>();
    if (lines.containsKey(leg)) {
      report.complete(REPORT);
    } else {
      report.completeExceptionally(new IllegalStateException("no such leg"));
    }
    return report;
  }

  @Override
  public void close(LegId leg) {
    Line line = lines.get(leg);
    if (line == null || line.closing) {
      return;
    }
    line.closing = true;
    // A media loop that is behind tells late.
    later(
        world.chance(0.01) ? world.between(500, 3_000) : world.between(0.1, 20),
        line,
        () -> {
          if (world.has(Fault.OPEN_LEG)) {
            tell(new LegEvent.LegClosed(leg, REPORT));
            return;
          }
          lines.remove(leg);
          byPort.remove(line.port, line);
          world.trace("leg " + leg + " closed");
          if (line.playing != 0) {
            tell(new LegEvent.PlaybackEnded(leg, line.playing, true));
          }
          tell(new LegEvent.LegClosed(leg, REPORT));
          if (line.port != 0) {
            world.afterMs(PORT_RESTS_MS, () -> ports.add(line.port));
          }
        });
  }

  /** Happens if the leg is still there and its bridge alive. */
  private void later(double ms, Line line, Runnable what) {
    world.afterMs(
        ms,
        () -> {
          if (!node.isDead() && lines.get(line.leg) == line) {
            what.run();
          }
        });
  }

  private void tell(LegEvent event) {
    node.told(event);
  }

  @Override
  public void close() {
    List.copyOf(lines.keySet()).forEach(this::close);
  }
}
