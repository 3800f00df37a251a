package org.convoke.media;

import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;

/** The room's whole mix in one codec: encoded once a tick, sent to all who hear just that. */
final class SharedVoice {
  final byte[] payload = new byte[Datagram.CAPACITY];
  private final Speaking speaking;
  private int length;
  private boolean made;

  SharedVoice(Codecs codecs) {
    speaking = new Speaking(codecs);
  }

  void configure(Codec codec, boolean fec, boolean dtx, int roomRate) {
    speaking.configure(codec, fec, dtx, roomRate);
  }

  boolean is(Codec codec, boolean fec, boolean dtx) {
    return speaking.is(codec, fec, dtx);
  }

  /** A new tick: what was encoded is old. */
  void forget() {
    made = false;
  }

  /** The length of {@link #payload}, which holds this tick's mix. */
  int encoded(short[] mix) {
    if (!made) {
      length = speaking.encode(mix, payload);
      made = true;
    }
    return length;
  }

  void close() {
    speaking.close();
  }
}
