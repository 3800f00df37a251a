package org.convoke.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Linux and the JVM say of a process. */
final class Machine {
  private static final double TICKS_PER_SECOND = 100;

  private Machine() {}

  /** File descriptors that it has open. */
  static int descriptors(long pid) throws IOException {
    try (Stream<Path> open = Files.list(folder(pid).resolve("fd"))) {
      return (int) open.count();
    }
  }

  static int threads(long pid) throws IOException {
    return (int) status(pid, "Threads:");
  }

  static double residentMib(long pid) throws IOException {
    return status(pid, "VmRSS:") / 1024.0;
  }

  /** Processor time that it has used so far. */
  static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(folder(pid).resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static Path folder(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static long status(long pid, String name) throws IOException {
    for (String line : Files.readAllLines(folder(pid).resolve("status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no " + name + " of process " + pid);
  }

  /**
   * What lives on the heap after a collection.
   *
   * @param bytes of all
   * @param instances by class
   */
  record Heap(long bytes, Map<String, Long> instances) {
    double mib() {
      return bytes / 1048576.0;
    }

    /** How many there are of this class. */
    long of(String name) {
      return instances.getOrDefault(name, 0L);
    }
  }

  /** Collects, and counts what is left: {@code jcmd GC.class_histogram}. */
  static Heap heap(long pid) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    long bytes = -1;
    Map<String, Long> instances = new TreeMap<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.strip().split("\\s+");
        if (words.length >= 4 && words[0].matches("\\d+:")) {
          instances.merge(words[3], Long.parseLong(words[1]), Long::sum);
        } else if (words[0].equals("Total") && words.length == 3) {
          bytes = Long.parseLong(words[2]);
        }
      }
    }
    if (process.waitFor() != 0 || bytes < 0) {
      throw new IOException("jcmd does not tell what is on the heap of process " + pid);
    }
    return new Heap(bytes, instances);
  }

  /** Sets how many descriptors a running process may have. */
  static void limitDescriptors(long pid, long limit) throws IOException, InterruptedException {
    run("prlimit", "--pid", Long.toString(pid), "--nofile=" + limit + ":");
  }

  /** Runs a program that must end well. */
  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }
}
