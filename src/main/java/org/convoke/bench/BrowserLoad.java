package org.convoke.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.convoke.audio.Codecs;
import org.convoke.clock.Clock;
import org.convoke.dtls.DtlsClient;
import org.convoke.dtls.DtlsIdentity;
import org.convoke.dtls.DtlsKeys;
import org.convoke.dtls.DtlsListener;
import org.convoke.rtp.RtpPacket;

/**
 * The media of all synthetic browsers on one thread and one socket: every millisecond those send
 * whose slot of the 20 it is, then everything is read that has come. Each packet is authenticated
 * and decrypted, as a browser would; decoded is what nobody of the room had before.
 */
final class BrowserLoad {
  private static final int SLOTS = 20;
  private static final long SLOT_NS = 1_000_000L;

  private final Clock clock;
  private final boolean realTime;
  private final int talkers;
  private final LoadBrowser[] browsers;
  private final OpusVoices voices;
  private final OpusEar[] ears;
  private final Bursts[] bursts;
  private final DtlsIdentity identity;
  private final BatchSocket socket = BatchSocket.ofAllAddresses();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final BrowserSrtp.Packet in = new BrowserSrtp.Packet();
  private final BrowserSrtp.Packet out = new BrowserSrtp.Packet();
  private final LoadMeter meter;
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Thread thread = Thread.ofPlatform().name("load").unstarted(this::run);
  private volatile boolean stopping;

  BrowserLoad(
      Clock clock,
      boolean realTime,
      LoadBrowser[] browsers,
      int rooms,
      int talkers,
      DtlsIdentity identity,
      Codecs codecs)
      throws IOException {
    this.clock = clock;
    meter = new LoadMeter(clock);
    this.realTime = realTime;
    this.browsers = browsers;
    this.talkers = talkers;
    this.identity = identity;
    voices = new OpusVoices(codecs, talkers);
    ears = new OpusEar[rooms];
    bursts = new Bursts[rooms];
    Tones tones = new Tones(1);
    for (int i = 0; i < rooms; i++) {
      ears[i] = new OpusEar(tones, talkers, codecs);
      bursts[i] = new Bursts();
    }
  }

  void start() {
    BrowserSrtp.prepare();
    thread.start();
  }

  /** The bridge answered; any thread. */
  void begin(LoadBrowser browser, BrowserSdp.Answer answer) {
    tasks.add(() -> browser.begin(answer, clock.nowNs()));
  }

  /** Runs this on the load's thread; any thread. */
  void ask(Runnable task) {
    tasks.add(task);
  }

  /** Counts, and the figures of all together; any thread may open and close it. */
  LoadMeter meter() {
    return meter;
  }

  /** Ends the thread; its figures may be read afterwards. */
  void stop() throws InterruptedException {
    for (LoadBrowser browser : browsers) {
      tasks.add(() -> {
        if (browser.session != null) {
          browser.session.close();
        }
      });
    }
    stopping = true;
    thread.join();
    socket.close();
    for (OpusEar ear : ears) {
      ear.close();
    }
  }

  /** Handshakes that failed or ended: why, and how many. */
  Map<String, Integer> failures() {
    return failures;
  }

  private void run() {
    if (realTime) {
      Native.realTime();
    }
    long epochNs = clock.nowNs();
    long slot = 0;
    while (!stopping || !tasks.isEmpty()) {
      long nowNs = clock.nowNs();
      if (slot % 1000 == 0) {
        meter.compareClocks();
      }
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      window();
      for (; epochNs + slot * SLOT_NS <= nowNs; slot++) {
        meter.late(nowNs - epochNs - slot * SLOT_NS);
        turn((int) (slot % SLOTS), nowNs);
      }
      socket.flush();
      receive();
      long waitNs = epochNs + slot * SLOT_NS - clock.nowNs();
      if (waitNs > 0) {
        LockSupport.parkNanos(waitNs);
      }
    }
  }

  private void window() {
    if (meter.opens()) {
      for (LoadBrowser browser : browsers) {
        browser.reception.openWindow();
      }
    }
  }

