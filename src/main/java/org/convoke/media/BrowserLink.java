package org.convoke.media;

import org.convoke.bus.LegEvent;
import org.convoke.dtls.DtlsKeys;
import org.convoke.dtls.DtlsServer;
import org.convoke.ice.IceCredentials;
import org.convoke.ice.IceLite;
import org.convoke.ice.IceVerdict;

/**
 * What a browser's leg has in place of sockets of its own: its ICE, its DTLS, and the timers of
 * both. The leg's loop's, but for what says otherwise.
 */
final class BrowserLink implements BrowserInbox.Taker {
  /** Silence after which we ask the browser whether it is there, and how often again. */
  private static final long ASK_AFTER_NS = 1_500_000_000L;

  private static final long ASK_AGAIN_NS = 500_000_000L;

  private final LegHandle handle;
  private final BrowserPort port;
  private final BrowserTerms terms;
  private final IceCredentials own;
  private final IceLite ice;
  private final ValidatedPair pair = new ValidatedPair();
  private final BrowserSocket socket;
  private final BrowserInbox inbox;
  private final long connectNs;
  private final long openedNs;

  /** Made as soon as there is a certificate. */
  private volatile DtlsServer session;

  /** For the session's thread; never changed, only replaced. */
  private volatile Endpoint target;

  private volatile boolean closed;

  // The leg's loop's.
  private Leg leg;
  private LegContext context;
  private boolean secured;
  private boolean over;
  private long askedNs;
  private double roundTripMs = -1;

  BrowserLink(
      LegHandle handle,
      BrowserPort port,
      BrowserTerms terms,
      IceCredentials own,
      IceLite ice,
      long connectNs,
      long openedNs) {
    this.handle = handle;
    this.port = port;
    this.terms = terms;
    this.own = own;
    this.ice = ice;
    this.connectNs = connectNs;
    this.openedNs = openedNs;
    inbox = new BrowserInbox(port.reader(), this);
    socket = new BrowserSocket(port.socket().face(), this::close);
  }

  /** Its leg; before the port knows it. */
  void leg(Leg newLeg, LegContext newContext) {
    leg = newLeg;
    context = newContext;
  }

  /** The handshake to come. */
  void session(DtlsServer newSession) {
    session = newSession;
    if (closed) {
      newSession.close();
    }
  }

  IceCredentials own() {
    return own;
  }

  long fragment() {
    return own.key();
  }

  BrowserTerms terms() {
    return terms;
  }

  BrowserSocket socket() {
    return socket;
  }

  ValidatedPair pair() {
    return pair;
  }

  /** Where the browser is, for other threads; null as long as nobody knows. */
  Endpoint target() {
    return target;
  }

  /** What a check of ours took, or -1. */
  double roundTripMs() {
    return roundTripMs;
  }

  /** How its datagrams reach its loop. */
  BrowserInbox inbox() {
    return inbox;
  }

  /** The leg is here now. */
  void attach(MediaLoop here) {
    context = here.context;
    inbox.attach(here);
  }

  @Override
  public void accept(Datagram packet, long nowNs) {
    if (over) {
      return;
    }
    int first = packet.bytes[0] & 0xFF;
    if (first < 4) {
      check(packet, nowNs);
    } else if (first >= 128) {
      leg.fromBrowser(packet, nowNs);
    } else if (first >= 20 && first < 64) {
      DtlsServer shaking = session;
      if (shaking != null) {
        shaking.offer(packet.bytes, 0, packet.length);
      }
    }
  }

  private void check(Datagram packet, long nowNs) {
    Endpoint source = packet.source;
    switch (ice.accept(packet.bytes, packet.length, source.toSocketAddress(), nowNs)) {
      case IceVerdict.Checked checked -> {
        leg.heard(nowNs);
        if (checked.given() != null) {
          port.forget(Endpoint.of(checked.given()), this);
        }
        // Before the answer: with it the browser may begin to shake hands.
        port.validated(source, this);
        if (checked.moved()) {
          pair.select(ice.selected());
          target = Endpoint.of(ice.selected());
        }
        send(checked.answer(), source);
      }
      case IceVerdict.Answered answered -> {
        leg.heard(nowNs);
        roundTripMs = answered.roundTripNs() / 1e6;
      }
      case IceVerdict.Refused refused -> {
        leg.refused();
        if (refused.answer() != null) {
          send(refused.answer(), source);
        }
      }
    }
  }

  private void send(byte[] message, Endpoint to) {
    Datagram out = context.out;
    System.arraycopy(message, 0, out.bytes, 0, message.length);
    out.length = message.length;
    socket.send(out, to);
  }

  /** Time passes: is the browser late, or silent? */
  void tick(long nowNs) {
    if (over) {
      return;
    }
    if (!secured) {
      if (nowNs - openedNs >= connectNs) {
        disconnected(
            target == null
                ? "no connectivity check came in time"
                : "the DTLS handshake did not end in time");
      }
      return;
    }
    if (leg.silentNs(nowNs) >= ASK_AFTER_NS && nowNs - askedNs >= ASK_AGAIN_NS) {
      askedNs = nowNs;
      send(ice.ask(nowNs), pair.target());
    }
  }

  /** The handshake gave keys: sound may flow. */
  void secured(DtlsKeys keys, long nowNs) {
    if (over || secured) {
      return;
    }
    secured = true;
    askedNs = nowNs;
    SrtpKeys srtp = new SrtpKeys(keys.suite(), keys.sendKeySalt(), keys.receiveKeySalt());
    leg.connect(terms.settings(srtp), nowNs);
    context.emit(new LegEvent.Connected(handle.id));
  }

  /** The connection came not, or went; told once. */
  void disconnected(String why) {
    if (!over) {
      over = true;
      pair.lost();
      context.emit(new LegEvent.Disconnected(handle.id, why));
    }
  }

  /** Whether it is no more. */
  boolean over() {
    return over;
  }

  /** The leg ends. */
  private void close() {
    over = true;
    closed = true;
    port.remove(this);
    DtlsServer last = session;
    if (last != null) {
      last.close();
    }
  }
}
