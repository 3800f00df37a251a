package org.convoke;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.convoke.audio.Codec;
import org.convoke.clock.Clock;
import org.convoke.phone.PhoneSdp;
import org.convoke.phone.UserAgentClient;
import org.convoke.phone.UserAgentClient.State;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEventSender;

/**
 * The callers of a {@link Rehearsal}: each keys the PIN, stays for a moment and hangs up; a few at
 * a time, the next as soon as one is through. Used by one thread.
 */
final class RehearsalCalls implements AutoCloseable {
  private static final int AT_ONCE = 40;
  private static final int CALLING_AT_ONCE = 4;
  private static final int EVENT_TYPE = 101;
  private static final int FRAME = 160;
  private static final int PRESS_MS = 40;

  /** Frames of sound before the PIN, and after it. */
  private static final int FRAMES_BEFORE = 3;

  private static final int FRAMES_AFTER = 25;

  /** Faster than in earnest: what is compiled does not depend on it. */
  private static final long FRAME_NS = 5_000_000L;

  private static final long BYE_NS = 300_000_000L;
  private static final int RECEIVE_MS = 1;
  private static final int MAX_MESSAGE = 65_535;

  private final Clock clock;
  private final InetSocketAddress sip;
  private final String number;
  private final String keys;
  private final DatagramSocket signalling;
  private final DatagramSocket sound;
  private final Map<String, Caller> callers = new HashMap<>();
  private final byte[] buffer = new byte[MAX_MESSAGE];
  private final byte[] rtp = new byte[RtpPacket.HEADER_BYTES + FRAME];
  private int placed;
  private int calling;
  private int through;

  private static final class Caller {
    private final UserAgentClient agent;
    private final TelephoneEventSender events = new TelephoneEventSender(EVENT_TYPE, 8000);
    private final int ssrc;
    private InetSocketAddress bridge;
    private long nextNs;
    private int frames;
    private int keyed;
    private boolean over;

    private Caller(UserAgentClient agent, int ssrc) {
      this.agent = agent;
      this.ssrc = ssrc;
    }
  }

  RehearsalCalls(Clock clock, InetSocketAddress sip, String number, String keys)
      throws IOException {
    this.clock = clock;
    this.sip = sip;
    this.number = number;
    this.keys = keys;
    InetAddress local = sip.getAddress();
    signalling = new DatagramSocket(0, local);
    signalling.setSoTimeout(RECEIVE_MS);
    sound = new DatagramSocket(0, local);
  }

  /**
   * Plays calls until there were {@code count}, those of earlier times with them, or until {@code
   * enough}; {@code quietly} lets the next begin only when the last has been answered.
   */
  void call(int count, BooleanSupplier quietly, BooleanSupplier enough) throws IOException {
    while (!enough.getAsBoolean() && (placed < count || !callers.isEmpty())) {
      int most = quietly.getAsBoolean() ? 1 : CALLING_AT_ONCE;
      while (placed < count && callers.size() < AT_ONCE && calling < most) {
        dial();
      }
      turn();
    }
    for (Caller caller : callers.values()) {
      caller.agent.hangUp(clock.nowNs());
    }
    long lastNs = clock.nowNs() + BYE_NS;
    while (!callers.isEmpty() && clock.nowNs() < lastNs) {
      turn();
    }
  }

  /** Calls that keyed all, stayed and were hung up by us. */
  int through() {
    return through;
  }

  private void dial() throws IOException {
    String host = sip.getAddress().getHostAddress();
    String token = "rehearsal" + placed + "x";
    UserAgentClient agent =
        new UserAgentClient(
            new UserAgentClient.Settings(
                "sip:" + number + "@" + host + ":" + sip.getPort(),
                "UDP",
                host,
                signalling.getLocalPort(),
                "rehearsal",
                null,
                null,
                PhoneSdp.offer(Codec.PCMU, host, sound.getLocalPort(), placed),
                List.of(),
                token),
            clock.nowNs());
    Caller caller = new Caller(agent, placed);
    callers.put(token, caller);
    placed++;
    calling++;
    flush(caller);
  }

  private void turn() throws IOException {
    receive();
    long nowNs = clock.nowNs();
    for (Iterator<Caller> each = callers.values().iterator(); each.hasNext(); ) {
      Caller caller = each.next();
      if (caller.over) {
        each.remove();
      } else {
        advance(caller, nowNs);
      }
    }
  }

  private void receive() throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      for (int i = 0; i < AT_ONCE; i++) {
        packet.setLength(buffer.length);
        signalling.receive(packet);
        String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
        Caller caller = callerOf(text);
        if (caller != null) {
          caller.agent.receive(text, clock.nowNs());
          flush(caller);
        }
      }
    } catch (SocketTimeoutException e) {
      // Nothing has come: the callers go on.
      return;
    }
  }

  private Caller callerOf(String text) {
    int at = text.indexOf("\r\nCall-ID: ");
    int end = at < 0 ? -1 : text.indexOf('x', at);
    return end < 0 ? null : callers.get(text.substring(at + "\r\nCall-ID: ".length(), end + 1));
  }

  private void advance(Caller caller, long nowNs) throws IOException {
    State state = caller.agent.state();
    if (caller.bridge == null && state != State.CALLING) {
      calling--;
      caller.bridge = PhoneSdp.remote(caller.agent.answer());
      caller.nextNs = nowNs;
      caller.over = caller.bridge == null;
    }
    caller.over |= state == State.ENDED;
    if (state == State.UP && !caller.over && nowNs - caller.nextNs >= 0) {
      caller.nextNs = nowNs + FRAME_NS;
      speak(caller);
      if (caller.keyed == keys.length() && caller.frames > FRAMES_AFTER) {
        caller.agent.hangUp(nowNs);
        through++;
      }
    }
    caller.agent.tick(nowNs);
    flush(caller);
  }

  /** A frame of sound or of a key. */
  private void speak(Caller caller) throws IOException {
    int sequence = ++caller.frames + 100 * caller.keyed;
    long timestamp = (long) FRAME * sequence;
    if (!caller.events.isActive()
        && caller.keyed < keys.length()
        && caller.frames > FRAMES_BEFORE) {
      caller.events.press(keys.charAt(caller.keyed++), PRESS_MS, timestamp);
      caller.frames = 0;
    }
    int length;
    if (caller.events.isActive()) {
      length = caller.events.write(rtp, 0, sequence & 0xFFFF, caller.ssrc);
    } else {
      RtpPacket.writeHeader(rtp, 0, false, 0, sequence & 0xFFFF, timestamp, caller.ssrc);
      for (int i = 0; i < FRAME; i++) {
        rtp[RtpPacket.HEADER_BYTES + i] = (byte) (i * 37 + sequence);
      }
      length = RtpPacket.HEADER_BYTES + FRAME;
    }
    sound.send(new DatagramPacket(rtp, length, caller.bridge));
  }

  private void flush(Caller caller) throws IOException {
    for (String text = caller.agent.poll(); text != null; text = caller.agent.poll()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      signalling.send(new DatagramPacket(bytes, bytes.length, sip));
    }
  }

  @Override
  public void close() {
    signalling.close();
    sound.close();
  }
}
