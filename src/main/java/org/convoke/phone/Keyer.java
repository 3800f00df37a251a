package org.convoke.phone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.clock.Clock;

/** A phone that keys digits all through its call, four or five a second, for others' trials. */
public final class Keyer implements AutoCloseable {
  private static final double DIGITS_A_SECOND = 4.5;

  private final Wire wire;
  private final Line line;
  private final AudioEncoder encoder;
  private final AudioDecoder decoder;
  private final PhoneCall call;

  /**
   * @param server where SIP listens, UDP on IPv4
   * @param user whom to call
   * @param keys keyed over and over
   * @param seconds until it hangs up
   */
  public Keyer(
      Clock clock, InetSocketAddress server, String user, String from, String keys, int seconds)
      throws IOException {
    long seed = ThreadLocalRandom.current().nextLong();
    Codecs codecs = new Codecs(OpusLibrary.choose("java"), OpusSettings.SPEECH);
    encoder = codecs.encoder(Codec.PCMU);
    decoder = codecs.decoder(Codec.PCMU);
    wire = Wire.open("UDP", server);
    Ear ear = new Ear(Codec.PCMU, PhoneSdp.payloadType(Codec.PCMU), decoder);
    Line.Impairment none = new Line.Impairment(0, 0, seed);
    line = new Line(clock, wire.localAddress(), Codec.PCMU, encoder, Voice.SILENCE, ear, none);
    String host = wire.localAddress().getHostAddress();
    String address = server.getAddress().getHostAddress() + ":" + server.getPort();
    UserAgentClient.Settings settings =
        new UserAgentClient.Settings(
            "sip:" + user + "@" + address,
            "UDP",
            host,
            wire.localPort(),
            from,
            null,
            null,
            PhoneSdp.offer(Codec.PCMU, host, line.port(), seed >>> 33),
            java.util.List.of(),
            Long.toHexString(seed));
    int repetitions = (int) Math.ceil(seconds * DIGITS_A_SECOND / keys.length());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    call = new PhoneCall(wire, line, clock, settings, keys.repeat(repetitions), seconds, nowhere);
  }

  /** Returns when the call is over. Fails with IOException when {@link #close} ends it. */
  public void run() throws IOException {
    call.run((ended, out) -> {});
  }

  /** Without a word to the bridge. */
  @Override
  public void close() throws IOException {
    line.close();
    wire.close();
    encoder.close();
    decoder.close();
  }
}
