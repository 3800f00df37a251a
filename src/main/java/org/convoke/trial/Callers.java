package org.convoke.trial;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.audio.Codec;
import org.convoke.bench.TrialBridge;
import org.convoke.clock.Clock;
import org.convoke.phone.PhoneSdp;
import org.convoke.phone.UserAgentClient;
import org.convoke.phone.UserAgentClient.State;

/**
 * Callers who only signal, as many as one likes, over one socket: what they hear goes into a socket
 * that nobody reads. On the thread that asks.
 */
final class Callers implements AutoCloseable {
  private static final long TICK_NS = 100_000_000L;
  private static final long TURN_NS = 5_000_000L;
  private static final int MAX_MESSAGE = 65_535;
  private static final Pattern CALL_ID = Pattern.compile("(?m)^Call-ID: caller(\\d+)x");
  private static final Pattern RETRY = Pattern.compile("(?m)^Retry-After: (\\d+)");

  /** What a caller does once it has called. */
  enum Manner {
    /** Stays until its time is over, then says BYE. */
    STAYS,
    /** Gives up at once: CANCEL, while it is rung. */
    CANCELS,
    /** Never acknowledges the answer. */
    MUTE
  }

  /** One of them. */
  static final class Caller {
    private final int index;
    private final Manner manner;
    private final long untilNs;
    private final UserAgentClient agent;
    private boolean told;
    private int retryAfter = -1;
    private long invitedNs;
    private long finalNs;
    private long byeNs;
    private long byeAnsweredNs;

    private Caller(int index, Manner manner, long untilNs, UserAgentClient agent) {
      this.index = index;
      this.manner = manner;
      this.untilNs = untilNs;
      this.agent = agent;
    }

    State state() {
      return agent.state();
    }

    /** The final answer, 0 while there is none. */
    int status() {
      return agent.status();
    }

    /** When it may try again, in seconds from the 503; -1 where that did not say. */
    int retryAfter() {
      return retryAfter;
    }

    /** From its INVITE to the final answer in ns; -1 while there is none. */
    long answeredAfterNs() {
      return finalNs == 0 ? -1 : finalNs - invitedNs;
    }

    /** Whether it has said BYE. */
    boolean saidBye() {
      return byeNs != 0;
    }

    /** From its BYE to the answer in ns; -1 while there is none. */
    long byeAnsweredAfterNs() {
      return byeAnsweredNs == 0 ? -1 : byeAnsweredNs - byeNs;
    }

    private void sends(String message, long nowNs) {
      if (invitedNs == 0 && message.startsWith("INVITE ")) {
        invitedNs = nowNs;
      } else if (byeNs == 0 && message.startsWith("BYE ")) {
        byeNs = nowNs;
      }
    }

    private void received(String message, long nowNs) {
      boolean waits = agent.state() == State.LEAVING;
      agent.receive(message, nowNs);
      if (finalNs == 0 && agent.status() != 0) {
        finalNs = nowNs;
      }
      if (waits && byeNs != 0 && agent.state() == State.ENDED) {
        byeAnsweredNs = nowNs;
      }
    }
  }

  private final Clock clock;
  private final InetSocketAddress bridge;
  private final String number;
  private final DatagramSocket signals = socket();
  private final DatagramSocket sound = socket();
  private final List<Caller> all = new ArrayList<>();
  private final Set<Caller> live = new HashSet<>();
  private final byte[] buffer = new byte[MAX_MESSAGE];
  private long nextTickNs;

  Callers(Clock clock, TrialBridge bridge) throws IOException {
    this.clock = clock;
    this.bridge = bridge.sip();
    this.number = bridge.number();
    signals.setReceiveBufferSize(4 << 20);
  }

  private static DatagramSocket socket() throws IOException {
    return new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
  }

