package org.convoke.phone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.audio.WavFile;
import org.convoke.audio.WavWriter;
import org.convoke.clock.Clock;
import org.convoke.options.OptionCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code convoke call}: one call from the command line. */
@Command(
    name = "call",
    description = "A little phone: calls a SIP address, keys a PIN, speaks, records what it hears.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CallCommand implements Callable<Integer> {
  private static final Pattern URI =
      Pattern.compile(
          "sips?:(?:([^@:]+)(?::[^@]*)?@)?(\\[[0-9a-fA-F:.]+]|[^:;@]+)(?::(\\d{1,5}))?(;.*)?");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SIP-URI",
      description = "Whom to call: sip:1000@127.0.0.1:5060, ;transport=tcp or tls.")
  private String uri;

  @Option(
      names = "--pin",
      paramLabel = "DIGITS",
      description = "Digits to key after the answer: 0-9 * #.")
  private String pin = "";

  @Option(names = "--say", paramLabel = "FILE.wav", description = "Speak this file, over and over.")
  private Path say;

  @Option(
      names = "--tone",
      paramLabel = "HZ",
      description = "Send a tone; its pauses time the way to other phones.")
  private Integer tone;

  @Option(names = "--record", paramLabel = "FILE.wav", description = "Record what is heard.")
  private Path record;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Hang up after so long (${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--codec",
      paramLabel = "NAME",
      description = "pcmu, pcma, g722 or opus (${DEFAULT-VALUE}).")
  private String codecName = "pcmu";

  @Option(
      names = "--loss",
      paramLabel = "PERCENT",
      description = "Lose so many of the packets sent.")
  private double loss;

  @Option(
      names = "--jitter",
      paramLabel = "MS",
      description = "Delay each packet sent by a random time up to this.")
  private int jitter;

  @Option(names = "--user", paramLabel = "NAME", description = "User name of the SIP credentials.")
  private String user;

  @Option(
      names = "--password",
      paramLabel = "SECRET",
      description = "Password of the SIP credentials.")
  private String password;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "Who we say we are (${DEFAULT-VALUE}).")
  private String from = "phone";

  @Option(
      names = "--header",
      paramLabel = "'NAME: VALUE'",
      description = "A further header of the INVITE.")
  private List<String> headers = List.of();

  @Override
  public Integer call() throws IOException {
    Matcher parts = URI.matcher(uri);
    new OptionCheck(spec)
        .demand(parts.matches(), "SIP-URI is such as sip:1000@127.0.0.1:5060, not " + uri)
        .demand(pin.matches("[0-9*#A-D]{0,64}"), "--pin holds at most 64 digits, * and #")
        .within("--seconds", seconds, 1, 3600)
        .within("--loss", loss, 0, 100)
        .within("--jitter", jitter, 0, 2000)
        .within("--tone", tone == null ? 50 : tone, 50, 20_000)
        .demand(say == null || tone == null, "--say and --tone exclude each other")
        .demand(
            say == null || Files.isReadable(say), "--say is a file, and " + say + " cannot be read")
        .demand(
            record == null || Files.isDirectory(record.toAbsolutePath().getParent()),
            "--record is a file in a folder that exists, not " + record)
        .demand(user == null || password != null, "--user needs --password");
    String transport = transport(parts);
    int port =
        parts.group(3) != null
            ? Integer.parseInt(parts.group(3))
            : transport.equals("TLS") ? 5061 : 5060;
    new OptionCheck(spec).within("The port of SIP-URI", port, 1, 65_535);
    String host = parts.group(2).replaceAll("[\\[\\]]", "");
    try (Wire wire =
        Wire.open(transport, new InetSocketAddress(InetAddress.getByName(host), port))) {
      return talk(wire, transport);
    } catch (IOException e) {
      System.err.println("No connection to " + host + ":" + port + ": " + reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "there is no such host";
      case PortUnreachableException _ -> "nobody listens there";
      default -> e.getMessage();
    };
  }

  private String transport(Matcher parts) {
    String parameters = parts.group(4) == null ? "" : parts.group(4).toLowerCase(Locale.ROOT);
    if (uri.startsWith("sips:") || parameters.contains("transport=tls")) {
      return "TLS";
    }
    return parameters.contains("transport=tcp") ? "TCP" : "UDP";
  }

  private Integer talk(Wire wire, String transport) throws IOException {
    Clock clock = Clock.system();
    Codec codec = codec();
    Codecs codecs = new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH);
    long seed = ThreadLocalRandom.current().nextLong();
    try (AudioEncoder encoder = codecs.encoder(codec);
        AudioDecoder decoder = codecs.decoder(codec);
        Line line =
            new Line(
                clock,
                wire.localAddress(),
                codec,
                encoder,
                voice(encoder.sampleRate()),
                new Ear(codec, PhoneSdp.payloadType(codec), decoder),
                new Line.Impairment(loss / 100, jitter, seed))) {
      String host = wire.localAddress().getHostAddress();
      UserAgentClient.Settings settings =
          new UserAgentClient.Settings(
              uri,
              transport,
              host.indexOf(':') >= 0 ? "[" + host + "]" : host,
              wire.localPort(),
              from,
              user,
              password,
              PhoneSdp.offer(codec, host, line.port(), seed >>> 33),
              headers,
              Long.toHexString(seed));
      return new PhoneCall(wire, line, clock, settings, pin, seconds, System.out).run(this::report);
    }
  }

  private void report(Line line, PrintStream out) {
    Ear ear = line.ear();
    synchronized (ear) {
      out.printf(
          Locale.ROOT,
          "Sent %d packets; received %d: lost %.2f %%, jitter %.1f ms%n",
          line.packetsSent(),
          ear.stats().totalReceived(),
          100 * ear.stats().lossShare(),
          ear.stats().jitterMs());
      double delay = ear.mouthToEarMs();
      out.println(
          delay < 0
              ? "Mouth to ear: no tone of another --tone phone came"
              : String.format(Locale.ROOT, "Mouth to ear: %.1f ms (median)", delay));
      if (record != null) {
        short[] heard = ear.heard();
        try (WavWriter writer = new WavWriter(record, ear.sampleRate())) {
          writer.write(heard, 0, heard.length);
          out.printf(
              Locale.ROOT,
              "Recorded %.1f s into %s%n",
              (double) heard.length / ear.sampleRate(),
              record);
        } catch (IOException e) {
          out.println("The recording could not be written: " + e.getMessage());
        }
      }
    }
  }

  private Codec codec() {
    for (Codec codec : Codec.values()) {
      if (codec.name().equalsIgnoreCase(codecName)) {
        return codec;
      }
    }
    throw new OptionCheck(spec).wrong("--codec is pcmu, pcma, g722 or opus, not " + codecName);
  }

  private Voice voice(int sampleRate) throws IOException {
    if (tone != null) {
      return Voice.tone(tone, sampleRate);
    }
    if (say == null) {
      return Voice.SILENCE;
    }
    return Voice.file(WavFile.read(say), sampleRate);
  }
}