  private void turn(int slot, long nowNs) {
    for (int i = slot; i < browsers.length; i += SLOTS) {
      LoadBrowser browser = browsers[i];
      if (browser.stage == null || browser.stage == LoadBrowser.Stage.FAILED) {
        continue;
      }
      if (browser.checkDue(nowNs)) {
        browser.check(out, nowNs);
        queue(browser);
      }
      if (browser.reportDue(nowNs) && browser.report(out, nowNs)) {
        queue(browser);
      }
      if (browser.sends && browser.stage == LoadBrowser.Stage.FLOWING) {
        if (browser.burstBegins()) {
          bursts[browser.room].begin(clock.nowNs());
        }
        if (browser.write(out, voices)) {
          queue(browser);
        }
      }
    }
  }

  private void queue(LoadBrowser browser) {
    socket.queue(out.bytes, out.length, browser.ip(), browser.answer.ip(), browser.answer.port());
  }

  private void receive() {
    int count;
    do {
      count = socket.receive();
      for (int i = 0; i < count; i++) {
        int index = LoadBrowser.indexOf(socket.destination(i));
        int port = socket.sourcePort(i);
        in.length = socket.read(i, in.bytes);
        long arrivalNs = meter.arrivalNs(socket.arrivalNs(i));
        socket.release(i);
        if (index >= 0 && index < browsers.length && browsers[index].stage != null) {
          received(browsers[index], port, arrivalNs);
        }
      }
    } while (count == BatchSocket.BATCH);
  }

  private void received(LoadBrowser browser, int port, long arrivalNs) {
    if (ControllingIce.isStun(in.bytes, in.length)) {
      if (browser.checked(in.bytes, in.length)) {
        shake(browser);
      } else {
        browser.answer(in.bytes, in.length, out, browser.answer.ip(), port);
        if (out.length > 0) {
          queue(browser);
        }
      }
    } else if (!RtpPacket.isRtpOrRtcp(in.bytes, 0, in.length)) {
      if (browser.session != null) {
        browser.session.offer(in.bytes, 0, in.length);
      }
    } else if (RtpPacket.isRtcp(in.bytes, 0, in.length)) {
      if (browser.stage == LoadBrowser.Stage.FLOWING) {
        browser.reported(in, arrivalNs);
      }
    } else {
      sound(browser, arrivalNs);
    }
  }

  private void shake(LoadBrowser browser) {
    if (browser.stage != LoadBrowser.Stage.CHECKING) {
      return;
    }
    browser.stage = LoadBrowser.Stage.SHAKING;
    browser.session =
        new DtlsClient(
            identity,
            browser.answer.fingerprint(),
            (bytes, offset, length) -> {
              byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
              tasks.add(() -> {
                socket.queue(
                    copy, copy.length, browser.ip(), browser.answer.ip(), browser.answer.port());
                socket.flush();
              });
            },
            new Report(browser));
    browser.session.connect();
  }

  private void sound(LoadBrowser browser, long arrivalNs) {
    if (meter.isClosed() || !browser.open(in, arrivalNs)) {
      return;
    }
    int at = RtpPacket.payloadOffset(in.bytes, 0);
    int bytes = RtpPacket.payloadLength(in.bytes, 0, in.length);
    Reception reception = browser.reception;
    int heard =
        bytes <= 0 ? 0 : ears[browser.room].heard(in.bytes, at, bytes, browser.talker, arrivalNs);
    browser.hears(heard, talkers, arrivalNs);
    long jitterNs =
        reception.packet(
            RtpPacket.sequence(in.bytes, 0), RtpPacket.timestamp(in.bytes, 0), arrivalNs);
    long burstNs = reception.tones(heard, arrivalNs);
    reception.tone((heard & (talkers > 1 ? 2 : 1)) != 0, arrivalNs);
    meter.jitter(jitterNs);
    if (burstNs >= 0 && browser.talker != 0) {
      meter.mouthToEar(bursts[browser.room].sinceNs(burstNs));
    }
  }

  /** What a handshake comes to, brought to the load's thread. */
  private final class Report implements DtlsListener {
    private final LoadBrowser browser;

    Report(LoadBrowser browser) {
      this.browser = browser;
    }

    @Override
    public void keys(DtlsKeys keys) {
      tasks.add(() -> {
        try {
          browser.secured(keys, clock.nowNs());
        } catch (GeneralSecurityException e) {
          failed("no SRTP keys");
        }
      });
    }

    @Override
    public void failed(String reason) {
      tasks.add(() -> {
        browser.stage = LoadBrowser.Stage.FAILED;
        failures.merge("DTLS: " + reason, 1, Integer::sum);
      });
    }

    @Override
    public void closed() {
      failed("closed by the bridge");
    }
  }
}
