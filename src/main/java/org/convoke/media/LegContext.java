package org.convoke.media;

import java.net.InetAddress;
import java.util.Random;
import java.util.function.Consumer;
import org.convoke.audio.Codecs;
import org.convoke.bus.LegEvent;
import org.convoke.config.MediaConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all legs of a loop share: settings, makers, and buffers that are used within one frame. */
final class LegContext {
  private static final Logger LOG = LoggerFactory.getLogger(LegContext.class);

  /** A frame at 48 kHz. */
  static final int PCM_SAMPLES = 960;

  final MediaConfig config;
  final InetAddress bind;
  final Codecs codecs;
  final SoundSource sounds;
  final Random random;
  final LoopCounters counters = new LoopCounters();
  final Datagram out = new Datagram();
  final byte[] payload = new byte[Datagram.CAPACITY];
  final byte[] nextPayload = new byte[Datagram.CAPACITY];
  final short[] pcm = new short[PCM_SAMPLES];
  final short[] pcm2 = new short[PCM_SAMPLES];
  final short[] pcm3 = new short[PCM_SAMPLES];

  /** Tests that count allocations take another: the library allocates at each packet. */
  Srtp.Maker srtp = LegSrtp::new;

  private final Consumer<LegEvent> sink;
  private final Consumer<LegHandle> gone;

  LegContext(
      MediaConfig config,
      InetAddress bind,
      Codecs codecs,
      SoundSource sounds,
      Random random,
      Consumer<LegEvent> sink,
      Consumer<LegHandle> gone) {
    this.config = config;
    this.bind = bind;
    this.codecs = codecs;
    this.sounds = sounds;
    this.random = random;
    this.sink = sink;
    this.gone = gone;
  }

  /** Reports; whatever the listener does wrong is not the loop's trouble. */
  void emit(LegEvent event) {
    try {
      sink.accept(event);
    } catch (RuntimeException e) {
      LOG.error("a media event was not taken: {}", event, e);
    }
  }

  /** The leg is closed: its ports may rest. */
  void closed(LegHandle handle) {
    gone.accept(handle);
  }
}
