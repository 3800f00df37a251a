package org.convoke.it;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A baresip of its own folder: it plays a tone, records what it hears, and is driven over its
 * control port.
 */
final class Baresip implements AutoCloseable {
  private final Path folder;
  private final Process process;
  private final int controlPort;

  private Baresip(Path folder, Process process, int controlPort) {
    this.folder = folder;
    this.process = process;
    this.controlPort = controlPort;
  }

  /**
   * @param codec as baresip names it: PCMU/8000/1, PCMA/8000/1, G722/16000/1, opus/48000/2
   * @param transport udp, tcp or tls
   * @param extraAccount further account parameters, or an empty text
   */
  static Baresip start(
      Path folder, String codec, String transport, int toneHz, String extraAccount) {
    try {
      Files.createDirectories(folder.resolve("rec"));
      Files.writeString(folder.resolve("contacts"), "");
      int rate = codec.startsWith("PCM") ? 8000 : 16000;
      Path speech = Tones.wav(folder.resolve("speech.wav"), rate, toneHz, 120);
      int sipPort = freePort();
      int control = freePort();
      int rtp = 42000 + ThreadLocalRandom.current().nextInt(1000) * 20;
      Files.writeString(
          folder.resolve("config"), config(folder, speech, rate, sipPort, control, rtp));
      Files.writeString(
          folder.resolve("accounts"),
          "<sip:caller-"
              + toneHz
              + "@127.0.0.1:"
              + sipPort
              + ";transport="
              + transport
              + ">;regint=0;audio_codecs="
              + codec
              + ";dtmfmode=rtpevent"
              + extraAccount
              + "\n");
      Process process =
          new ProcessBuilder("baresip", "-f", folder.toString(), "-v", "-t", "110")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      Baresip baresip = new Baresip(folder, process, control);
      Bridge.await("baresip's control port", baresip::reachable);
      return baresip;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(
      Path folder, Path speech, int rate, int sipPort, int control, int rtp) {
    return """
    sip_listen 127.0.0.1:%d
    sip_cafile %s/ca.pem
    audio_player aubridge,sink1
    audio_source aufile,%s
    audio_alert aubridge,sink2
    ausrc_srate %d
    auplay_srate %d
    ausrc_channels 1
    auplay_channels 1
    rtp_ports %d-%d
    module_path /usr/lib/baresip/modules
    module opus.so
    module g722.so
    module g711.so
    module aufile.so
    module aubridge.so
    module sndfile.so
    module srtp.so
    module_tmp uuid.so
    module_tmp account.so
    module_app contact.so
    module_app menu.so
    module_app ctrl_tcp.so
    ctrl_tcp_listen 127.0.0.1:%d
    snd_path %s/rec
    """
        .formatted(sipPort, folder, speech, rate, rate, rtp, rtp + 19, control, folder);
  }

  private boolean reachable() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", controlPort), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void dial(String uri) {
    command("dial", uri);
  }

  /** Keys digits as a person does, each in an RFC 4733 event of its own. */
  void key(String digits) {
    for (char digit : digits.toCharArray()) {
      command("sndcode", String.valueOf(digit));
      Bridge.pause(250);
    }
  }

  void hold() {
    command("hold", "");
  }

  void resume() {
    command("resume", "");
  }

  void hangUp() {
    command("hangup", "");
  }

  private void command(String command, String parameters) {
    String json = new JsonObject().put("command", command).put("params", parameters).encode();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", controlPort), 2000);
      socket.setSoTimeout(2000);
      socket
          .getOutputStream()
          .write((json.length() + ":" + json + ",").getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      // baresip answers each command; reading the answer keeps the order.
      socket.getInputStream().read(new byte[4096]);
    } catch (IOException e) {
      throw new AssertionError("baresip did not take " + command + ": " + log(), e);
    }
  }

  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What it heard; complete after {@link #close()}. */
  Path recording() {
    try (Stream<Path> files = Files.list(folder.resolve("rec"))) {
      return files
          .filter(f -> f.toString().endsWith("-dec.wav"))
          .sorted()
          .reduce((a, b) -> b)
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that is free for TCP and UDP now. */
  static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp =
            new DatagramSocket(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()))) {
      return udp.getLocalPort();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      try {
        command("quit", "");
        if (!process.waitFor(4, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException | AssertionError e) {
        process.destroyForcibly();
      }
    }
  }
}
