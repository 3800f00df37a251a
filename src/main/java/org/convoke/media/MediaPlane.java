package org.convoke.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.audio.Sound;
import org.convoke.audio.SoundLibrary;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.clock.Clock;
import org.convoke.config.MediaConfig;
import org.convoke.config.WebrtcConfig;
import org.convoke.id.LegId;
import org.convoke.id.RoomId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media plane: its loops, and which leg and room is on which. Any thread may call it. */
public final class MediaPlane implements Media {
  private static final Logger LOG = LoggerFactory.getLogger(MediaPlane.class);

  private final Clock clock;
  private final Sockets sockets;
  private final Consumer<LegEvent> sink;
  private final Phones phones;
  private final RoomDirectory rooms = new RoomDirectory();
  private final ConcurrentHashMap<LegId, LegHandle> legs = new ConcurrentHashMap<>();
  private final MediaLoop[] loops;
  private final LoopThreads threads;
  private final Browsers browsers;
  private volatile boolean closed;

  /**
   * Opens the plane and starts its threads.
   *
   * @param bind the address that RTP is received on; 0.0.0.0 or :: for all
   * @param sounds what playbacks are made of
   * @param sink told what happens on legs, by the loops' threads: it must hand over and return
   */
  public MediaPlane(
      MediaConfig config,
      WebrtcConfig webrtc,
      InetAddress bind,
      Clock clock,
      SoundLibrary sounds,
      Consumer<LegEvent> sink) {
    this(
        config,
        webrtc,
        bind,
        clock,
        (sound, rate) -> samples(sounds, sound, rate),
        sink,
        Sockets.choose(config),
        new SecureRandom());
    LegSrtp.warmUp();
    // Prompts at the other rates are made off the loops' threads; a loop that is asked sooner
    // waits. Those of Opus, 20 MB, when the first browser comes.
    browsers.atFirst(() -> sounds.prepare(48_000));
    Thread.ofPlatform().name("media-sounds").daemon(true).start(() -> sounds.prepare(8000));
    threads.start(loops, config.realTime());
    LOG.info(
        "{} media loops on {} sockets, RTP ports {} to {}, browsers on UDP port {}",
        loops.length,
        sockets.name(),
        config.rtpPortMin(),
        config.rtpPortMax(),
        browsers.port());
  }

  /**
   * A prompt that is not there is no reason to end a call: nothing is heard of it but a log line.
   */
  private static short[] samples(SoundLibrary sounds, Sound sound, int rate) {
    try {
      return sounds.samples(sound, rate);
    } catch (IllegalArgumentException e) {
      LOG.error("cannot play {}: {}", sound, e.getMessage());
      return new short[0];
    }
  }

