package org.convoke.media;

import org.convoke.audio.PrivateMix;
import org.convoke.audio.TalkDetector;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegEvent.DigitSource;
import org.convoke.bus.LegReport;
import org.convoke.id.LegId;
import org.convoke.rtp.Rtcp;
import org.convoke.rtp.TelephoneEvents;

/**
 * A call's one audio connection: its sockets, its streams both ways, and what plays to it. Its
 * ticker, a {@link RoomMix} or a {@link LoneLeg}, gives it its turn every 20 ms.
 */
final class Leg implements PacketReceiver {
  final LegId id;
  final LegHandle handle;
  final Player player;
  final KeySender keySender;
  final PrivateMix privateMix = new PrivateMix();
  final TalkDetector talk = new TalkDetector();
  final Listening listening;
  final Speaking speaking;
  final Inbound in;
  final Outbound out;

  /** What the peer says of its loudness, or null where it does not. */
  final LevelClaims claims;

  /** Who gives it its turn, and the room it is in or null; the loop's. */
  Ticker ticker;

  RoomHandle room;

  private LegContext context;

  /** Of a browser's leg, else null. */
  private final BrowserLink link;

  private final PacketSocket rtpSocket;
  private final PacketSocket rtcpSocket;
  private final String cname;
  private final Rtcp rtcp;
  private final LegRtcp reports;
  private final SilenceWatch silence;
  private final SpeechReport speech;
  private final LegKeys keysHeard;
  private final LegAccount account;
  private LegSettings settings;
  private SrtpKeys keys;
  private Srtp srtp;
  private MixSettings mix = MixSettings.DEFAULT;
  private long lastFrameNs;
  private boolean framed;
  private boolean timed;

  /** A phone's leg, with sockets of its own. */
  Leg(
      LegHandle handle,
      PacketSocket rtpSocket,
      PacketSocket rtcpSocket,
      LegContext context,
      long nowNs) {
    this(
        handle,
        null,
        rtpSocket,
        rtcpSocket,
        new SourceGuard(),
        new SourceGuard(),
        new SilenceWatch(context.config, nowNs),
        context);
    rtpSocket.receiver(this);
    rtcpSocket.receiver(this);
  }

  /** A browser's leg, which counts as silent after {@code lostNs}. */
  Leg(LegHandle handle, BrowserLink link, LegContext context, long lostNs, long nowNs) {
    this(
        handle,
        link,
        link.socket(),
        link.socket(),
        link.pair(),
        link.pair(),
        new SilenceWatch(lostNs, nowNs),
        context);
  }

  private Leg(
      LegHandle handle,
      BrowserLink link,
      PacketSocket rtpSocket,
      PacketSocket rtcpSocket,
      PeerGuard rtpGuard,
      PeerGuard rtcpGuard,
      SilenceWatch silence,
      LegContext context) {
    this.link = link;
    this.silence = silence;
    this.id = handle.id;
    this.handle = handle;
    this.rtpSocket = rtpSocket;
    this.rtcpSocket = rtcpSocket;
    this.context = context;
    cname = "leg-" + Long.toHexString(context.random.nextLong()) + "@convoke";
    rtcp = new Rtcp(0, cname);
    in = new Inbound(context.config, rtpGuard, rtcpGuard, rtcp);
    out = new Outbound(rtpSocket, in.rtpGuard(), context.random);
    rtcp.ourSsrc(out.ssrc());
    reports = new LegRtcp(rtcp, in, out, rtpSocket, rtcpSocket, context.random);
    listening = new Listening(context.codecs);
    speaking = new Speaking(context.codecs);
    speech = new SpeechReport(id);
    keysHeard = new LegKeys(id);
    account = new LegAccount(id.hashCode());
    claims =
        link == null || link.terms().levelExtension() < 0
            ? null
            : new LevelClaims(context.config.jitterMaxMs());
    if (claims != null) {
      in.levels(claims, link.terms().levelExtension());
    }
    player = new Player(context.sounds, this::playbackEnded);
    keySender = new KeySender(context.sounds);
  }

  /** It is on this loop now, and uses its buffers. */
  void arrive(MediaLoop loop, SocketPoller poller) {
    context = loop.context;
    if (link != null) {
      link.attach(loop);
      return;
    }
    poller.add(rtpSocket);
    poller.add(rtcpSocket);
  }

  /** It leaves the loop for another. */
  void depart(SocketPoller poller) {
    if (link != null) {
      link.inbox().detach();
    } else {
      unwatch(poller);
    }
  }

  /** Its sockets are about to be closed. */
  void unwatch(SocketPoller poller) {
    if (link == null) {
      poller.remove(rtpSocket);
      poller.remove(rtcpSocket);
    }
  }

  /** It never began. */
  void discard() {
    rtpSocket.close();
    rtcpSocket.close();
  }

  String cname() {
    return cname;
  }

  /** Of a browser's leg, else null. */
  BrowserLink link() {
    return link;
  }

  /** What was negotiated, or null before that. */
  LegSettings settings() {
    return settings;
  }

  MixSettings mix() {
    return mix;
  }

  /** Whether silence need not be sent. */
  boolean dtx() {
    return link != null && settings.opusDtx();
  }

