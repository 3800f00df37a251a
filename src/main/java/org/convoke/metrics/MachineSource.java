package org.convoke.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.convoke.capacity.WatchGateway;

/**
 * The process: memory, garbage collection, threads, descriptors, processor time and the disk under
 * the data folder. The names are those of Prometheus' own Java library; what stops the world to be
 * counted (states and deadlocks of threads) is left out.
 */
public final class MachineSource implements Source {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final String version;
  private final Path data;

  /**
   * @param version of this build
   * @param data the data folder
   */
  public MachineSource(String version, Path data) {
    this.version = version;
    this.data = data;
  }

  @Override
  public void write(Sheet sheet) {
    sheet.info("convoke_build_info", "1, with the version.", "version", version);
    memory(sheet);
    collections(sheet);
    process(sheet);
    disk(sheet);
  }

  private static void memory(Sheet sheet) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    MemoryUsage heap = memory.getHeapMemoryUsage();
    MemoryUsage other = memory.getNonHeapMemoryUsage();
    sheet.gauge(
        "jvm_memory_used_bytes",
        "Used bytes of a JVM memory area.",
        "area",
        Map.of("heap", heap.getUsed(), "nonheap", other.getUsed()));
    sheet.gauge(
        "jvm_memory_committed_bytes",
        "Committed bytes of a JVM memory area.",
        "area",
        Map.of("heap", heap.getCommitted(), "nonheap", other.getCommitted()));
    sheet.gauge(
        "jvm_memory_max_bytes",
        "Most bytes of a JVM memory area; -1: no limit.",
        "area",
        Map.of("heap", heap.getMax(), "nonheap", other.getMax()));
  }

  private static void collections(Sheet sheet) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
      counts.put(one.getName(), Math.max(0, one.getCollectionCount()));
      seconds.put(one.getName(), Math.max(0, one.getCollectionTime()) / 1e3);
    }
    sheet.counter("jvm_gc_collections_total", "Garbage collections.", "gc", counts);
    sheet.counter(
        "jvm_gc_seconds_total",
        "Time of garbage collections; of ZGC's cycles most is beside the program.",
        "gc",
        seconds);
  }

  private static void process(Sheet sheet) {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    sheet.gauge("jvm_classes_loaded", "Classes that are loaded.", classes.getLoadedClassCount());
    sheet.gauge(
        "jvm_threads_current",
        "Platform threads.",
        ManagementFactory.getThreadMXBean().getThreadCount());
    sheet.gauge(
        "process_start_time_seconds",
        "Start of the process, in seconds since 1970.",
        ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      sheet.gauge(
          "process_open_fds", "Open file descriptors.", WatchGateway.openDescriptors(system));
      sheet.gauge("process_max_fds", "Most file descriptors.", system.getMaxFileDescriptorCount());
      sheet.counter(
          "process_cpu_seconds_total",
          "Processor time of the process.",
          Math.max(0, system.getProcessCpuTime()) / 1e9);
    }
    long resident = resident();
    if (resident > 0) {
      sheet.gauge("process_resident_memory_bytes", "Resident memory.", resident);
    }
  }

  /** In bytes; 0 where the system does not tell. */
  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
    return 0;
  }

  private void disk(Sheet sheet) {
    try {
      FileStore store = Files.getFileStore(data);
      sheet.gauge(
          "convoke_disk_free_bytes",
          "What the data folder's disk has left for us.",
          store.getUsableSpace());
      sheet.gauge(
          "convoke_disk_size_bytes", "The data folder's disk in all.", store.getTotalSpace());
    } catch (IOException e) {
      // What nobody knows is not told: 0 would say that the disk is full.
      return;
    }
  }
}
