package org.convoke.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.convoke.clock.Clock;
import org.convoke.config.WebrtcConfig;
import org.convoke.dtls.DtlsIdentity;
import org.convoke.dtls.DtlsKeys;
import org.convoke.dtls.DtlsListener;
import org.convoke.dtls.DtlsServer;
import org.convoke.dtls.DtlsWarmUp;
import org.convoke.dtls.Fingerprint;
import org.convoke.ice.IceCredentials;
import org.convoke.ice.IceLite;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the legs of browsers: the port, the certificate and the addresses that they share. */
final class Browsers {
  private static final Logger LOG = LoggerFactory.getLogger(Browsers.class);
  private static final int LEGS_EACH = 2;
  private static final InetAddress EVERY_V4 = InetAddress.ofLiteral("0.0.0.0");

  private final WebrtcConfig config;
  private final BrowserPort port;
  private final Candidates candidates;
  private final Clock clock;
  private final Random random;
  private final CompletableFuture<DtlsIdentity> identity = new CompletableFuture<>();
  private final AtomicBoolean prepared = new AtomicBoolean();
  private final AtomicBoolean visited = new AtomicBoolean();
  private volatile Runnable first = () -> {};
  private final LongAdder refused = new LongAdder();

  /**
   * @param random nobody can foresee it
   * @throws IOException when there is no port
   */
  Browsers(
      WebrtcConfig config,
      String publicAddress,
      InetAddress bind,
      Sockets sockets,
      MediaLoop reader,
      Clock clock,
      Random random)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.random = random;
    // Who comes back, or comes by another network, has a second leg beside his last for a moment.
    int legs = LEGS_EACH * config.maxBrowsers();
    boolean local = Candidates.isForThisMachineOnly(bind);
    PacketSocket socket = open(sockets, local ? EVERY_V4 : bind, config.port());
    candidates = new Candidates(bind, socket.localPort(), publicAddress, config.addresses());
    port = new BrowserPort(socket, reader, legs, local ? candidates::isOfThisMachine : any -> true);
    reader.readBrowsers(port);
  }

  /**
   * A port that another program has is no reason not to start, for browsers are told each time
   * which it is.
   */
  private static PacketSocket open(Sockets sockets, InetAddress bind, int port) throws IOException {
    try {
      return sockets.openShared(bind, port);
    } catch (IOException e) {
      PacketSocket other = sockets.openShared(bind, 0);
      LOG.warn(
          "webrtc.port: UDP port {} cannot be had ({}); browsers come in by {} this time, which a"
              + " firewall may not know",
          port,
          e.getMessage(),
          other.localPort());
      return other;
    }
  }

  int port() {
    return port.socket().localPort();
  }

  /**
   * Makes the certificate and does what takes long the first time, on a thread of its own; once,
   * and at the latest when the first browser comes.
   */
  void prepare() {
    if (prepared.compareAndSet(false, true)) {
      Thread.ofPlatform().name("media-browsers").daemon(true).start(this::makeReady);
    }
  }

  /** What is done once, on a thread of its own, when the first browser comes. */
  void atFirst(Runnable task) {
    first = task;
  }

  private void makeReady() {
    try {
      // A media loop shall not be the one to load these classes.
      IceLite.warmUp(random);
      DtlsIdentity made = DtlsIdentity.create(clock.now());
      identity.complete(made);
      DtlsWarmUp.run(made);
    } catch (RuntimeException | Error e) {
      LOG.error("browsers cannot be connected", e);
      identity.completeExceptionally(e);
    }
  }

  /**
   * Makes the leg of a browser and lets its checks in.
   *
   * @throws IllegalArgumentException for terms that cannot be
   * @throws IllegalStateException when there are too many browsers
   */
  BrowserLink open(LegHandle handle, BrowserTerms terms, LegContext context) {
    // Looks at it here, where its fault is still the caller's.
    fingerprint(terms);
    IceCredentials own = IceCredentials.random(random);
    IceLite ice = new IceLite(own, new IceCredentials(terms.ufrag(), terms.password()), random);
    long nowNs = clock.nowNs();
    BrowserLink link =
        new BrowserLink(
            handle, port, terms, own, ice, config.connectSeconds() * 1_000_000_000L, nowNs);
    handle.leg = new Leg(handle, link, context, config.lostSeconds() * 1_000_000_000L, nowNs);
    link.leg(handle.leg, context);
    if (!port.add(link)) {
      refused.increment();
      throw new IllegalStateException("there are " + config.maxBrowsers() + " browsers already");
    }
    return link;
  }

  private static Fingerprint fingerprint(BrowserTerms terms) {
    return new Fingerprint(terms.fingerprintHash(), terms.fingerprint());
  }

  /** What the browser must know, as soon as it is known. */
  CompletionStage<BrowserDoor> door(LegHandle handle, BrowserLink link, Leg leg) {
    prepare();
    if (visited.compareAndSet(false, true)) {
      Thread.ofPlatform().name("media-sounds").daemon(true).start(first);
    }
    return identity.thenApply(ours -> {
      BrowserTerms terms = link.terms();
      link.session(
          new DtlsServer(
              ours,
              fingerprint(terms),
              new Handshake(port.socket().face(), link)::send,
              new Report(handle)));
      List<InetSocketAddress> addresses = candidates.now(clock.nowNs());
      return new BrowserDoor(
          link.own().ufrag(),
          link.own().password(),
          ours.fingerprint().hash(),
          ours.fingerprint().bytes(),
          addresses,
          leg.out.ssrc() & 0xFFFF_FFFFL,
          leg.cname());
    });
  }

  /** Datagrams of nobody we know, and of no use; read while the loop writes. */
  long strangers() {
    return port.strangers() + port.malformed();
  }

  /** Browsers that were not let in because there were too many. */
  long refused() {
    return refused.sum();
  }

  /** No loop turns any more. */
  void close() {
    port.socket().close();
  }

  /** How a session sends: on its own thread, to where the browser is then. */
  private record Handshake(PacketSocket face, BrowserLink link) {
    void send(byte[] bytes, int offset, int length) {
      Endpoint to = link.target();
      if (to != null && length <= Datagram.CAPACITY) {
        Datagram out = new Datagram();
        System.arraycopy(bytes, offset, out.bytes, 0, length);
        out.length = length;
        face.send(out, to);
      }
    }
  }

  /** What a session says goes to the leg's loop. */
  private record Report(LegHandle handle) implements DtlsListener {
    @Override
    public void keys(DtlsKeys keys) {
      handle.offer(new LegCommand.Secured(keys));
    }

    @Override
    public void failed(String reason) {
      handle.offer(new LegCommand.Unsecured("the DTLS handshake failed: " + reason));
    }

    @Override
    public void closed() {
      handle.offer(new LegCommand.Unsecured("the browser said that it is gone"));
    }
  }
}
