package org.convoke.phone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.convoke.clock.Clock;

/** Runs one call to its end and tells what happens. */
final class PhoneCall {
  /** The prompt may begin before the digits: as a person would, but with little patience. */
  private static final long KEY_AFTER_NS = 700_000_000L;

  private final Wire wire;
  private final Line line;
  private final Clock clock;
  private final String pin;
  private final int seconds;
  private final PrintStream out;
  private final UserAgentClient client;
  private final long beganNs;
  private String answered = "";
  private long answeredNs;
  private boolean keying;
  private boolean keyed;

  PhoneCall(
      Wire wire,
      Line line,
      Clock clock,
      UserAgentClient.Settings settings,
      String pin,
      int seconds,
      PrintStream out) {
    this.wire = wire;
    this.line = line;
    this.clock = clock;
    this.pin = pin;
    this.seconds = seconds;
    this.out = out;
    beganNs = clock.nowNs();
    client = new UserAgentClient(settings, beganNs);
    out.println("Calling " + settings.target() + " by " + settings.transport());
  }

  /** Returns 0 when the call was answered and ended as it should, 1 when it was refused. */
  int run(BiConsumer<Line, PrintStream> report) throws IOException {
    while (client.state() != UserAgentClient.State.ENDED) {
      flush();
      String message = wire.receive();
      long nowNs = clock.nowNs();
      if (message != null) {
        client.receive(message, nowNs);
        media(nowNs);
      }
      client.tick(nowNs);
      act(nowNs);
    }
    flush();
    if (answeredNs == 0) {
      say("Not answered: " + client.status() + " " + client.reason());
      return 1;
    }
    say(client.endedByPeer() ? "The bridge hung up" : "We hung up");
    report.accept(line, out);
    return 0;
  }

  private void media(long nowNs) {
    if (client.answer().equals(answered) || client.answer().isEmpty()) {
      return;
    }
    answered = client.answer();
    InetSocketAddress remote = PhoneSdp.remote(answered);
    if (remote == null) {
      return;
    }
    if (answeredNs == 0) {
      answeredNs = nowNs;
      say(
          "Answered; sound goes to "
              + remote.getAddress().getHostAddress()
              + ":"
              + remote.getPort());
      line.start(remote);
    } else {
      line.retarget(remote);
    }
  }

  private void act(long nowNs) {
    if (answeredNs == 0 || client.state() != UserAgentClient.State.UP) {
      return;
    }
    if (!keying && !pin.isEmpty() && nowNs - answeredNs >= KEY_AFTER_NS) {
      keying = true;
      if (PhoneSdp.takesEvents(answered)) {
        line.key(pin);
      } else {
        pin.chars()
            .forEach(c ->
                client.info(
                    "application/dtmf-relay", "Signal=" + (char) c + "\r\nDuration=120\r\n"));
      }
    }
    if (keying && !keyed && line.keyed()) {
      keyed = true;
      say("Keyed " + pin.length() + " digits");
    }
    if (nowNs - answeredNs >= seconds * 1_000_000_000L) {
      client.hangUp(nowNs);
    }
  }

  private void flush() throws IOException {
    for (String message = client.poll(); message != null; message = client.poll()) {
      wire.send(message);
    }
  }

  private void say(String what) {
    out.printf(Locale.ROOT, "%6.2f s  %s%n", (clock.nowNs() - beganNs) / 1e9, what);
  }
}
