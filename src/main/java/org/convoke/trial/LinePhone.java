package org.convoke.trial;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.convoke.audio.Codec;
import org.convoke.audio.G711;
import org.convoke.clock.Clock;
import org.convoke.phone.PhoneSdp;
import org.convoke.phone.UserAgentClient;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEventSender;

/**
 * A G.711 phone that keys its PIN, says a sound once when told, and keeps all that it hears with
 * the times at which it came. Its sound may go through a {@link BadRelay}.
 */
final class LinePhone implements AutoCloseable {
  private static final int FRAME = 160;
  private static final long FRAME_NS = 20_000_000L;
  private static final int EVENT_PAYLOAD_TYPE = 101;
  private static final long KEY_AFTER_FRAMES = 35;
  private static final int ANSWER_SECONDS = 30;
  private static final int MAX_MESSAGE = 65_535;

  private final Clock clock;
  private final DatagramSocket sip = new DatagramSocket();
  private final DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final BadRelay relay;
  private final UserAgentClient client;
  private final String pin;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final Hearing hearing = new Hearing();
  private InetSocketAddress target;
  private volatile short[] sound = new short[0];
  private volatile long soundBeganNs;
  private volatile boolean closed;

  /**
   * Calls.
   *
   * @param from the user part of its address
   * @param number that it calls at the bridge
   * @param relay what its own sound goes through, or null
   */
  LinePhone(
      Clock clock, String from, InetSocketAddress bridge, String number, String pin, BadRelay relay)
      throws IOException {
    this.clock = clock;
    this.pin = pin;
    this.relay = relay;
    sip.connect(bridge);
    sip.setSoTimeout(50);
    int port = relay == null ? rtp.getLocalPort() : relay.exitPort();
    String host = sip.getLocalAddress().getHostAddress();
    client =
        new UserAgentClient(
            new UserAgentClient.Settings(
                "sip:" + number + "@" + host + ":" + bridge.getPort(),
                "UDP",
                host,
                sip.getLocalPort(),
                from,
                null,
                null,
                PhoneSdp.offer(Codec.PCMU, host, port, sip.getLocalPort()),
                List.of(),
                from + sip.getLocalPort()),
            clock.nowNs());
    Thread.ofPlatform().daemon().name("line-sip").start(this::signal);
  }

  /** Waits for the answer, then sends silence and its PIN. */
  void talk() throws IOException, InterruptedException {
    if (!answered.await(ANSWER_SECONDS, TimeUnit.SECONDS) || client.answer().isEmpty()) {
      throw new IOException("a call was not answered: " + client.status() + " " + client.reason());
    }
    InetSocketAddress bridge = PhoneSdp.remote(client.answer());
    target = bridge;
    if (relay != null) {
      target = relay.entrance();
      relay.start(bridge);
    }
    Thread.ofPlatform().daemon().name("line-ear").start(this::hear);
    Thread.ofPlatform()
        .daemon()
        .name("line-mouth")
        .priority(Thread.MAX_PRIORITY)
        .start(this::speak);
  }

  /** Says this from its next frame on. */
  void say(short[] pcm) {
    soundBeganNs = 0;
    sound = pcm;
  }

  /** When the first frame of what it was told to say was due, or 0 before that. */
  long soundBeganNs() {
    return soundBeganNs;
  }

  /** What it heard from a time on. */
  short[] heardSince(long sinceNs, int samples) {
    return hearing.since(sinceNs, samples);
  }