  /** Without threads: a test turns the loops. */
  MediaPlane(
      MediaConfig config,
      WebrtcConfig webrtc,
      InetAddress bind,
      Clock clock,
      SoundSource sounds,
      Consumer<LegEvent> sink,
      Sockets sockets,
      Random random) {
    this.clock = clock;
    this.sockets = sockets;
    this.sink = sink;
    PortPool ports = new PortPool(config.rtpPortMin(), config.rtpPortMax(), random);
    this.phones = new Phones(ports, sockets, bind, clock);
    int count = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
    loops = new MediaLoop[count];
    threads = new LoopThreads(count, clock, sockets);
    OpusLibrary opus = OpusLibrary.choose(config.opus());
    LOG.info("{}", opus.description());
    Codecs codecs = new Codecs(opus, OpusSettings.SPEECH.withComplexity(config.opusComplexity()));
    for (int i = 0; i < count; i++) {
      LegContext context =
          new LegContext(
              config, bind, codecs, sounds, new Random(random.nextLong()), sink, this::gone);
      loops[i] = new MediaLoop(context, newPoller(), rooms, clock.nowNs());
    }
    try {
      browsers =
          new Browsers(webrtc, config.publicAddress(), bind, sockets, loops[0], clock, random);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "webrtc.port: cannot open UDP port " + webrtc.port() + ": " + e.getMessage(), e);
    }
  }

  private SocketPoller newPoller() {
    try {
      return sockets.newPoller();
    } catch (IOException e) {
      throw new UncheckedIOException("no poller for media sockets", e);
    }
  }

  /**
   * So many descriptors will be open at one time: room for them is made now, not while calls are.
   */
  public void expect(int descriptors) {
    sockets.expect(descriptors);
  }

  /** For tests that turn them. */
  MediaLoop[] loops() {
    return loops;
  }

  @Override
  public CompletionStage<LegPorts> open(LegId leg) {
    MediaLoop loop = leastLoaded();
    LegHandle handle = new LegHandle(leg, loop);
    try {
      register(handle);
      LegPorts opened = phones.open(handle, loop.context);
      hand(handle, loop);
      return CompletableFuture.completedFuture(opened);
    } catch (IOException | RuntimeException e) {
      legs.remove(leg, handle);
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<BrowserDoor> openBrowser(LegId leg, BrowserTerms terms) {
    MediaLoop loop = leastLoaded();
    LegHandle handle = new LegHandle(leg, loop);
    try {
      register(handle);
      BrowserLink link = browsers.open(handle, terms, loop.context);
      CompletionStage<BrowserDoor> door = browsers.door(handle, link, handle.leg);
      hand(handle, loop);
      return door.whenComplete((opened, failure) -> {
        if (failure != null) {
          close(leg);
        }
      });
    } catch (IOException | RuntimeException e) {
      legs.remove(leg, handle);
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Makes what browsers need at their first use, at leisure and beforehand. */
  public void prepareForBrowsers() {
    browsers.prepare();
  }

  private void register(LegHandle handle) {
    if (closed) {
      throw new IllegalStateException("the media plane is closed");
    }
    if (legs.putIfAbsent(handle.id, handle) != null) {
      throw new IllegalArgumentException("leg " + handle.id + " is open already");
    }
  }

  /** Gives a leg that was made to its loop. */
  private void hand(LegHandle handle, MediaLoop loop) throws IOException {
    Leg made = handle.leg;
    loop.legAssigned(1);
    if (!loop.offer((here, nowNs) -> here.legs.adopt(handle))) {
      loop.legAssigned(-1);
      made.discard();
      gone(handle);
      throw new IOException("the media loop is overloaded");
    }
  }

  /** Whether there is neither a leg nor a room; any thread. */
  public boolean isIdle() {
    for (MediaLoop loop : loops) {
      if (loop.load() > 0) {
        return false;
      }
    }
    return true;
  }

  private MediaLoop leastLoaded() {
    MediaLoop least = loops[0];
    for (MediaLoop loop : loops) {
      if (loop.load() < least.load()) {
        least = loop;
      }
    }
    return least;
  }

  /** A leg has closed, or never began. */
  private void gone(LegHandle handle) {
    legs.remove(handle.id, handle);
    phones.gone(handle);
  }

  @Override
  public void connect(LegId leg, LegSettings settings) {
    send(leg, new LegCommand.Connect(settings));
  }

  @Override
  public void play(LegId leg, Playback playback) {
    if (!send(leg, new LegCommand.Play(playback))) {
      // Whoever waits for the end of a playback is told, also when there is no such leg.
      sink.accept(new LegEvent.PlaybackEnded(leg, playback.id(), true));
    }
  }

  @Override
  public void stop(LegId leg) {
    send(leg, new LegCommand.Stop(0));
  }

  @Override
  public void stop(LegId leg, long playbackId) {
    send(leg, new LegCommand.Stop(playbackId));
  }

  @Override
  public CompletionStage<Boolean> sendDigits(LegId leg, String digits) {
    if (!KeySender.isValid(digits)) {
      throw new IllegalArgumentException("digits are 0-9 * # A-D, and p for a pause");
    }
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (!send(leg, new LegCommand.SendKeys(digits, answer))) {
      answer.completeExceptionally(new LegGone(leg));
    }
    return answer;
  }

  @Override
  public void infoDigit(LegId leg, char digit, int durationMs) {
    send(leg, new LegCommand.InfoDigit(digit, durationMs));
  }

  @Override
  public void join(LegId leg, RoomId room, MixSettings settings) {
    if (legs.containsKey(leg)) {
      RoomHandle handle = rooms.retain(room, this::leastLoaded);
      if (!send(leg, new LegCommand.Join(handle, settings))) {
        rooms.release(handle);
      }
    }
  }

  @Override
  public void adjust(LegId leg, MixSettings settings) {
    send(leg, new LegCommand.Adjust(settings));
  }

  @Override
  public void leave(LegId leg) {
    send(leg, new LegCommand.Leave());
  }

  @Override
  public void announce(RoomId room, Playback playback) {
    RoomHandle handle = rooms.find(room);
    if (handle != null) {
      handle.loop.offer((here, nowNs) -> here.legs.announce(handle, playback));
    }
  }

  @Override
  public CompletionStage<LegReport> report(LegId leg) {
    CompletableFuture<LegReport> answer = new CompletableFuture<>();
    if (!send(leg, new LegCommand.Report(answer))) {
      answer.completeExceptionally(new LegGone(leg));
    }
    return answer;
  }

  @Override
  public void close(LegId leg) {
    send(leg, new LegCommand.Close());
  }

  private boolean send(LegId leg, LegCommand command) {
    LegHandle handle = legs.get(leg);
    return handle != null && handle.offer(command);
  }

  /** When each loop turned last, by the clock; any thread. */
  public long[] turnedNs() {
    return Arrays.stream(loops).mapToLong(loop -> loop.counters().turnedNs()).toArray();
  }

  /** What it counted, and how it is; any thread. */
  public MediaReadings readings() {
    return new MediaMeter(legs.values(), phones.ports(), browsers, loops, threads)
        .read(clock.nowNs());
  }

  @Override
  public void close() {
    closed = true;
    for (MediaLoop loop : loops) {
      loop.offer(MediaLoop::stop);
    }
    try {
      threads.close();
      browsers.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
