package org.convoke.sdp;

import java.util.ArrayList;
import java.util.List;
import org.convoke.audio.Codec;

/**
 * An offer of ours, to be kept until its answer comes.
 *
 * @param text the SDP to send; it holds our keys
 */
public record OurOffer(
    String text,
    Capabilities ours,
    long sessionVersion,
    Direction direction,
    List<CryptoLine> crypto) {
  private static final int OPUS = 96;
  private static final int OPUS_EVENTS = 97;
  private static final int EVENTS = 101;

  /** The first offer of a dialog, for a call we place or an INVITE that brought none. */
  public static OurOffer first(Capabilities ours) {
    return make(ours, Direction.SENDRECV, ours.sessionVersion(), null, List.of());
  }

  /**
   * A later offer: in a re-INVITE, or in the answer to one that brought none.
   *
   * @param before what is agreed now; its version goes on, and its key when the suite stays
   */
  public static OurOffer again(Capabilities ours, Direction direction, Negotiation.Agreed before) {
    List<CryptoLine> keep = new ArrayList<>();
    if (before.srtp() != null) {
      keep.add(new CryptoLine(1, before.srtp().suite(), before.srtp().ourKeySalt()));
    }
    return make(ours, direction, before.sessionVersion(), before.text(), keep);
  }

  private static OurOffer make(
      Capabilities ours,
      Direction direction,
      long version,
      String textBefore,
      List<CryptoLine> keep) {
    boolean secure = ours.srtp() == SrtpPolicy.REQUIRED || !keep.isEmpty();
    List<CryptoLine> crypto = new ArrayList<>();
    if (secure) {
      crypto.addAll(keep);
      for (CryptoSuite suite : keep.isEmpty() ? CryptoSuite.values() : new CryptoSuite[0]) {
        byte[] key = new byte[suite.keySaltBytes()];
        ours.keys().fill(key);
        crypto.add(new CryptoLine(crypto.size() + 1, suite, key));
      }
    }
    StringBuilder formats = new StringBuilder();
    boolean narrow = false;
    for (Codec codec : ours.codecs()) {
      formats.append(' ').append(payloadType(codec));
      narrow |= codec != Codec.OPUS;
    }
    boolean opus = ours.codecs().contains(Codec.OPUS);
    formats.append(narrow ? " " + EVENTS : "").append(opus ? " " + OPUS_EVENTS : "");
    SdpText text = new SdpText(ours, "0 0");
    text.line("m=audio " + ours.rtpPort() + (secure ? " RTP/SAVP" : " RTP/AVP") + formats);
    for (Codec codec : ours.codecs()) {
      text.codec(codec, payloadType(codec));
    }
    if (narrow) {
      text.events(EVENTS, Codec.PCMU.clockRate());
    }
    if (opus) {
      text.events(OPUS_EVENTS, Codec.OPUS.clockRate());
    }
    List<String> lines = new ArrayList<>();
    for (CryptoLine line : crypto) {
      lines.add(CryptoLine.text(line.tag(), line.suite(), line.keySalt()));
    }
    String body = text.rest(20, direction, true, lines).body();
    boolean same = textBefore == null || SdpText.bodyOf(textBefore).equals(body);
    long next = same ? version : version + 1;
    return new OurOffer(
        SdpText.whole(ours, next, body), ours, next, direction, List.copyOf(crypto));
  }

  private static int payloadType(Codec codec) {
    return switch (codec) {
      case PCMU -> 0;
      case PCMA -> 8;
      case G722 -> 9;
      case OPUS -> OPUS;
    };
  }

  /** It holds keys. */
  @Override
  public String toString() {
    return "OurOffer[" + ours.codecs() + ", " + direction + "]";
  }
}
