package org.convoke.sip;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.convoke.bus.Addresses;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.media.Media;

/**
 * What the handlers of one sip verticle share. All but {@link #peers} is touched by its context
 * alone.
 */
final class SipScope {
  final Vertx vertx;
  final Context context;
  final Config config;
  final Clock clock;
  final Media media;
  final SipCounters counters;
  final Admission admission;
  final CallMachine machine;
  final CallRegistry calls = new CallRegistry();

  /** Tags are made of it: nobody outside may foresee it. */
  final Random random;

  /** Peers of live calls and how many calls each has: those we may connect to. */
  final Map<InetAddress, Integer> peers = new ConcurrentHashMap<>();

  SipStack stack;
  LocalAddressGateway addresses;

  SipScope(
      Vertx vertx,
      Context context,
      Config config,
      Clock clock,
      Media media,
      SipCounters counters,
      Admission admission,
      Random random) {
    this.admission = admission;
    this.vertx = vertx;
    this.context = context;
    this.config = config;
    this.clock = clock;
    this.media = media;
    this.counters = counters;
    this.random = random;
    this.machine =
        new CallMachine(
            config.sip().ackTimeoutSeconds() * 1_000_000_000L,
            config.sip().maxCallHours() * 3_600_000_000_000L);
  }

  /** Writes call.started, once and before anything else that is told of the call here. */
  void begins(Call call) {
    if (!call.told) {
      call.told = true;
      fact(EventType.CALL_STARTED, call, CallFacts.started(call));
    }
  }

  void fact(String type, Call call, Map<String, Object> data) {
    begins(call);
    vertx.eventBus().send(Addresses.FACTS, Fact.of(type, clock.now(), null, call.id, null, data));
  }

  /** A tag of ours: 96 random bits, so that nobody guesses his way into a dialog. */
  String newTag() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The value of a Via of ours with a new branch (RFC 3261 §8.1.1.7). */
  String via(Call call, String transport) {
    return "SIP/2.0/"
        + transport.toUpperCase(Locale.ROOT)
        + " "
        + host(call.localAddress)
        + ":"
        + call.localPort
        + ";branch=z9hG4bK"
        + newTag()
        + ";rport";
  }

  /** Where the peer reaches us in this dialog. */
  String contact(Call call) {
    String transport = call.invite.transport();
    return "<sip:"
        + host(call.localAddress)
        + ":"
        + call.localPort
        + (transport.equals("udp") ? "" : ";transport=" + transport)
        + ">";
  }

  /** An address as it stands in a URI. */
  static String host(String address) {
    return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
  }
}
