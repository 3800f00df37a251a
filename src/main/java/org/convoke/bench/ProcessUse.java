package org.convoke.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process has used of the machine so far, by Linux's /proc.
 *
 * @param userTicks processor time in its own code, in hundredths of a second
 * @param systemTicks processor time in the kernel
 * @param residentKib memory in RAM
 * @param groupTicks processor time by kind of thread: media, gc, sip and others
 */
record ProcessUse(
    long userTicks, long systemTicks, long residentKib, Map<String, Long> groupTicks) {
  /** USER_HZ, which is 100 on every Linux of our time. */
  static final int TICKS_PER_SECOND = 100;

  static ProcessUse of(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    long[] all = ticks(Files.readString(folder.resolve("stat")));
    Map<String, Long> groups = new LinkedHashMap<>();
    try (Stream<Path> threads = Files.list(folder.resolve("task"))) {
      for (Path thread : threads.toList()) {
        add(thread, groups);
      }
    }
    long resident = residentKib(Files.readAllLines(folder.resolve("status")));
    return new ProcessUse(all[0], all[1], resident, groups);
  }

  private static void add(Path thread, Map<String, Long> groups) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      long[] ticks = ticks(stat);
      groups.merge(group(name(stat)), ticks[0] + ticks[1], Long::sum);
    } catch (IOException e) {
      // The thread ended between the listing and the look.
      groups.merge("other", 0L, Long::sum);
    }
  }

  /** User and system ticks; the name before them may hold blanks and parentheses. */
  static long[] ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return new long[] {Long.parseLong(fields[11]), Long.parseLong(fields[12])};
  }

  static String name(String stat) {
    return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  }

  /** What a thread of the bridge is for, by its name. */
  static String group(String thread) {
    if (thread.startsWith("media-")) {
      return "media";
    }
    if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
      return "compiler";
    }
    boolean collector =
        thread.startsWith("Z") || thread.startsWith("GC ") || thread.startsWith("G1 ");
    if (thread.equals("reflector")) {
      return thread;
    }
    return collector || thread.startsWith("VM ") ? "jvm" : "other";
  }

  static long residentKib(List<String> status) {
    for (String line : status) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  /** Per cent of a core from this look to a later one. */
  double cpuUntil(ProcessUse later, double seconds) {
    return percent(later.userTicks + later.systemTicks - userTicks - systemTicks, seconds);
  }

  /** Per cent of a core by kind of thread since an earlier look. */
  Map<String, Double> percentByThreads(ProcessUse before, double seconds) {
    Map<String, Double> percent = new TreeMap<>();
    groupTicks.forEach((name, ticks) ->
        percent.put(name, percent(ticks - before.groupTicks.getOrDefault(name, 0L), seconds)));
    return percent;
  }

  /** Per cent of a core between two looks. */
  static double percent(long ticks, double seconds) {
    return 100.0 * ticks / TICKS_PER_SECOND / seconds;
  }
}
