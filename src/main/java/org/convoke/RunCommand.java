package org.convoke;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.convoke.audio.SoundLibrary;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.config.ConfigException;
import org.convoke.config.ConfigLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** {@code convoke run}: the bridge, until SIGINT or SIGTERM. */
@Command(
    name = "run",
    description = "Starts the bridge and prints how to call it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  /** Calls get their BYE and events are written within this time, or the process ends without. */
  private static final long STOP_SECONDS = 5;

  /** How long the start waits for the first calls of the rehearsal, which go on meanwhile. */
  private static final long REHEARSAL_MS = 1000;

  private static final long SAYING_MS = 200;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file with the keys of conf/convoke.yaml that differ.")
  private Path config;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the database and the keys live (data).")
  private String data;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on (127.0.0.1).")
  private String bind;

  @Option(
      names = "--public-address",
      paramLabel = "ADDRESS",
      description = "The address that phones reach us by, where it differs: behind NAT.")
  private String publicAddress;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Web pages and the API (8080).")
  private String httpPort;

  @Option(
      names = "--tls",
      paramLabel = "self-signed|CERT.pem,KEY.pem",
      description =
          "Web pages by HTTPS: with a certificate made for a try, or with one from two PEM files.")
  private String tls;

  @Option(names = "--sip-port", paramLabel = "PORT", description = "SIP over UDP and TCP (5060).")
  private String sipPort;

  @Option(
      names = "--webrtc-port",
      paramLabel = "PORT",
      description = "The one UDP port of all browsers (7878).")
  private String webrtcPort;

  @Option(
      names = "--rtp-ports",
      paramLabel = "A-B",
      description = "The range of RTP ports (20000-39999).")
  private String rtpPorts;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "postgresql://user:password@host/database, in place of the embedded PostgreSQL.")
  private String databaseUrl;

  @Override
  public Integer call() throws Exception {
    Clock clock = Clock.system();
    long beganNs = clock.nowNs();
    Config loaded = ConfigLoader.load(config, System.getenv(), options());
    // One library for the bridge and its rehearsal: prompts take 9 MB at the rates of phones.
    FutureTask<SoundLibrary> sounds = new FutureTask<>(SoundLibrary::new);
    Thread.ofPlatform().daemon().name("sounds").start(sounds);
    Convoke convoke = new Convoke(loaded, clock, sounds);
    CountDownLatch stopAsked = new CountDownLatch(1);
    handleSignals(stopAsked, convoke);
    try {
      Rehearsal rehearsal =
          Rehearsal.begin(
              loaded, clock, sounds, () -> !convoke.isIdle() || stopAsked.getCount() == 0);
      convoke.start();
      rehearsal.awaitFirst(REHEARSAL_MS);
    } catch (Exception e) {
      convoke.stop();
      throw e;
    }
    System.out.println(convoke.banner(TimeUnit.NANOSECONDS.toMillis(clock.nowNs() - beganNs)));
    System.out.flush();
    stopAsked.await();
    say("Stopping: calls are ended, events are written. Again to end at once.");
    Thread watchdog =
        Thread.ofPlatform()
            .daemon()
            .unstarted(() -> {
              try {
                TimeUnit.SECONDS.sleep(STOP_SECONDS);
              } catch (InterruptedException e) {
                return;
              }
              say("Stopping took too long; ended.");
              Runtime.getRuntime().halt(1);
            });
    watchdog.start();
    convoke.stop();
    watchdog.interrupt();
    return 0;
  }

  /** Where nobody takes what is said (a pipe without a reader), nothing waits long for that. */
  private static void say(String what) {
    Thread saying = Thread.ofPlatform().daemon().start(() -> System.err.println(what));
    try {
      saying.join(Duration.ofMillis(SAYING_MS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first signal asks to stop, the second ends at once. */
  private static void handleSignals(CountDownLatch stopAsked, Convoke convoke) {
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (asked.compareAndSet(false, true)) {
              stopAsked.countDown();
            } else {
              convoke.abandon();
              Runtime.getRuntime().halt(130);
            }
          });
    }
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    put(options, "data", data);
    put(options, "bind", bind);
    put(options, "media.public_address", publicAddress);
    put(options, "http.port", httpPort);
    putTls(options);
    put(options, "sip.port", sipPort);
    put(options, "webrtc.port", webrtcPort);
    put(options, "database.url", databaseUrl);
    if (rtpPorts != null) {
      if (!rtpPorts.matches("\\d{1,5}-\\d{1,5}")) {
        throw new ConfigException("--rtp-ports", "is a range such as 20000-39999, not " + rtpPorts);
      }
      String[] ends = rtpPorts.split("-");
      options.put("media.rtp_port_min", ends[0]);
      options.put("media.rtp_port_max", ends[1]);
    }
    return options;
  }

  private void putTls(Map<String, String> options) {
    if (tls == null || tls.equals("off") || tls.equals("self-signed")) {
      put(options, "http.tls", tls);
      if (tls != null) {
        // A configured certificate is not what was asked for now.
        options.put("http.tls_certificate", "");
        options.put("http.tls_key", "");
      }
      return;
    }
    String[] files = tls.split(",", -1);
    if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
      throw new ConfigException(
          "--tls", "is self-signed, off, or CERTIFICATE.pem,KEY.pem, not " + tls);
    }
    options.put("http.tls", "files");
    options.put("http.tls_certificate", files[0].strip());
    options.put("http.tls_key", files[1].strip());
  }

  private static void put(Map<String, String> options, String key, String value) {
    if (value != null) {
      options.put(key, value);
    }
  }
}
