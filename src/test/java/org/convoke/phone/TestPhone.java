package org.convoke.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.audio.AudioDecoder;
import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.clock.Clock;

/**
 * The little phone in a test's hand: it calls, keys digits at any moment, sends a tone and keeps
 * what it hears. A thread of its own does its SIP; {@link Line} does its sound.
 */
public final class TestPhone implements AutoCloseable {
  private static final Pattern URI =
      Pattern.compile("sip:[^@]+@(\\[[^]]+]|[^:;]+):(\\d+)(;transport=tcp)?");

  private final Clock clock = Clock.system();
  private final Wire wire;
  private final Line line;
  private final AudioEncoder encoder;
  private final AudioDecoder decoder;
  private final UserAgentClient client;
  private final Thread thread;
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private volatile int toneHz;
  private volatile UserAgentClient.State state = UserAgentClient.State.CALLING;
  private volatile boolean closed;
  private String answered = "";

  private final UnaryOperator<InetSocketAddress> way;

  private TestPhone(
      String uri,
      String from,
      int toneHz,
      List<String> headers,
      UnaryOperator<InetSocketAddress> way)
      throws IOException {
    this.way = way;
    Matcher parts = URI.matcher(uri);
    if (!parts.matches()) {
      throw new IllegalArgumentException(uri);
    }
    String transport = parts.group(3) == null ? "UDP" : "TCP";
    this.toneHz = toneHz;
    wire =
        Wire.open(
            transport,
            new InetSocketAddress(
                InetAddress.getByName(parts.group(1).replaceAll("[\\[\\]]", "")),
                Integer.parseInt(parts.group(2))));
    Codecs codecs = new Codecs(OpusLibrary.choose("java"), OpusSettings.SPEECH);
    encoder = codecs.encoder(Codec.PCMU);
    decoder = codecs.decoder(Codec.PCMU);
    long seed = ThreadLocalRandom.current().nextLong();
    line =
        new Line(
            clock,
            wire.localAddress(),
            Codec.PCMU,
            encoder,
            voice(),
            new Ear(Codec.PCMU, PhoneSdp.payloadType(Codec.PCMU), decoder),
            new Line.Impairment(0, 0, seed));
    String host = wire.localAddress().getHostAddress();
    client =
        new UserAgentClient(
            new UserAgentClient.Settings(
                uri,
                transport,
                host.indexOf(':') >= 0 ? "[" + host.split("%")[0] + "]" : host,
                wire.localPort(),
                from,
                null,
                null,
                PhoneSdp.offer(Codec.PCMU, host.split("%")[0], line.port(), seed >>> 33),
                headers,
                Long.toHexString(seed)),
            clock.nowNs());
    thread = Thread.ofPlatform().daemon().name("test-phone " + from).start(this::talk);
  }

  /**
   * Calls.
   *
   * @param uri sip:USER@HOST:PORT, with ;transport=tcp if so wished
   * @param from who we say we are
   * @param toneHz what it sends without pause, 0 for silence
   * @param headers further headers of the INVITE, as NAME: VALUE
   */
  public static TestPhone dial(String uri, String from, int toneHz, String... headers) {
    return dialBy(UnaryOperator.identity(), uri, from, toneHz, headers);
  }

  /**
   * The same with its sound going another way.
   *
   * @param way where to send in place of where the bridge's SDP says
   */
  public static TestPhone dialBy(
      UnaryOperator<InetSocketAddress> way,
      String uri,
      String from,
      int toneHz,
      String... headers) {
    try {
      return new TestPhone(uri, from, toneHz, List.of(headers), way);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Voice voice() {
    return new Voice() {
      private long sample;

      @Override
      public void fill(short[] pcm, int frameOfSecond) {
        int hz = toneHz;
        for (int i = 0; i < pcm.length; i++) {
          double phase = 2 * Math.PI * hz * (sample++ % 8000) / 8000;
          pcm[i] = (short) (hz == 0 ? 0 : Math.round(8231 * Math.sin(phase)));
        }
      }
    };
  }

  private void talk() {
    try {
      while (!closed && client.state() != UserAgentClient.State.ENDED) {
        String message = wire.receive();
        if (message != null) {
          client.receive(message, clock.nowNs());
          sound();
        }
        for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
          order.run();
        }
        client.tick(clock.nowNs());
        flush();
        state = client.state();
      }
    } catch (IOException e) {
      // The bridge is gone; state() says how far we got.
    }
  }

  private void sound() {
    if (!client.answer().equals(answered)) {
      InetSocketAddress remote = PhoneSdp.remote(client.answer());
      if (remote != null && answered.isEmpty()) {
        line.start(way.apply(remote));
      } else if (remote != null) {
        line.retarget(way.apply(remote));
      }
      answered = client.answer();
    }
  }

  private void flush() throws IOException {
    for (String message = client.poll(); message != null; message = client.poll()) {
      wire.send(message);
    }
  }

  /** Digits, each 120 ms, with pauses of 100 ms, after those that are still being keyed. */
  public void key(String digits) {
    line.key(digits);
  }

  /** Digits by SIP INFO, one after the other. */
  public void info(String digits) {
    orders.add(() ->
        digits
            .chars()
            .forEach(c ->
                client.info(
                    "application/dtmf-relay", "Signal=" + (char) c + "\r\nDuration=120\r\n")));
  }

  /** From now on it sends this tone; 0 is silence. */
  public void tone(int hz) {
    toneHz = hz;
  }

  public void hangUp() {
    orders.add(() -> client.hangUp(clock.nowNs()));
  }

  public boolean isUp() {
    return state == UserAgentClient.State.UP;
  }

  public boolean isOver() {
    return state == UserAgentClient.State.ENDED;
  }

  /** The final status of the INVITE; read it once the call is up or over. */
  public int status() {
    return client.status();
  }

  public boolean endedByPeer() {
    return client.endedByPeer();
  }

  /** All that was heard, 8000 samples a second. */
  public short[] heard() {
    synchronized (line.ear()) {
      return line.ear().heard();
    }
  }

  /** The last part of what was heard. */
  public short[] heardLast(int millis) {
    short[] all = heard();
    return Arrays.copyOfRange(all, Math.max(0, all.length - millis * 8), all.length);
  }

  public int rate() {
    return 8000;
  }

  /** Vanishes without a word, as a phone does whose cable is pulled. */
  @Override
  public void close() {
    closed = true;
    line.close();
    try {
      thread.join(2000);
      wire.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