  void connect(LegSettings next, long nowNs) {
    boolean first = settings == null;
    settings = next;
    if (out.configure(next)) {
      rtcp.ourSsrc(out.ssrc());
      keys = null;
    }
    if (next.srtp() == null) {
      srtp = null;
      keys = null;
    } else if (keys == null || !keys.sameAs(next.srtp())) {
      keys = next.srtp();
      srtp = context.srtp.make(keys, out.ssrc());
    }
    in.configure(next, srtp, rtpSocket, rtcpSocket);
    out.srtp(srtp);
    keySender.configure(next);
    reports.configure(next, srtp, nowNs);
    if (first || !timed) {
      timed = true;
      silence.heard(nowNs);
    }
    // Many phones that hold say sendonly, for music that they do not have: whoever does not hear us
    // need not send. A browser answers checks whatever its direction.
    silence.held(link == null && (!next.receiving() || !next.sending()), nowNs);
    if (ticker instanceof RoomMix mixer) {
      mixer.negotiated(this);
    }
  }

  void play(Playback playback) {
    player.play(playback);
  }

  /** Ends what plays; where {@code playback} is not 0, only if it is that. */
  void stopPlaying(long playback) {
    player.stop(playback);
  }

  void adjust(MixSettings next) {
    mix = next;
    if (ticker instanceof RoomMix room) {
      room.adjusted(this);
    }
  }

  void infoDigit(char digit, int durationMs, long nowNs) {
    keysHeard.pressed(digit, durationMs, DigitSource.INFO, context, nowNs);
  }

  /**
   * Whether keys come as tones: telephone-event was not negotiated, and the codec keeps tones. A
   * browser has no keys.
   */
  boolean looksForKeysInSound() {
    return link == null && settings.eventPayloadType() < 0 && settings.codec().sampleRate() == 8000;
  }

  /**
   * Looks for keys in a frame; only where {@link #looksForKeysInSound}.
   *
   * @return whether a key sounds, which others shall not hear
   */
  boolean lookForKeys(short[] pcm, int length, long nowNs) {
    return keysHeard.inSound(pcm, length, context, nowNs);
  }

  private void playbackEnded(long playbackId, boolean interrupted, long by) {
    context.emit(new LegEvent.PlaybackEnded(id, playbackId, interrupted, by));
  }

  @Override
  public void readable(PacketSocket socket, Datagram packet, long nowNs) {
    if (!socket.receive(packet)) {
      return;
    }
    boolean believed =
        socket == rtpSocket ? in.rtp(packet, rtpSocket, nowNs) : in.rtcp(packet, nowNs);
    if (believed) {
      silence.heard(nowNs);
    }
  }

  /** RTP or RTCP of a browser's. */
  void fromBrowser(Datagram packet, long nowNs) {
    if (in.rtp(packet, rtpSocket, nowNs)) {
      silence.heard(nowNs);
    }
  }

  /** Something authentic came that was neither RTP nor RTCP. */
  void heard(long nowNs) {
    silence.heard(nowNs);
  }

  /** Something came that was not believed, neither RTP nor RTCP. */
  void refused() {
    in.refuse();
  }

  long silentNs(long nowNs) {
    return silence.silentNs(nowNs);
  }

  /**
   * Begins its frame.
   *
   * @return whether it has one now: right after it changed its ticker the last one may have been a
   *     moment ago, and then the next turn is its
   */
  boolean beginFrame(long dueNs, long skipped) {
    if (link != null) {
      link.tick(dueNs);
    }
    if (settings == null || framed && dueNs - lastFrameNs < Ticker.FRAME_NS / 2) {
      return false;
    }
    if (framed && skipped > 0) {
      context.counters.add(LoopCounters.FRAMES_SKIPPED, skipped);
    }
    framed = true;
    lastFrameNs = dueNs;
    out.skip(skipped);
    account.frame(context.counters, in, out);
    TelephoneEvents events = in.events();
    if (events != null) {
      keysHeard.take(events, context, dueNs);
    }
    reports.tick(context.out, dueNs);
    watch(dueNs);
    if (in.takeDecoderStale()) {
      listening.reset();
    }
    return true;
  }

  private void watch(long nowNs) {
    if (link != null && link.over()) {
      return;
    }
    switch (silence.check(nowNs)) {
      case NOTHING -> {}
      case SILENT -> context.emit(new LegEvent.MediaSilent(id, silence.silentMs(nowNs)));
      case RESUMED -> context.emit(new LegEvent.MediaResumed(id));
      case TIMED_OUT -> context.emit(new LegEvent.MediaTimedOut(id, silence.silentMs(nowNs)));
    }
  }

  /** A frame of it was heard: its mean square, and whether somebody speaks. */
  void reportSpeech(boolean speaks, double power, long dueNs) {
    speech.frame(speaks, power, context, dueNs);
  }

  /** Nobody listens to it now. */
  void reportSilence() {
    speech.silent(context);
  }

  LegReport report(long nowNs) {
    if (settings == null) {
      return LegQuality.unconnected(local(), in);
    }
    double byChecks = link == null ? -1 : link.roundTripMs();
    return LegQuality.of(settings.codec(), local(), in, out, rtcp, byChecks);
  }

  private Endpoint local() {
    Endpoint local = new Endpoint();
    local.set(context.bind, rtpSocket.localPort());
    return local;
  }

  /** Says goodbye, reports for the last time, and frees all it held. */
  void close(long nowNs) {
    player.stop();
    reportSilence();
    reports.bye(context.out, nowNs);
    LegReport last = report(nowNs);
    account.settle(context.counters, in, out);
    listening.close();
    speaking.close();
    rtpSocket.close();
    rtcpSocket.close();
    context.emit(new LegEvent.LegClosed(id, last));
  }
}
