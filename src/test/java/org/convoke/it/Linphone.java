package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A linphonec in a folder of its own, driven by its prompt; it speaks Opus and cannot key #. */
final class Linphone implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final Writer prompt;

  private Linphone(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
    this.prompt = process.outputWriter();
  }

  static Linphone start(Path folder) {
    try {
      Files.createDirectories(folder.resolve(".local/share/linphone"));
      int port = Baresip.freePort();
      Files.writeString(
          folder.resolve("rc"),
          """
          [sip]
          sip_port=%d
          sip_tcp_port=0
          sip_tls_port=0
          use_ipv6=0
          contact=sip:%s@127.0.0.1
          default_proxy=-1
          [rtp]
          audio_rtp_port=%d
          [sound]
          echocancellation=0
          """
              .formatted(port, folder.getFileName(), Baresip.freePort()));
      ProcessBuilder builder =
          new ProcessBuilder("linphonec", "-c", folder.resolve("rc").toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile());
      builder.environment().put("HOME", folder.toString());
      Linphone linphone = new Linphone(folder, builder.start());
      linphone.type("soundcard use files");
      linphone.type("record " + folder.resolve("heard.wav"));
      return linphone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void dial(String uri) {
    type("call " + uri);
  }

  /** Keys digits, one a line. */
  void key(String digits) {
    for (char digit : digits.toCharArray()) {
      type(String.valueOf(digit));
      Bridge.pause(300);
    }
  }

  void play(Path wav) {
    type("play " + wav);
  }

  void hangUp() {
    type("terminate");
  }

  private void type(String line) {
    try {
      prompt.write(line + "\n");
      prompt.flush();
    } catch (IOException e) {
      throw new AssertionError("linphonec did not take " + line + ": " + log(), e);
    }
  }

  /** What it heard; complete after {@link #close()}. */
  Tones.Recording heard() {
    return Tones.read(folder.resolve("heard.wav"));
  }

  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        type("terminate");
        type("quit");
      }
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException | AssertionError e) {
      process.destroyForcibly();
    }
  }
}
