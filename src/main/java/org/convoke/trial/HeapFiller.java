package org.convoke.trial;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Uses up the heap of another JVM from inside: an agent that is loaded into it and keeps what it
 * allocates.
 */
public final class HeapFiller {
  /** Small enough to fit between what is there already. */
  private static final int BYTES = 16 << 10;

  private static final String CLASS = HeapFiller.class.getName().replace('.', '/') + ".class";

  private HeapFiller() {}

  /** Of the agent, in the other process; does not return where the heap has an end. */
  public static void agentmain(String arguments) {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < Integer.MAX_VALUE) {
      kept.add(new byte[BYTES]);
    }
  }

  /**
   * Fills a process's heap; returns when that is over, one way or the other.
   *
   * @param folder where the agent may be written
   */
  static void fill(long pid, Path folder) throws IOException {
    Path jar = folder.resolve("heap-filler.jar");
    write(jar);
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException e) {
      throw new IOException("process " + pid + " takes no agent", e);
    }
    try {
      machine.loadAgent(jar.toAbsolutePath().toString());
    } catch (IOException | AgentLoadException | AgentInitializationException ended) {
      // As it should: nobody is left to answer.
    }
  }

  private static void write(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Agent-Class", HeapFiller.class.getName());
    try (InputStream code = HeapFiller.class.getClassLoader().getResourceAsStream(CLASS);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new JarEntry(CLASS));
      code.transferTo(out);
    }
  }
}
