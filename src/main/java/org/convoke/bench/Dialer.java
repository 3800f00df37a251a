package org.convoke.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.convoke.audio.Codec;
import org.convoke.clock.Clock;
import org.convoke.phone.PhoneSdp;
import org.convoke.phone.UserAgentClient;

/** Places and ends all calls over one UDP socket, on the thread that asks it to. */
final class Dialer implements AutoCloseable {
  private static final long TICK_NS = 100_000_000L;
  private static final long MAX_MICROS = 60_000_000L;
  private static final int MAX_MESSAGE = 65_535;
  private static final String TOKEN = "bench";

  private final Clock clock;
  private final InetSocketAddress bridge;
  private final String number;
  private final Whereabouts where;
  private final DatagramSocket socket;
  private final byte[] buffer = new byte[MAX_MESSAGE];
  private final LoadThread load;
  private final LoadCall[] calls;
  private final UserAgentClient[] agents;
  private final long[] invitedNs;
  private final long[] tryingNs;
  private final long[] answeredNs;
  private final int[] invites;
  private final boolean[] answered;
  private final Histogram setupMicros = new Histogram(MAX_MICROS, 3);
  private final Map<String, Integer> failures = new TreeMap<>();
  private long nextTickNs;
  private int answeredCount;
  private long firstNs;
  private long lastAnswerNs;

  Dialer(Clock clock, InetSocketAddress bridge, String number, LoadThread load, LoadCall[] calls)
      throws IOException {
    this(clock, bridge, number, load, calls, Whereabouts.HERE);
  }

  Dialer(
      Clock clock,
      InetSocketAddress bridge,
      String number,
      LoadThread load,
      LoadCall[] calls,
      Whereabouts where)
      throws IOException {
    this.clock = clock;
    this.bridge = new InetSocketAddress(where.host(), bridge.getPort());
    this.number = number;
    this.where = where;
    this.load = load;
    this.calls = calls;
    agents = new UserAgentClient[calls.length];
    invitedNs = new long[calls.length];
    tryingNs = new long[calls.length];
    answeredNs = new long[calls.length];
    invites = new int[calls.length];
    answered = new boolean[calls.length];
    socket = new DatagramSocket(new InetSocketAddress(where.host(), 0));
    socket.setReceiveBufferSize(4 << 20);
  }

  /** Calls, so many a second, and waits for the answers. */
  void call(double callsPerSecond) throws IOException {
    long beganNs = clock.nowNs();
    firstNs = beganNs;
    long lastNs = beganNs + 40_000_000_000L;
    for (int i = 0; i < calls.length; i++) {
      long dueNs = beganNs + (long) (i * 1e9 / callsPerSecond);
      serve(dueNs);
      dial(i);
      lastNs = clock.nowNs() + 34_000_000_000L;
    }
    while (open() > 0 && clock.nowNs() < lastNs) {
      serve(clock.nowNs() + 5_000_000L);
    }
  }

  private int open() {
    int calling = 0;
    for (UserAgentClient agent : agents) {
      calling += agent.state() == UserAgentClient.State.CALLING ? 1 : 0;
    }
    return calling;
  }

  /** Places one call. */
  void dial(int index) throws IOException {
    // Each Dialer of a process has a port of its own: calls of an earlier one are other calls.
    String token = TOKEN + index + "x" + socket.getLocalPort() + "x";
    UserAgentClient.Settings settings =
        new UserAgentClient.Settings(
            "sip:" + number + "@" + where.host() + ":" + bridge.getPort(),
            "UDP",
            where.host(),
            socket.getLocalPort(),
            calls[index].from,
            null,
            null,
            PhoneSdp.offer(
                Codec.PCMU, where.named(index), where.named(index, load.port(calls[index])), index),
            List.of(),
            token);
    invitedNs[index] = clock.nowNs();
    agents[index] = new UserAgentClient(settings, invitedNs[index]);
    flush(index);
  }

  private void flush(int index) throws IOException {
    UserAgentClient agent = agents[index];
    for (String message = agent.poll(); message != null; message = agent.poll()) {
      invites[index] += message.startsWith("INVITE ") ? 1 : 0;
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      socket.send(new DatagramPacket(bytes, bytes.length, bridge));
    }
  }

