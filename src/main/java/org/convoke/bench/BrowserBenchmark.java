package org.convoke.bench;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.clock.Clock;
import org.convoke.dtls.DtlsIdentity;

/** One run: the talkers come, the listeners come, a while to settle, the window, goodbye. */
final class BrowserBenchmark {
  private static final double PACKETS_PER_SECOND = 50;
  private static final long MAX_MICROS = 60_000_000L;

  /** Who has no answer then has none. */
  private static final double ANSWER_SECONDS = 30;

  /** Until the talkers of a room hear each other. */
  private static final double TALKERS_SECONDS = 3;

  /**
   * What is measured.
   *
   * @param listeners in all
   * @param talkers in each room
   * @param microphones listeners are full participants with a quiet microphone
   * @param rate browsers that join in a second
   */
  record Plan(
      int listeners,
      int talkers,
      int rooms,
      boolean microphones,
      double rate,
      double settleSeconds,
      double seconds,
      boolean realTime) {
    int all() {
      return listeners + talkers * rooms;
    }
  }

  private final Clock clock;
  private final Plan plan;
  private final String[] slugs;
  private final LoadBrowser[] browsers;
  private final DtlsIdentity identity;
  private final AtomicLongArray askedNs;
  private final AtomicInteger pending = new AtomicInteger();
  private final Histogram answerMicros = new Histogram(MAX_MICROS, 3);
  private final Map<String, Integer> failures = new TreeMap<>();

  /** {@code slugs} has one a room. */
  BrowserBenchmark(Clock clock, Plan plan, String[] slugs) {
    this.clock = clock;
    this.plan = plan;
    this.slugs = slugs;
    identity = DtlsIdentity.create(clock.now());
    browsers = new LoadBrowser[plan.all()];
    askedNs = new AtomicLongArray(plan.all());
    Random random = new Random(plan.all());
    int talking = plan.talkers * plan.rooms;
    for (int i = 0; i < browsers.length; i++) {
      int talker = i < talking ? i / plan.rooms : -1;
      browsers[i] = new LoadBrowser(i, i % plan.rooms, talker, plan.microphones, random);
    }
  }

