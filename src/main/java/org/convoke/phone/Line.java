package org.convoke.phone;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.clock.Clock;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEventSender;

/**
 * The phone's RTP: sends its voice and its digits every 20 ms, as badly as told, and gives the ear
 * what comes.
 */
final class Line implements AutoCloseable {
  private static final long FRAME_NS = 20_000_000L;
  private static final int DIGIT_MS = 120;
  private static final int DIGIT_GAP_FRAMES = 5;

  /** How badly to send: share of packets lost (0 to 1), random delay up to so many ms. */
  record Impairment(double loss, int jitterMs, long seed) {}

  private record Delayed(long dueNs, byte[] packet) {}

  private final DatagramSocket socket;
  private final Clock clock;
  private final Codec codec;
  private final AudioEncoder encoder;
  private final Voice voice;
  private final Ear ear;
  private final Impairment impairment;
  private final Random random;
  private final TelephoneEventSender events;
  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNs));
  private final ConcurrentLinkedQueue<Character> digits = new ConcurrentLinkedQueue<>();
  private final int ssrc;
  private int sequence;
  private long timestamp;
  private int gapFrames;
  private long sent;
  private volatile InetSocketAddress remote;
  private volatile boolean closed;

  Line(
      Clock clock,
      InetAddress local,
      Codec codec,
      AudioEncoder encoder,
      Voice voice,
      Ear ear,
      Impairment impairment)
      throws IOException {
    this.clock = clock;
    this.codec = codec;
    this.encoder = encoder;
    this.voice = voice;
    this.ear = ear;
    this.impairment = impairment;
    random = new Random(impairment.seed);
    ssrc = random.nextInt();
    sequence = random.nextInt(1 << 16);
    timestamp = random.nextInt() & 0xffffffffL;
    events = new TelephoneEventSender(PhoneSdp.EVENT_PAYLOAD_TYPE, PhoneSdp.eventClockRate(codec));
    socket = new DatagramSocket(0, local);
    socket.setSoTimeout(50);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Starts sending and hearing. */
  void start(InetSocketAddress to) {
    remote = to;
    Thread.ofPlatform().daemon().name("phone-ear").start(this::hear);
    Thread.ofPlatform()
        .daemon()
        .name("phone-mouth")
        .priority(Thread.MAX_PRIORITY)
        .start(this::speak);
  }

  void retarget(InetSocketAddress to) {
    remote = to;
  }

  void key(String keys) {
    keys.chars().forEach(c -> digits.add((char) c));
  }

  /** Whether every digit has been sent. */
  boolean keyed() {
    return digits.isEmpty() && !events.isActive();
  }

  Ear ear() {
    return ear;
  }

  long packetsSent() {
    return sent;
  }

  private void hear() {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (!closed) {
      try {
        packet.setLength(buffer.length);
        socket.receive(packet);
        long nowNs = clock.nowNs();
        synchronized (ear) {
          ear.receive(buffer, packet.getLength(), nowNs, sinceSecondMs(clock.now()));
        }
      } catch (SocketTimeoutException | PortUnreachableException e) {
        // Nothing came; or the bridge has closed its port already.
      } catch (IOException e) {
        return;
      }
    }
  }

  private static double sinceSecondMs(Instant now) {
    return now.getNano() / 1e6;
  }

  private void speak() {
    short[] pcm = new short[encoder.sampleRate() / 50];
    byte[] packet = new byte[RtpPacket.HEADER_BYTES + AudioEncoder.MAX_PAYLOAD];
    // Frames begin at multiples of 20 ms of the wall clock, so that tones begin at full seconds.
    long intoFrameNs = clock.now().getNano() % FRAME_NS;
    long dueNs = clock.nowNs() + FRAME_NS - intoFrameNs;
    long frame = clock.now().plusNanos(FRAME_NS - intoFrameNs).getNano() / FRAME_NS;
    while (!closed) {
      sleepUntil(dueNs);
      voice.fill(pcm, (int) (frame % 50));
      if (!sendDigit(packet)) {
        int payload = encoder.encode(pcm, 0, pcm.length, packet, RtpPacket.HEADER_BYTES);
        if (payload > 0) {
          RtpPacket.writeHeader(
              packet, 0, false, PhoneSdp.payloadType(codec), sequence, timestamp, ssrc);
          sequence = (sequence + 1) & 0xffff;
          send(packet, RtpPacket.HEADER_BYTES + payload);
        }
      }
      timestamp = (timestamp + codec.clockRate() / 50) & 0xffffffffL;
      frame++;
      dueNs += FRAME_NS;
    }
  }

  /** RFC 4733: while a digit is down its event goes in place of the sound. */
  private boolean sendDigit(byte[] packet) {
    if (!events.isActive()) {
      if (gapFrames > 0) {
        gapFrames--;
        return false;
      }
      Character digit = digits.poll();
      if (digit == null || !events.press(digit, DIGIT_MS, timestamp)) {
        return false;
      }
    }
    int length = events.write(packet, 0, sequence, ssrc);
    if (length > 0) {
      sequence = (sequence + 1) & 0xffff;
      send(packet, length);
    }
    if (!events.isActive()) {
      gapFrames = DIGIT_GAP_FRAMES;
    }
    return true;
  }

  private void send(byte[] packet, int length) {
    sent++;
    if (random.nextDouble() < impairment.loss) {
      return;
    }
    if (impairment.jitterMs == 0) {
      transmit(packet, length);
    } else {
      long delayNs = (long) (random.nextDouble() * impairment.jitterMs * 1e6);
      delayed.add(new Delayed(clock.nowNs() + delayNs, java.util.Arrays.copyOf(packet, length)));
    }
  }

  private void sleepUntil(long dueNs) {
    long nowNs = clock.nowNs();
    while (nowNs - dueNs < 0 && !closed) {
      Delayed next = delayed.peek();
      if (next != null && nowNs - next.dueNs >= 0) {
        delayed.poll();
        transmit(next.packet, next.packet.length);
      } else {
        long until = next == null ? dueNs : Math.min(dueNs, next.dueNs);
        LockSupport.parkNanos(until - nowNs);
      }
      nowNs = clock.nowNs();
    }
  }

  private void transmit(byte[] packet, int length) {
    try {
      socket.send(new DatagramPacket(packet, length, remote));
    } catch (IOException e) {
      // The bridge may be gone already; signalling will say so.
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