  /** Takes what the bridge sends until then, and retransmits. */
  void serve(long untilNs) throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    for (long nowNs = clock.nowNs(); nowNs < untilNs; nowNs = clock.nowNs()) {
      if (nowNs >= nextTickNs) {
        nextTickNs = nowNs + TICK_NS;
        for (int i = 0; i < agents.length && agents[i] != null; i++) {
          agents[i].tick(nowNs);
          flush(i);
        }
      }
      long waitNs = Math.min(untilNs, nextTickNs) - nowNs;
      socket.setSoTimeout((int) Math.max(1, waitNs / 1_000_000L));
      try {
        packet.setLength(buffer.length);
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        continue;
      }
      received(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8), clock.nowNs());
    }
  }

  private void received(String message, long nowNs) throws IOException {
    int index = callOf(message);
    if (index < 0 || index >= agents.length || agents[index] == null) {
      return;
    }
    UserAgentClient agent = agents[index];
    if (tryingNs[index] == 0 && message.startsWith("SIP/2.0 ")) {
      tryingNs[index] = nowNs;
    }
    agent.receive(message, nowNs);
    flush(index);
    if (!answered[index] && agent.state() == UserAgentClient.State.UP) {
      answered[index] = true;
      lastAnswerNs = nowNs;
      answeredNs[index] = nowNs;
      setupMicros.recordValue(Math.min(MAX_MICROS, (nowNs - invitedNs[index]) / 1000));
      InetSocketAddress remote = PhoneSdp.remote(agent.answer());
      if (remote != null) {
        answeredCount++;
        load.begin(calls[index], remote.getPort());
      }
    }
  }

  /** The number of the call that a message's Call-ID names, or -1. */
  static int callOf(String message) {
    int at = message.indexOf("\r\nCall-ID: " + TOKEN);
    if (at < 0) {
      return -1;
    }
    int digit = at + ("\r\nCall-ID: " + TOKEN).length();
    int index = -1;
    while (digit < message.length()
        && Character.isDigit(message.charAt(digit))
        && index < 1 << 20) {
      index = Math.max(0, index) * 10 + message.charAt(digit++) - '0';
    }
    return index;
  }

  /** Ends all calls, so many a second, and waits a few seconds for the last answers. */
  void hangUp(double callsPerSecond) throws IOException {
    for (UserAgentClient agent : agents) {
      switch (agent.state()) {
        case UP -> {}
        case CALLING -> failures.merge("no answer", 1, Integer::sum);
        case LEAVING, ENDED ->
            failures.merge(agent.status() + " " + agent.reason(), 1, Integer::sum);
      }
    }
    long beganNs = clock.nowNs();
    for (int i = 0; i < agents.length; i++) {
      serve(beganNs + (long) (i * 1e9 / callsPerSecond));
      agents[i].hangUp(clock.nowNs());
      flush(i);
    }
    long lastNs = clock.nowNs() + 4_000_000_000L;
    while (clock.nowNs() < lastNs && leaving()) {
      serve(clock.nowNs() + 5_000_000L);
    }
  }

  /** Ends one call; {@link #serve} sends it again where that is needed. */
  void hangUp(int index) throws IOException {
    agents[index].hangUp(clock.nowNs());
    flush(index);
  }

  /** The call as SIP sees it, or null before it was placed. */
  UserAgentClient agent(int index) {
    return agents[index];
  }

  private boolean leaving() {
    for (UserAgentClient agent : agents) {
      if (agent.state() == UserAgentClient.State.LEAVING) {
        return true;
      }
    }
    return false;
  }

  long invitedNs(int index) {
    return invitedNs[index];
  }

  /** How a call went so far, about; on the load's thread, whose part of it is exact. */
  CallTimes times(int index) {
    LoadCall call = calls[index];
    return new CallTimes(
        invitedNs[index],
        tryingNs[index],
        answeredNs[index],
        call.firstSoundNs(),
        call.keyedNs(),
        call.joinedNs(),
        invites[index]);
  }

  int answered() {
    return answeredCount;
  }

  /** Calls set up a second: from the first INVITE to the last 200. */
  double answeredPerSecond() {
    long tookNs = lastAnswerNs - firstNs;
    return answeredCount == 0 || tookNs <= 0 ? 0 : answeredCount * 1e9 / tookNs;
  }

  /** From INVITE to 200. */
  Histogram setupMicros() {
    return setupMicros;
  }

  /** Calls that were over, or never answered, when they were to be ended: why, and how many. */
  Map<String, Integer> failures() {
    return failures;
  }

  @Override
  public void close() {
    socket.close();
  }
}
