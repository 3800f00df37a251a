package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of a browser's own, joined to ours by a pair of virtual cards whose cable can be
 * pulled. It takes root.
 */
final class Namespace implements Cable {
  private final String name = "cvk" + ProcessHandle.current().pid();
  private final String subnet = "10.203." + ProcessHandle.current().pid() % 250;

  /** Fails, and says why, where this machine lets us have none. */
  static Namespace make() throws IOException {
    Namespace made = new Namespace();
    made.ip("netns", "add", made.name);
    try {
      made.ip("link", "add", made.name, "type", "veth", "peer", "name", "eth0", "netns", made.name);
      made.ip("address", "add", made.ours() + "/24", "dev", made.name);
      made.ip("link", "set", made.name, "up");
      made.ip("-n", made.name, "address", "add", made.subnet + ".2/24", "dev", "eth0");
      made.ip("-n", made.name, "link", "set", "lo", "up");
      made.ip("-n", made.name, "link", "set", "eth0", "up");
      // Some containers let one make a namespace, but not enter it.
      made.ip("netns", "exec", made.name, "true");
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /** Our address that its programs reach. */
  String ours() {
    return subnet + ".1";
  }

  /** A script that runs this program there. */
  Path wrap(Path program, Path folder) throws IOException {
    Path script = folder.resolve("in-" + name);
    Files.writeString(
        script, "#!/bin/sh\nexec ip netns exec %s %s \"$@\"\n".formatted(name, program));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made to run");
    }
    return script;
  }

  @Override
  public void cut() {
    link("down");
  }

  @Override
  public void mend() {
    link("up");
  }

  private void link(String state) {
    try {
      ip("-n", name, "link", "set", "eth0", state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      ip("netns", "delete", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
