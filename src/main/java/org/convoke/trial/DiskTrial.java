package org.convoke.trial;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.convoke.bench.TrialBridge;
import org.convoke.bench.TrialCalls;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trial disk}: the disk of database, journal and keys is full, and later has room again. */
@Command(
    name = "disk",
    description = "The disk fills up, with the database and all, while people talk. Takes root.")
final class DiskTrial extends Trial {
  private static final int BALLAST_BYTES = 1 << 20;
  private static final double BACK_SECONDS = 60;
  private static final int LONG_SECONDS = 30;
  private static final int NEWCOMERS = 40;
  private static final double MOST_LOG_BYTES_A_SECOND = 3_000;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "There all the time (${DEFAULT-VALUE}).")
  private int calls = 20;

  @Option(names = "--mib", paramLabel = "N", description = "Size of the disk (${DEFAULT-VALUE}).")
  private int mib = 600;

  /** What was answered 201. */
  private final List<String> acknowledged = new ArrayList<>();

  private final Map<Integer, Integer> answers = new TreeMap<>();

  @Override
  void check(OptionCheck check) {
    check.within("--calls", calls, 1, 2000).within("--mib", mib, 200, 10_000);
  }

  @Override
  void play(Place place, TrialReport report) throws IOException, InterruptedException {
    Path data = Files.createDirectories(place.folder().resolve("data"));
    mount(data, mib);
    try {
      trial(place, report, data);
    } finally {
      Machine.run("umount", "-l", data.toString());
    }
  }

  /** A disk of its own. Fails where the system does not let us have one. */
  static void mount(Path folder, int mib) throws IOException, InterruptedException {
    try {
      Machine.run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", folder.toString());
    } catch (IOException e) {
      throw new IOException(
          "this trial needs a disk of its own, which takes root; without: unshare -rm scripts/trial"
              + " disk",
          e);
    }
  }

  private void trial(Place place, TrialReport report, Path data)
      throws IOException, InterruptedException {
    try (TrialBridge bridge = place.start();
        TrialCalls phones =
            new TrialCalls(place.clock(), bridge, TrialCalls.Plan.of(calls, NEWCOMERS))) {
      phones.place();
      write(bridge, 3);
      place.say("%d calls are in, %s rooms made; the disk fills up", calls, acknowledged.size());
      answers.clear();
      Path ballast = data.resolve("ballast");
      phones.measure();
      fill(ballast);
      long logBytes = Files.size(bridge.log());
      double cpu = Machine.cpuSeconds(bridge.pid());
      long beganNs = place.clock().nowNs();
      boolean saidNotReady = false;
      int joined = 0;
      int dialled = 0;
      while (place.seconds(beganNs) < seconds(LONG_SECONDS)) {
        fill(ballast);
        write(bridge, 4);
        saidNotReady |= status(bridge, "GET", "/health/ready") == 503;
        if (dialled < NEWCOMERS) {
          phones.dial();
          dialled++;
        }
        // Who came a while ago mutes and unmutes himself, which are events.
        for (int i = 0; i < dialled - 8; i++) {
          phones.key(calls + i, "*6");
        }
        place.sleep(1);
      }
      for (int i = 0; i < dialled; i++) {
        joined += phones.joined(calls + i) ? 1 : 0;
      }
      double lasted = place.seconds(beganNs);
      double cores = (Machine.cpuSeconds(bridge.pid()) - cpu) / lasted;
      double logged = (Files.size(bridge.log()) - logBytes) / lasted;
      report.sound("Disk full", phones.sound(), gapMs(), lossPercent());
      report.figure("joined", "Callers that came meanwhile", "%d of %d", joined, dialled);
      // PostgreSQL has some room of its own in its files; it takes a while until that is used up.
      boolean brief = seconds(LONG_SECONDS) < LONG_SECONDS;
      report.promise("Not ready, says /health/ready", brief || saidNotReady, "%s", saidNotReady);
      Set<Integer> wrong = new HashSet<>(answers.keySet());
      wrong.removeAll(Set.of(201, 503));
      report.promise(
          "API answers",
          wrong.isEmpty() && (brief || answers.containsKey(503)),
          "%s",
          answers.toString());
      report.figure("cores", "Processor", "%.2f of a core", cores);
      report.promise(
          "The log does not spin",
          logged <= MOST_LOG_BYTES_A_SECOND,
          "%.0f bytes a second, %.0f at most",
          logged,
          MOST_LOG_BYTES_A_SECOND);
      Files.delete(ballast);
      back(place, report, bridge);
      phones.hangUp();
      kept(place, report, bridge);
    }
  }

  /** To the last byte. */
  private static void fill(Path ballast) throws IOException {
    byte[] block = new byte[BALLAST_BYTES];
    FileStore store = Files.getFileStore(ballast.getParent());
    try (OutputStream out =
        Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (store.getUsableSpace() > 0) {
        out.write(block, 0, (int) Math.min(BALLAST_BYTES, Math.max(1, store.getUsableSpace())));
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  private void write(TrialBridge bridge, int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      JsonObject room = new JsonObject().put("name", "k".repeat(100)).put("pin_length", 6);
      int status = -1;
      try {
        acknowledged.add(bridge.call("POST", "/v1/rooms", room).getString("id"));
        status = 201;
      } catch (TrialBridge.RefusedException refused) {
        status = refused.status();
      } catch (IOException none) {
        // No answer at all, which counts as -1.
      }
      answers.merge(status, 1, Integer::sum);
    }
  }

  private static int status(TrialBridge bridge, String method, String path)
      throws IOException, InterruptedException {
    try {
      return bridge.send(method, path, null).get(15, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException none) {
      return -1;
    }
  }

  private void back(Place place, TrialReport report, TrialBridge bridge)
      throws IOException, InterruptedException {
    long beganNs = place.clock().nowNs();
    while (place.seconds(beganNs) < 2 * BACK_SECONDS
        && status(bridge, "GET", "/health/ready") != 200) {
      place.sleep(0.2);
    }
    double seconds = place.seconds(beganNs);
    answers.clear();
    write(bridge, 1);
    report.figure("back_s", "Room again: ready after", "%.1f s", seconds);
    report.promise(
        "Room again: ready",
        seconds <= BACK_SECONDS && answers.containsKey(201),
        "within %.0f s",
        BACK_SECONDS);
  }

  private void kept(Place place, TrialReport report, TrialBridge bridge)
      throws IOException, InterruptedException {
    int missing = 0;
    for (String room : acknowledged) {
      missing += status(bridge, "GET", "/v1/rooms/" + room) == 200 ? 0 : 1;
    }
    report.promise("Nothing acknowledged is lost", missing == 0, "%d rooms", acknowledged.size());
    long beganNs = place.clock().nowNs();
    Story story = Story.of(bridge.list("/v1/events?"));
    while (story.unended() > 0 && place.seconds(beganNs) < 30) {
      place.sleep(1);
      story = Story.of(bridge.list("/v1/events?"));
    }
    report.figure("events", "Events", "%d of %d calls", story.events(), story.calls());
    report.promise(
        "Events are whole",
        story.unended() == 0 && story.right(),
        "%d calls without an end; %s",
        story.unended(),
        story);
  }

  /** Whether this machine lets us have a disk. */
  static boolean possible(Path folder) throws InterruptedException {
    try {
      mount(folder, 1);
      Machine.run("umount", folder.toString());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
