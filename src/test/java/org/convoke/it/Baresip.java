package org.convoke.it;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A baresip of its own folder: it plays a sound, records what it hears, and is driven over its
 * control port. The end of its sound would hang the call up, and so would its own limit of time:
 * both are past any test's end.
 */
final class Baresip implements AutoCloseable {
  /** Names of G.711 µ-law, G.711 A-law, G.722 and Opus, as baresip wants them. */
  static final String PCMU = "PCMU/8000/1";

  static final String PCMA = "PCMA/8000/1";
  static final String G722 = "G722/16000/1";
  static final String OPUS = "opus/48000/2";

  private static final int SOUND_SECONDS = 180;

  /** In an event of the control port. */
  private static final Pattern KEY =
      Pattern.compile("CALL_DTMF_START\"[^}]*?\"param\":\"([0-9*#A-D])\"");

  private final Path folder;
  private final String name;
  private final Process process;
  private final int controlPort;

  private Baresip(Path folder, String name, Process process, int controlPort) {
    this.folder = folder;
    this.name = name;
    this.process = process;
    this.controlPort = controlPort;
  }

  /** {@link Setup} of a phone that sends a tone at -12 dBFS over UDP. */
  static Baresip start(Path folder, String codec, String transport, int toneHz) {
    return new Setup(folder, codec, transport, toneHz).start();
  }

