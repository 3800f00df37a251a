package org.convoke.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.Goertzel;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.id.LegId;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEventSender;
import org.convoke.rtp.TelephoneEvents;

/** A phone in virtual time: sends a tone every 20 ms and records what it hears. */
final class TestPhone implements MemorySockets.Port {
  static final Codecs CODECS = new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH);
  static final int EVENT_PT = 101;

  final LegId leg = LegId.next();
  final Codec codec;
  final int rate;
  final int payloadType;
  final Endpoint address;
  double hz;
  double amplitude = 8000;
  boolean talking = true;
  boolean on = true;
  int ssrc;
  int sequence = 1000;
  long timestamp = 5000;
  double loss;
  int packets;
  int lastPayloadBytes;
  int lastSequence = -1;
  int sequenceGaps;
  long lastTimestamp;
  int marks;
  int rtcpPackets;
  LegPorts bridge;
  LegSrtp srtp;
  int srtpFailures;

  /** What it was sent by telephone-events. */
  final StringBuilder keysHeard = new StringBuilder();

  int keyMs;
  int eventPackets;

  /** Packets of sound since the last telephone-event. */
  int soundBetweenKeys;

  LongSupplier nowNs = () -> 0;

  /** Of the header extension that tells levels, or -1; and the level it tells. */
  int levelId = -1;

  int level;

  private final MemorySockets net;
  private final AudioEncoder encoder;
  private final AudioDecoder decoder;
  private final Random random;
  private final TelephoneEventSender keys;
  private final TelephoneEvents pressed;
  private final byte[] out = new byte[2048];
  private final byte[] payload = new byte[2048];
  private final short[] pcm = new short[5760];
  private final Datagram scratch = new Datagram();
  private short[] heard = new short[48_000 * 4];
  private int heardCount;
  private double phase;

  TestPhone(MemorySockets net, Codec codec, String ip, int port, double hz) {
    this.net = net;
    this.codec = codec;
    this.hz = hz;
    this.rate = codec.sampleRate();
    this.payloadType =
        switch (codec) {
          case PCMU -> 0;
          case PCMA -> 8;
          case G722 -> 9;
          case OPUS -> 111;
        };
    this.address = Endpoint.of(new InetSocketAddress(ip, port));
    this.encoder = CODECS.encoder(codec);
    this.decoder = CODECS.decoder(codec);
    this.random = new Random(port);
    this.ssrc = random.nextInt();
    this.keys = new TelephoneEventSender(EVENT_PT, codec.clockRate());
    this.pressed = new TelephoneEvents(codec.clockRate());
    net.listen(port, this);
    net.listen(port + 1, (bytes, length, from) -> rtcpPackets++);
  }

  /** What SDP would have said of it. */
  LegSettings settings() {
    return settings(address.toSocketAddress(), address.toSocketAddress().getAddress());
  }

  LegSettings settings(InetSocketAddress sdp, InetAddress signalling) {
    return new LegSettings(
        codec,
        payloadType,
        EVENT_PT,
        codec.clockRate(),
        -1,
        20,
        sdp,
        new InetSocketAddress(sdp.getAddress(), sdp.getPort() + 1),
        false,
        signalling,
        true,
        true,
        null,
        true,
        false);
  }

  void press(char digit, int durationMs) {
    keys.press(digit, durationMs, timestamp);
  }

  /** Sends what is due now. */
  void frame() {
    if (!on) {
      return;
    }
    if (keys.isActive()) {
      int length = keys.write(out, 0, sequence, ssrc);
      step(length, 0);
      timestamp += codec.clockRate() / 50;
      return;
    }
    int samples = rate / 50;
    for (int i = 0; i < samples; i++) {
      phase += 2 * Math.PI * hz / rate;
      pcm[i] = (short) (talking ? amplitude * Math.sin(phase) : 0);
    }
    int length = encoder.encode(pcm, 0, samples, payload, 0);
    send(payload, length);
    timestamp += codec.clockRate() / 50;
  }

  /** Sends one payload at the present timestamp. */
  void send(byte[] bytes, int length) {
    RtpPacket.writeHeader(out, 0, false, payloadType, sequence, timestamp, ssrc);
    int at = 12;
    if (levelId >= 0) {
      // RFC 8285 §4.2: one byte of id and length, one of level, padding.
      out[0] |= 0x10;
      byte[] extension = {
        (byte) 0xBE, (byte) 0xDE, 0, 1, (byte) (levelId << 4), (byte) level, 0, 0
      };
      System.arraycopy(extension, 0, out, at, extension.length);
      at += extension.length;
    }
    System.arraycopy(bytes, 0, out, at, length);
    step(at + length, loss);
  }

  private void step(int length, double lossNow) {
    sequence = sequence + 1 & 0xFFFF;
    if (random.nextDouble() < lossNow) {
      return;
    }
    if (srtp == null) {
      net.deliver(out, length, address, bridge.rtpPort());
      return;
    }
    System.arraycopy(out, 0, scratch.bytes, 0, length);
    scratch.length = length;
    if (!srtp.protect(scratch)) {
      srtpFailures++;
    }
    net.deliver(scratch.bytes, scratch.length, address, bridge.rtpPort());
  }

  @Override
  public void arrived(byte[] bytes, int length, Endpoint from) {
    byte[] b = bytes;
    int size = length;
    if (srtp != null) {
      System.arraycopy(bytes, 0, scratch.bytes, 0, length);
      scratch.length = length;
      if (!srtp.unprotect(scratch, RtpPacket.ssrc(bytes, 0))) {
        srtpFailures++;
        return;
      }
      b = scratch.bytes;
      size = scratch.length;
    }
    packets++;
    int s = RtpPacket.sequence(b, 0);
    if (lastSequence >= 0 && s != (lastSequence + 1 & 0xFFFF)) {
      sequenceGaps++;
    }
    lastSequence = s;
    lastTimestamp = RtpPacket.timestamp(b, 0);
    marks += RtpPacket.marker(b, 0) ? 1 : 0;
    if (RtpPacket.payloadType(b, 0) == EVENT_PT) {
      eventPackets++;
      pressed.packet(b, 12, size - 12, s, lastTimestamp, nowNs.getAsLong());
      char key;
      while ((key = pressed.poll()) != 0) {
        keysHeard.append(key);
        keyMs = pressed.durationMs();
      }
      soundBetweenKeys = 0;
      return;
    }
    soundBetweenKeys++;
    lastPayloadBytes = size - 12;
    if (heard.length - heardCount < 5760) {
      heard = Arrays.copyOf(heard, 2 * heard.length);
    }
    heardCount += Math.max(0, decoder.decode(b, 12, size - 12, heard, heardCount));
  }

  void forgetHeard() {
    heardCount = 0;
  }

  int heardMs() {
    return heardCount * 1000 / rate;
  }

  /** What it heard since, without the first so many ms. */
  short[] heard(int fromMs) {
    return Arrays.copyOfRange(heard, Math.min(heardCount, fromMs * (rate / 1000)), heardCount);
  }

  /** The level of a frequency in what it heard, in dBFS. */
  double hears(double frequency, int fromMs) {
    short[] sound = heard(fromMs);
    return sound.length == 0 ? -120 : Goertzel.dbfs(sound, frequency, rate);
  }

  /** The greatest step from one sample to the next. */
  int greatestStep(int fromMs) {
    short[] sound = heard(fromMs);
    int most = 0;
    for (int i = 1; i < sound.length; i++) {
      most = Math.max(most, Math.abs(sound[i] - sound[i - 1]));
    }
    return most;
  }
}