  /**
   * Places a call.
   *
   * @param pin that goes with it, or null: then it is asked for, and hears prompts
   * @param seconds that it stays
   */
  Caller dial(Manner manner, String pin, double seconds) throws IOException {
    int index = all.size();
    long nowNs = clock.nowNs();
    UserAgentClient.Settings settings =
        new UserAgentClient.Settings(
            "sip:" + number + "@127.0.0.1:" + bridge.getPort(),
            "UDP",
            "127.0.0.1",
            signals.getLocalPort(),
            "caller" + index % 1000,
            null,
            null,
            PhoneSdp.offer(Codec.PCMU, "127.0.0.1", sound.getLocalPort(), index),
            pin == null ? List.of() : List.of("X-Convoke-Pin: " + pin),
            "caller" + index + "x");
    Caller caller =
        new Caller(
            index, manner, nowNs + (long) (seconds * 1e9), new UserAgentClient(settings, nowNs));
    all.add(caller);
    live.add(caller);
    flush(caller);
    return caller;
  }

  /** Signals for so long. */
  void run(double seconds) throws IOException {
    long endNs = clock.nowNs() + (long) (seconds * 1e9);
    while (clock.nowNs() - endNs < 0) {
      turn(Math.min(endNs, clock.nowNs() + TURN_NS));
    }
  }

  /** Signals until all that was asked is answered, or for so long. */
  void settle(double seconds) throws IOException {
    long endNs = clock.nowNs() + (long) (seconds * 1e9);
    while (clock.nowNs() - endNs < 0 && count(State.CALLING) + count(State.LEAVING) > 0) {
      turn(clock.nowNs() + TURN_NS);
    }
  }

  /** Ends those that are up. */
  void hangUp() throws IOException {
    for (Caller caller : List.copyOf(live)) {
      caller.agent.hangUp(clock.nowNs());
      flush(caller);
    }
    settle(10);
  }

  int count(State state) {
    return (int) live.stream().filter(caller -> caller.state() == state).count();
  }

  /** Those that came to this final answer. */
  int answered(int status) {
    return (int) all.stream().filter(caller -> caller.status() == status).count();
  }

  List<Caller> all() {
    return all;
  }

  private void turn(long untilNs) throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    for (long nowNs = clock.nowNs(); untilNs - nowNs > 0; nowNs = clock.nowNs()) {
      if (nowNs - nextTickNs >= 0) {
        nextTickNs = nowNs + TICK_NS;
        tick(nowNs);
      }
      signals.setSoTimeout((int) Math.max(1, (untilNs - nowNs) / 1_000_000L));
      try {
        packet.setLength(buffer.length);
        signals.receive(packet);
      } catch (SocketTimeoutException e) {
        continue;
      }
      received(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8), clock.nowNs());
    }
  }

  private void tick(long nowNs) throws IOException {
    for (Caller caller : List.copyOf(live)) {
      if (caller.manner == Manner.STAYS && nowNs - caller.untilNs >= 0) {
        caller.agent.hangUp(nowNs);
      }
      caller.agent.tick(nowNs);
      flush(caller);
      if (caller.state() == State.ENDED) {
        live.remove(caller);
      }
    }
  }

  private void received(String message, long nowNs) throws IOException {
    Matcher matcher = CALL_ID.matcher(message);
    if (!matcher.find()) {
      return;
    }
    Caller caller = all.get(Integer.parseInt(matcher.group(1)));
    caller.received(message, nowNs);
    if (caller.manner == Manner.CANCELS && !caller.told && caller.state() == State.CALLING) {
      caller.told = true;
      caller.agent.hangUp(nowNs);
    }
    Matcher retry = RETRY.matcher(message);
    if (message.startsWith("SIP/2.0 503") && retry.find()) {
      caller.retryAfter = Integer.parseInt(retry.group(1));
    }
    flush(caller);
  }

  private void flush(Caller caller) throws IOException {
    for (String message = caller.agent.poll(); message != null; message = caller.agent.poll()) {
      if (caller.manner == Manner.MUTE && message.startsWith("ACK ")) {
        continue;
      }
      caller.sends(message, clock.nowNs());
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      signals.send(new DatagramPacket(bytes, bytes.length, bridge));
    }
  }

  @Override
  public void close() {
    signals.close();
    sound.close();
  }
}
