package org.convoke.sdp;

import java.util.ArrayList;
import java.util.List;
import org.convoke.sdp.SessionDescription.Attribute;
import org.convoke.sdp.SessionDescription.Media;

/**
 * What the peer says in one audio section, as far as an agreement needs it.
 *
 * @param secureProtocol RTP/SAVP or RTP/SAVPF
 * @param crypto the a=crypto lines that we could use, in the peer's order
 * @param rtcpPort or -1
 */
record AudioTerms(
    AudioFormats formats,
    int ptimeMs,
    String rtpAddress,
    int rtpPort,
    String rtcpAddress,
    int rtcpPort,
    boolean rtcpMux,
    Direction theirs,
    boolean secureProtocol,
    List<CryptoLine> crypto)
    implements AudioReading {
  private static final int[] PTIMES_MS = {60, 40, 30, 20, 10};
  private static final int DEFAULT_PTIME_MS = 20;

  static AudioReading read(SessionDescription session, Media media, Capabilities ours) {
    boolean secure = media.protocol().equals("RTP/SAVP") || media.protocol().equals("RTP/SAVPF");
    boolean plain = media.protocol().equals("RTP/AVP") || media.protocol().equals("RTP/AVPF");
    if (!secure && !plain) {
      return unfit(
          "m=audio: profile " + printable(media.protocol()) + " is not supported",
          Negotiation.TRANSPORT);
    }
    List<CryptoLine> crypto = crypto(media);
    if (ours.srtp() == SrtpPolicy.OFF && secure) {
      return unfit("m=audio: SRTP is turned off here", Negotiation.TRANSPORT);
    }
    if (ours.srtp() == SrtpPolicy.REQUIRED && plain) {
      return unfit("m=audio: SRTP (RTP/SAVP with a=crypto) is required", Negotiation.TRANSPORT);
    }
    if (secure && crypto.isEmpty()) {
      return unfit(
          "a=crypto: none with a suite, key length and parameters that are supported",
          Negotiation.ATTRIBUTE);
    }
    AudioFormats formats = AudioFormats.read(media, ours.codecs());
    if (formats.codec() == null) {
      return unfit(
          "m=audio: no common codec; supported are " + names(ours), Negotiation.MEDIA_FORMAT);
    }
    String address = media.connection() != null ? media.connection() : session.connection();
    if (address == null) {
      return unfit("c= is missing", Negotiation.MALFORMED);
    }
    if (!IpLiteral.isLiteral(address) || IpLiteral.isMulticastOrBroadcast(address)) {
      return unfit("c=: a unicast IP address is needed", Negotiation.ADDRESS);
    }
    boolean mux = media.has("rtcp-mux");
    String rtcpAddress = address;
    int rtcpPort = media.port() == 65_535 ? -1 : media.port() + 1;
    String rtcp = media.attribute("rtcp");
    if (mux) {
      rtcpPort = media.port();
    } else if (rtcp != null) {
      List<String> words = SdpParser.words(rtcp);
      long port = words.isEmpty() ? -1 : SdpParser.number(words.get(0), 5);
      rtcpPort = port < 1 || port > 65_535 ? -1 : (int) port;
      if (words.size() == 4
          && IpLiteral.isLiteral(words.get(3))
          && !IpLiteral.isMulticastOrBroadcast(words.get(3))) {
        rtcpAddress = words.get(3);
      }
    }
    return new AudioTerms(
        formats,
        ptime(media),
        address,
        media.port(),
        rtcpAddress,
        rtcpPort,
        mux,
        direction(session, media, address),
        secure,
        ours.srtp() == SrtpPolicy.OFF ? List.of() : crypto);
  }

  private static AudioReading.Unfit unfit(String why, int code) {
    return new AudioReading.Unfit(new Negotiation.Refused(why, code));
  }

  private static List<CryptoLine> crypto(Media media) {
    List<CryptoLine> lines = new ArrayList<>();
    for (Attribute attribute : media.attributes()) {
      if (attribute.name().equals("crypto")) {
        CryptoLine line = CryptoLine.parse(attribute.value());
        if (line != null) {
          lines.add(line);
        }
      }
    }
    return List.copyOf(lines);
  }

  /** The longest packet length we know that is not above what the peer wants. */
  private static int ptime(Media media) {
    long wanted = millis(media.attribute("ptime"), DEFAULT_PTIME_MS);
    long most = Math.min(wanted, millis(media.attribute("maxptime"), wanted));
    for (int ptime : PTIMES_MS) {
      if (ptime <= most) {
        return ptime;
      }
    }
    return 10;
  }

  private static long millis(String value, long otherwise) {
    if (value == null) {
      return otherwise;
    }
    int dot = value.indexOf('.');
    long millis = SdpParser.number(dot < 0 ? value : value.substring(0, dot), 4);
    return millis <= 0 ? otherwise : millis;
  }

  /** The section's, else the session's, else what RFC 8866 §6.7 says. */
  static Direction direction(SessionDescription session, Media media) {
    Direction direction = said(media.attributes());
    if (direction == null) {
      direction = said(session.attributes());
    }
    return direction == null ? Direction.SENDRECV : direction;
  }

  private static Direction direction(SessionDescription session, Media media, String address) {
    Direction direction = direction(session, media);
    // RFC 3264 §8.4: hold in the way of RFC 2543.
    return IpLiteral.isUnspecified(address) ? Direction.of(direction.sends(), false) : direction;
  }

  private static Direction said(List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      for (Direction direction : Direction.values()) {
        if (direction.sdpName().equals(attribute.name())) {
          return direction;
        }
      }
    }
    return null;
  }

  private static String names(Capabilities ours) {
    StringBuilder names = new StringBuilder();
    ours.codecs().forEach(c -> names.append(names.isEmpty() ? "" : ", ").append(c.sdpName()));
    return names.toString();
  }

  /** What may go into a header: short, and of harmless characters. */
  static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Math.min(24, text.length()); i++) {
      char c = text.charAt(i);
      boolean harmless = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
      out.append(harmless || c == '/' || c == '-' ? c : '?');
    }
    return out.toString();
  }
}