  private void signal() {
    byte[] buffer = new byte[MAX_MESSAGE];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      while (client.state() != UserAgentClient.State.ENDED) {
        for (String message = client.poll(); message != null; message = client.poll()) {
          byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
          sip.send(new DatagramPacket(bytes, bytes.length));
        }
        try {
          packet.setLength(buffer.length);
          sip.receive(packet);
          String message = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
          client.receive(message, clock.nowNs());
        } catch (SocketTimeoutException e) {
          // Nothing came.
        }
        client.tick(clock.nowNs());
        if (client.state() == UserAgentClient.State.UP) {
          answered.countDown();
          if (closed) {
            client.hangUp(clock.nowNs());
          }
        }
      }
    } catch (IOException e) {
      // The bridge is gone.
    }
    answered.countDown();
    sip.close();
    rtp.close();
  }

  private void speak() {
    byte[] packet = new byte[RtpPacket.HEADER_BYTES + FRAME];
    short[] silence = new short[FRAME];
    TelephoneEventSender keys = new TelephoneEventSender(EVENT_PAYLOAD_TYPE, 8000);
    long beganNs = clock.nowNs();
    int keyed = 0;
    int said = 0;
    short[] saying = sound;
    int ssrc = System.identityHashCode(this);
    for (int frame = 0; !closed; frame++) {
      long dueNs = beganNs + frame * FRAME_NS;
      while (clock.nowNs() - dueNs < 0) {
        LockSupport.parkNanos(dueNs - clock.nowNs());
      }
      long timestamp = (long) frame * FRAME;
      // A key for 100 ms, then a pause as long.
      if (frame >= KEY_AFTER_FRAMES + 10L * keyed && keyed < pin.length() && !keys.isActive()) {
        keys.press(pin.charAt(keyed++), 100, timestamp);
      }
      int length = keys.isActive() ? keys.write(packet, 0, frame & 0xFFFF, ssrc) : 0;
      if (length == 0) {
        if (saying != sound) {
          saying = sound;
          said = 0;
          soundBeganNs = dueNs;
        }
        boolean speaks = said + FRAME <= saying.length;
        RtpPacket.writeHeader(packet, 0, false, 0, frame & 0xFFFF, timestamp, ssrc);
        G711.MU_LAW.encode(
            speaks ? saying : silence, speaks ? said : 0, FRAME, packet, RtpPacket.HEADER_BYTES);
        said += FRAME;
        length = packet.length;
      }
      try {
        rtp.send(new DatagramPacket(packet, length, target));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void hear() {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      while (!closed) {
        packet.setLength(buffer.length);
        rtp.receive(packet);
        hearing.packet(buffer, packet.getLength(), clock.nowNs());
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** Hangs up. */
  @Override
  public void close() {
    closed = true;
  }

  /** A recording by RTP timestamps, placed in time by when its packets came in the median. */
  static final class Hearing {
    private short[] pcm = new short[8000 * 60];
    private long[] offsetsNs = new long[50 * 60];
    private int packets;
    private int length;
    private long firstTimestamp = -1;

    synchronized void packet(byte[] b, int size, long nowNs) {
      if (RtpPacket.check(b, 0, size) != RtpPacket.Verdict.VALID
          || RtpPacket.payloadType(b, 0) != 0) {
        return;
      }
      long timestamp = RtpPacket.timestamp(b, 0);
      if (firstTimestamp < 0) {
        firstTimestamp = timestamp;
      }
      int at = (int) (timestamp - firstTimestamp);
      int samples = RtpPacket.payloadLength(b, 0, size);
      if (at < 0 || at > Integer.MAX_VALUE / 2) {
        return;
      }
      if (at + samples > pcm.length) {
        pcm = Arrays.copyOf(pcm, 2 * (at + samples));
      }
      if (packets == offsetsNs.length) {
        offsetsNs = Arrays.copyOf(offsetsNs, 2 * packets);
      }
      G711.MU_LAW.decode(b, RtpPacket.payloadOffset(b, 0), samples, pcm, at);
      offsetsNs[packets++] = nowNs - at * 125_000L;
      length = Math.max(length, at + samples);
    }

    /** The samples heard from {@code sinceNs} on; silence where there are none. */
    synchronized short[] since(long sinceNs, int samples) {
      short[] out = new short[samples];
      if (packets == 0) {
        return out;
      }
      long[] sorted = Arrays.copyOf(offsetsNs, packets);
      Arrays.sort(sorted);
      int from = (int) ((sinceNs - sorted[packets / 2]) / 125_000);
      for (int i = Math.max(0, -from); i < samples && from + i < length; i++) {
        out[i] = pcm[from + i];
      }
      return out;
    }
  }
}
