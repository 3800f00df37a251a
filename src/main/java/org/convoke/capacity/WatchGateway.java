package org.convoke.capacity;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.convoke.clock.Clock;
import org.convoke.media.MediaReadings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second, on a thread of its own, what is short, and tells {@link Admission}. Says in
 * the log what closes the door, and that it is open again.
 */
public final class WatchGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatchGateway.class);
  private static final long PERIOD_NS = 1_000_000_000L;

  /** Below so many ticks a second, those of one call, nothing can be said. */
  private static final long FEW_TICKS = 40;

  /** A tick that begins so late is heard. */
  private static final long LATE_MS = 20;

  private final Admission admission;
  private final Clock clock;
  private final Sources sources;
  private final Heap heap = new Heap();
  private final DiskGauge disk;
  private final List<Probe> probes;
  private final Thread thread;
  private final Collecting collecting = new Collecting();
  private long ticks;
  private long lateTicks;
  private volatile long openDescriptors = -1;
  private volatile long descriptorLimit;
  private volatile boolean stopped;

  /**
   * What it watches beside the process itself.
   *
   * @param folder whose disk it is
   * @param disk is told how full that is
   * @param media the media plane's readings
   * @param events the share of the memory for events that is in use
   * @param threads that set calls up: each is asked to do nothing, and timed
   */
  public record Sources(
      Path folder,
      DiskGauge disk,
      Supplier<MediaReadings> media,
      DoubleSupplier events,
      List<Executor> threads) {}

  /**
   * The machine as it was a moment ago.
   *
   * @param openDescriptors -1: the system does not say
   * @param descriptorLimit likewise
   * @param heapAfterGc the share of the heap in use after the last collection
   * @param disk of the data folder
   */
  public record Readings(
      long openDescriptors, long descriptorLimit, double heapAfterGc, DiskGauge.Reading disk) {}

  /** Times one thread: how long has the last task waited, or how long did it? */
  private final class Probe {
    private final Executor executor;
    private volatile long askedNs;
    private volatile long answeredNs;

    Probe(Executor executor) {
      this.executor = executor;
    }

    double seconds(long nowNs) {
      long asked = askedNs;
      long answered = answeredNs;
      boolean waits = answered - asked < 0;
      long lagNs = waits ? nowNs - asked : answered - asked;
      if (!waits) {
        askedNs = nowNs;
        answeredNs = nowNs - 1;
        try {
          executor.execute(() -> answeredNs = clock.nowNs());
        } catch (RejectedExecutionException over) {
          // It is being shut down: nobody is kept waiting by it.
          answeredNs = nowNs;
        }
      }
      return lagNs / 1e9;
    }
  }

  /** {@code descriptorLimit} is as {@link Descriptors#limit}. */
  public WatchGateway(Admission admission, Clock clock, long descriptorLimit, Sources sources) {
    this.admission = admission;
    this.clock = clock;
    this.descriptorLimit = descriptorLimit;
    this.sources = sources;
    this.disk = sources.disk();
    long nowNs = clock.nowNs();
    this.probes = sources.threads().stream().map(Probe::new).toList();
    probes.forEach(probe -> {
      probe.askedNs = nowNs;
      probe.answeredNs = nowNs;
    });
    this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    LockSupport.unpark(thread);
    thread.join(1_000);
  }

  public Readings readings() {
    return new Readings(openDescriptors, descriptorLimit, heap.afterCollection(), disk.reading());
  }

  /** How many descriptors the process may have open; {@link Descriptors#UNKNOWN} elsewhere. */
  public static long descriptorLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Descriptors.UNKNOWN;
  }

  private void run() {
    openAllJars();
    heap.listen();
    long nextNs = clock.nowNs();
    while (!stopped) {
      try {
        look(clock.nowNs());
      } catch (RuntimeException | LinkageError e) {
        LOG.error("a look at the machine failed", e);
      }
      nextNs = Math.max(nextNs + PERIOD_NS, clock.nowNs());
      while (!stopped && nextNs - clock.nowNs() > 0) {
        LockSupport.parkNanos(this, Math.max(1, Math.min(PERIOD_NS, nextNs - clock.nowNs())));
      }
    }
    heap.forget();
  }

  /**
   * A class that could not be loaded once, for lack of a descriptor, is lost for good: what it is
   * loaded from must be open before. A search for nothing looks everywhere.
   */
  private static void openAllJars() {
    ClassLoader.getSystemResource("org/convoke/no.such.thing");
  }

  private void look(long nowNs) {
    descriptors();
    tell(Strain.MEMORY, heap.least());
    MediaReadings media = sources.media().get();
    if (collecting.isDue(admission.isClosedBy(Strain.MEMORY), media.phones() + media.browsers())) {
      System.gc();
    }
    sound(media);
    tell(Strain.CONTROL, probes.stream().mapToDouble(p -> p.seconds(nowNs)).max().orElse(0));
    tell(Strain.EVENTS, sources.events().getAsDouble());
    lookAtDisk();
  }

  private void descriptors() {
    if (descriptorLimit > 0
        && ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      // An operator may change it while we run.
      descriptorLimit = unix.getMaxFileDescriptorCount();
      openDescriptors = openDescriptors(unix);
      tell(Strain.DESCRIPTORS, (double) openDescriptors / (descriptorLimit - Descriptors.RESERVED));
    }
  }

  /**
   * How many descriptors are open; as many as there may be where it cannot be told. Looking takes
   * one itself: where there is none left, the JDK fails by an Error.
   */
  public static long openDescriptors(UnixOperatingSystemMXBean unix) {
    try {
      long open = unix.getOpenFileDescriptorCount();
      return open < 0 ? unix.getMaxFileDescriptorCount() : open;
    } catch (InternalError none) {
      return unix.getMaxFileDescriptorCount();
    }
  }

  private void sound(MediaReadings now) {
    long done = now.allTicks() - ticks;
    long late = now.ticksLaterThan(LATE_MS) - lateTicks;
    ticks += done;
    lateTicks += late;
    tell(Strain.SOUND, done < FEW_TICKS ? 0 : (double) late / done);
  }

  private void lookAtDisk() {
    try {
      FileStore store = Files.getFileStore(sources.folder());
      String words = disk.update(store.getUsableSpace(), store.getTotalSpace());
      if (words != null) {
        LOG.warn("{}", words);
      }
    } catch (IOException e) {
      LOG.debug("the disk does not say how full it is: {}", e.getMessage());
    }
  }

  private void tell(Strain strain, double value) {
    if (!admission.update(strain, value)) {
      return;
    }
    if (admission.isClosedBy(strain)) {
      LOG.warn(
          "new calls are refused for lack of {} ({}); those that are there go on",
          strain.words(),
          String.format(Locale.ROOT, "%.2f", value));
    } else {
      LOG.warn("enough {} again", strain.words());
    }
  }
}
