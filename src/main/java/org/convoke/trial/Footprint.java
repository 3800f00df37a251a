package org.convoke.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a bridge holds of the machine after its garbage was collected.
 *
 * @param residentMb memory in RAM
 * @param heapMb of the heap in use
 */
record Footprint(long residentMb, long heapMb, long threads, long descriptors) {
  private static final Pattern USED = Pattern.compile("used (\\d+)([KMG])");

  static Footprint of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!used.find()) {
      throw new IOException("the bridge does not say how much of its heap is used");
    }
    long number = Long.parseLong(used.group(1));
    long heapMb =
        switch (used.group(2)) {
          case "K" -> number / 1024;
          case "G" -> number * 1024;
          default -> number;
        };
    String status = Files.readString(Path.of("/proc/" + pid + "/status"));
    try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return new Footprint(
          field(status, "VmRSS") / 1024, heapMb, field(status, "Threads"), files.count());
    }
  }

  private static long field(String status, String name) throws IOException {
    Matcher matcher = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in /proc");
    }
    return Long.parseLong(matcher.group(1));
  }

  private static String jcmd(long pid, String what) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(program, Long.toString(pid), what).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Override
  public String toString() {
    return residentMb
        + " MB resident, "
        + heapMb
        + " MB of heap, "
        + threads
        + " threads, "
        + descriptors
        + " descriptors";
  }
}