  /**
   * How a phone is set up.
   *
   * @param folder its own; the caller's name is the folder's
   * @param codec one of the constants of {@link Baresip}
   * @param transport udp, tcp or tls
   * @param levelDb of its tone, in dBFS
   * @param account further parameters of the account, beginning with a semicolon, or empty
   * @param authority PEM file of who signs the bridge's certificate, or null
   */
  record Setup(
      Path folder,
      String codec,
      String transport,
      int toneHz,
      double levelDb,
      String account,
      Path authority) {
    Setup(Path folder, String codec, String transport, int toneHz) {
      this(folder, codec, transport, toneHz, -12, "", null);
    }

    Setup level(double db) {
      return new Setup(folder, codec, transport, toneHz, db, account, authority);
    }

    Setup account(String parameters) {
      return new Setup(folder, codec, transport, toneHz, levelDb, parameters, authority);
    }

    Setup trusting(Path certificate) {
      return new Setup(folder, codec, transport, toneHz, levelDb, account, certificate);
    }

    /** Starts it, and does not wait until it is ready: its first command does. */
    Baresip start() {
      try {
        Files.createDirectories(folder.resolve("rec"));
        Files.writeString(folder.resolve("contacts"), "");
        int rate = codec.startsWith("PCM") ? 8000 : 16000;
        Path sound = Tones.wav(folder.resolve("sound.wav"), rate, toneHz, levelDb, SOUND_SECONDS);
        int sipPort = freePort();
        int control = freePort();
        String name = folder.getFileName().toString();
        Files.writeString(folder.resolve("config"), config(sound, rate, sipPort, control));
        Files.writeString(
            folder.resolve("accounts"),
            "<sip:%s@127.0.0.1:%d;transport=%s>;regint=0;audio_codecs=%s;dtmfmode=rtpevent%s\n"
                .formatted(name, sipPort, transport, codec, account));
        Process process =
            new ProcessBuilder(
                    "baresip", "-f", folder.toString(), "-v", "-t", String.valueOf(SOUND_SECONDS))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        return new Baresip(folder, name, process, control);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String config(Path sound, int rate, int sipPort, int control) {
      return """
      sip_listen 127.0.0.1:%d
      %s
      audio_player aubridge,sink1
      audio_source aufile,%s
      audio_alert aubridge,sink2
      ausrc_srate %d
      auplay_srate %d
      ausrc_channels 1
      auplay_channels 1
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
          .formatted(
              sipPort,
              authority == null ? "" : "sip_cafile " + authority,
              sound,
              rate,
              rate,
              control,
              folder);
    }
  }

  /** The user part of its address. */
  String name() {
    return name;
  }

  void dial(String uri) {
    command("dial", uri);
  }

  /** Keys digits as a person does, each in an RFC 4733 event of its own. */
  void key(String digits) {
    for (char digit : digits.toCharArray()) {
      send(digit);
      Bridge.pause(250);
    }
  }

  void send(char digit) {
    command("sndcode", String.valueOf(digit));
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

  /**
   * The keys that it is sent, until there are so many; {@code work} is what sends them. Its control
   * port has one client at a time, so that it takes no command meanwhile.
   */
  String keys(int count, Runnable work) {
    StringBuilder told = new StringBuilder();
    StringBuilder keys = new StringBuilder();
    try (Socket socket = connected()) {
      socket.setSoTimeout(40_000);
      work.run();
      byte[] some = new byte[4096];
      while (keys.length() < count) {
        int read = socket.getInputStream().read(some);
        if (read < 0) {
          throw new IOException("the control port is closed");
        }
        told.append(new String(some, 0, read, StandardCharsets.US_ASCII));
        keys.setLength(0);
        KEY.matcher(told).results().forEach(key -> keys.append(key.group(1)));
      }
      return keys.toString();
    } catch (IOException e) {
      throw new AssertionError(keys.length() + " keys came: " + told + log(), e);
    }
  }

  private void command(String command, String parameters) {
    String json = new JsonObject().put("command", command).put("params", parameters).encode();
    try (Socket socket = connected()) {
      socket.setSoTimeout(20_000);
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

  /** Retries: right after its start it does not listen yet. */
  private Socket connected() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", controlPort), 2000);
        return socket;
      } catch (IOException e) {
        socket.close();
        if (!process.isAlive() || System.nanoTime() - deadline > 0) {
          throw e;
        }
        Bridge.pause(50);
      }
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
  Tones.Recording heard() {
    return Tones.read(recording("-dec.wav"));
  }

  /** How long it has been recording now, in seconds of the recording's own time. */
  double recorded() {
    Path file = recording("-dec.wav");
    // The header is complete from the beginning but for the length.
    try (var in = Files.newInputStream(file)) {
      ByteBuffer header = ByteBuffer.wrap(in.readNBytes(44)).order(ByteOrder.LITTLE_ENDIAN);
      return (Files.size(file) - 44.0) / 2 / header.getShort(22) / header.getInt(24);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it heard up to now, or a little less: its file's header does not know of it yet. */
  Tones.Recording heardSoFar() {
    try (Stream<Path> files = Files.list(folder.resolve("rec"))) {
      Path latest =
          files
              .filter(f -> f.toString().endsWith("-dec.wav"))
              .max(Comparator.naturalOrder())
              .orElse(null);
      byte[] file = latest == null ? new byte[0] : Files.readAllBytes(latest);
      if (file.length < 44) {
        return new Tones.Recording(new short[0], 8000);
      }
      ByteBuffer wav = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      int step = wav.getShort(22) * 2;
      short[] samples = new short[(file.length - 44) / step];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = wav.getShort(44 + i * step);
      }
      return new Tones.Recording(samples, wav.getInt(24));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path recording(String end) {
    try (Stream<Path> files = Files.list(folder.resolve("rec"))) {
      return files
          .filter(f -> f.toString().endsWith(end))
          .sorted()
          .reduce((a, b) -> b)
          .orElseThrow(() -> new AssertionError(name + " recorded nothing: " + log()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that is free for TCP and UDP now, and so is the next, which baresip takes for TLS. */
  static int freePort() throws IOException {
    for (int tries = 0; tries < 100; tries++) {
      int port = anyPort();
      if (isFree(port) && isFree(port + 1)) {
        return port;
      }
    }
    throw new IOException("no two ports in a row are free");
  }

  private static int anyPort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket tcp = new ServerSocket(port, 1, here);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(here, port))) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** Ends them at one time; each hangs up before. */
  static void closeAll(List<Baresip> phones) {
    for (Baresip phone : phones) {
      phone.quit();
    }
    phones.forEach(Baresip::close);
  }

  private void quit() {
    if (process.isAlive()) {
      try {
        command("quit", "");
      } catch (AssertionError e) {
        process.destroy();
      }
    }
  }

  @Override
  public void close() {
    quit();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