  BrowserFigures run(BridgeProcess bridge) throws IOException, InterruptedException {
    Codecs codecs = new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH);
    BrowserLoad load =
        new BrowserLoad(clock, plan.realTime, browsers, plan.rooms, plan.talkers, identity, codecs);
    try (BrowserSignalling signalling = new BrowserSignalling(bridge.httpPort())) {
      load.start();
      int talking = plan.talkers * plan.rooms;
      join(signalling, load, 0, talking);
      pause(talking == 0 ? 0 : TALKERS_SECONDS);
      join(signalling, load, talking, browsers.length);
      pause(plan.settleSeconds);
      ProcessUse before = ProcessUse.of(bridge.pid());
      ProcessUse loadBefore = ProcessUse.of(ProcessHandle.current().pid());
      long beganNs = clock.nowNs();
      load.meter().open();
      pause(plan.seconds);
      load.meter().close();
      double seconds = (clock.nowNs() - beganNs) / 1e9;
      ProcessUse after = ProcessUse.of(bridge.pid());
      ProcessUse loadAfter = ProcessUse.of(ProcessHandle.current().pid());
      signalling.endings().forEach((why, count) -> failures.merge(why, count, Integer::sum));
      load.stop();
      load.failures().forEach((why, count) -> failures.merge(why, count, Integer::sum));
      return figures(load, before, after, seconds, loadBefore.cpuUntil(loadAfter, seconds));
    }
  }

  private static void pause(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1000));
  }

  /** Lets the browsers {@code from} to {@code to} join, and waits for the answers. */
  private void join(BrowserSignalling signalling, BrowserLoad load, int from, int to)
      throws InterruptedException {
    pending.addAndGet(to - from);
    long beganNs = clock.nowNs();
    for (int i = from; i < to; i++) {
      long dueNs = beganNs + (long) ((i - from) * 1e9 / plan.rate);
      long waitMs = (dueNs - clock.nowNs()) / 1_000_000L;
      if (waitMs > 0) {
        Thread.sleep(waitMs);
      }
      join(signalling, load, browsers[i]);
    }
    long lastNs = clock.nowNs() + (long) (ANSWER_SECONDS * 1e9);
    while (pending.get() > 0 && clock.nowNs() < lastNs) {
      Thread.sleep(5);
    }
    int silent = pending.getAndSet(0);
    if (silent > 0) {
      failed("no answer", silent);
    }
  }

  private void join(BrowserSignalling signalling, BrowserLoad load, LoadBrowser browser) {
    String offer =
        BrowserSdp.offer(
            browser.ufrag, browser.password, identity.fingerprint(), browser.ssrc, browser.sends);
    signalling
        .connect(browser.index, slugs[browser.room])
        .compose(ready -> {
          askedNs.set(browser.index, clock.nowNs());
          String name = "Browser " + browser.index;
          return signalling.join(browser.index, name, offer, !browser.sends);
        })
        .onComplete(joined -> {
          if (joined.succeeded()) {
            load.begin(browser, joined.result().answer());
            if (browser.talker < 0) {
              synchronized (answerMicros) {
                answerMicros.recordValue(sinceAsked(browser, clock.nowNs()));
              }
            }
          } else {
            failed(joined.cause().getMessage(), 1);
          }
          pending.decrementAndGet();
        });
  }

  private long sinceAsked(LoadBrowser browser, long nowNs) {
    return Math.clamp((nowNs - askedNs.get(browser.index)) / 1000, 0L, MAX_MICROS);
  }

  private void failed(String why, int count) {
    synchronized (failures) {
      failures.merge(String.valueOf(why), count, Integer::sum);
    }
  }

  private BrowserFigures figures(
      BrowserLoad load, ProcessUse before, ProcessUse after, double seconds, double loadCpu) {
    Histogram packet = new Histogram(MAX_MICROS, 3);
    Histogram join = new Histogram(MAX_MICROS, 3);
    long received = 0;
    long lost = 0;
    long reordered = 0;
    long refused = 0;
    int connected = 0;
    int hearAll = 0;
    int hearSelf = 0;
    for (LoadBrowser browser : browsers) {
      Reception reception = browser.reception;
      received += reception.received();
      lost += reception.lost();
      reordered += reception.reordered();
      refused += browser.refused();
      connected += reception.received() > 0 ? 1 : 0;
      hearAll +=
          reception.received() > 0 && reception.hearsAll(plan.talkers, browser.talker) ? 1 : 0;
      hearSelf += browser.talker >= 0 && reception.hears(browser.talker) ? 1 : 0;
      if (browser.talker < 0 && browser.firstPacketNs() != 0) {
        packet.recordValue(sinceAsked(browser, browser.firstPacketNs()));
      }
      if (browser.talker < 0 && browser.joinedNs() != 0) {
        join.recordValue(sinceAsked(browser, browser.joinedNs()));
      }
    }
    double due = Math.max(1, browsers.length * seconds * PACKETS_PER_SECOND);
    return new BrowserFigures(
        plan.listeners,
        plan.talkers * plan.rooms,
        plan.rooms,
        seconds,
        connected,
        ProcessUse.percent(after.userTicks() - before.userTicks(), seconds),
        ProcessUse.percent(after.systemTicks() - before.systemTicks(), seconds),
        after.percentByThreads(before, seconds),
        after.residentKib() / 1024,
        received / due,
        lost / due,
        reordered,
        refused,
        hearAll,
        hearSelf,
        load.meter().jitterMicros(),
        load.meter().mouthToEarMicros(),
        answerMicros,
        packet,
        join,
        load.meter().lateMicros(),
        loadCpu,
        failures);
  }
}
