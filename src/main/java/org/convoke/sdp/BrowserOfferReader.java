package org.convoke.sdp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.convoke.audio.Codec;
import org.convoke.sdp.BrowserOffer.Section;
import org.convoke.sdp.BrowserReading.Refused;
import org.convoke.sdp.SessionDescription.Attribute;
import org.convoke.sdp.SessionDescription.Media;

/** Reads what a browser offers. One refusal at a time: the first thing found that does not do. */
final class BrowserOfferReader {
  private static final Set<String> PROTOCOLS =
      Set.of("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF");

  /** RFC 6464 §3. */
  static final String LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  private static final int MAX_CANDIDATES = 30;
  private static final int MAX_ICE_CHARS = 256;
  private static final int MIN_UFRAG_CHARS = 4;
  private static final int MIN_PASSWORD_CHARS = 22;
  private static final int MAX_NAME_CHARS = 64;
  private static final int MAX_MSID_CHARS = 140;
  private static final int MAX_EXTENSION_ID = 14;

  private record Fingerprint(String hash, byte[] bytes) {}

  private final SessionDescription session;
  private final Set<String> bundle = new HashSet<>();

  private BrowserOfferReader(SessionDescription session) {
    this.session = session;
    for (Attribute attribute : session.attributes()) {
      List<String> words = SdpParser.words(attribute.value());
      if (attribute.name().equals("group") && words.indexOf("BUNDLE") == 0) {
        bundle.addAll(words.subList(1, words.size()));
      }
    }
  }

  static BrowserReading read(String sdp) {
    return switch (SdpParser.parse(sdp)) {
      case SdpParser.Result.Malformed malformed -> new Refused("sdp", malformed.why());
      case SdpParser.Result.Parsed parsed -> new BrowserOfferReader(parsed.description()).read();
    };
  }

  private BrowserReading read() {
    List<Media> all = session.media();
    for (int i = 0; i < all.size(); i++) {
      Media media = all.get(i);
      // Port 0 is a section that is over, unless another carries it (RFC 9143 §6).
      boolean offered = media.port() != 0 || media.has("bundle-only");
      if (media.type().equals("audio") && offered) {
        return read(media, i);
      }
    }
    return new Refused("m=audio", "is missing");
  }

  private BrowserReading read(Media media, int index) {
    String ufrag = either(media, "ice-ufrag");
    String password = either(media, "ice-pwd");
    Fingerprint fingerprint = fingerprint(media);
    Refused why = transport(media);
    if (why == null) {
      why = ice(media, ufrag, password);
    }
    if (why == null && fingerprint == null) {
      boolean any = either(media, "fingerprint") != null;
      why =
          new Refused(
              "a=fingerprint", any ? "needs sha-256, sha-384 or sha-512 in hex" : "is missing");
    }
    if (why == null) {
      why = setup(either(media, "setup"));
    }
    AudioFormats formats = formats(media);
    if (why == null && formats.codec() == null) {
      why = new Refused("m=audio", "no common codec; supported are opus, PCMU, PCMA");
    }
    if (why != null) {
      return why;
    }
    boolean opus = formats.codec() == Codec.OPUS;
    String msid = media.attribute("msid");
    return new BrowserOffer(
        ufrag,
        password,
        fingerprint.hash(),
        fingerprint.bytes(),
        formats.codec(),
        formats.payloadType(),
        formats.events(),
        formats.eventClockRate(),
        formats.comfortNoise(),
        levelExtension(media),
        AudioTerms.direction(session, media),
        opus && formats.flag("useinbandfec"),
        opus && formats.flag("usedtx"),
        msid == null || msid.length() > MAX_MSID_CHARS ? "" : msid,
        sections(),
        index);
  }

  private String either(Media media, String name) {
    String own = media.attribute(name);
    return own != null ? own : SessionDescription.first(session.attributes(), name);
  }

  private static AudioFormats formats(Media media) {
    AudioFormats formats = AudioFormats.read(media, List.of(Codec.OPUS));
    return formats.codec() != null
        ? formats
        : AudioFormats.read(media, List.of(Codec.PCMU, Codec.PCMA));
  }

  private Refused transport(Media media) {
    if (!PROTOCOLS.contains(media.protocol())) {
      return new Refused(
          "m=audio",
          "profile "
              + AudioTerms.printable(media.protocol())
              + ": UDP/TLS/RTP/SAVPF is needed, plain RTP and SDES are not taken");
    }
    if (either(media, "crypto") != null) {
      return new Refused("a=crypto", "SDES is not taken: keys come by DTLS");
    }
    if (!media.has("rtcp-mux") && !media.has("rtcp-mux-only")) {
      return new Refused("a=rtcp-mux", "is missing");
    }
    return null;
  }

  private Refused ice(Media media, String ufrag, String password) {
    if (!isIce(ufrag, MIN_UFRAG_CHARS)) {
      return new Refused("a=ice-ufrag", ufrag == null ? "is missing" : "is malformed");
    }
    if (!isIce(password, MIN_PASSWORD_CHARS)) {
      return new Refused("a=ice-pwd", password == null ? "is missing" : "is malformed");
    }
    if (either(media, "ice-lite") != null) {
      return new Refused("a=ice-lite", "we are lite ourselves: nobody would check");
    }
    int candidates = 0;
    for (Attribute attribute : media.attributes()) {
      // Component 2 is of no use to us, and Firefox names it nevertheless.
      if (attribute.name().equals("candidate")) {
        List<String> words = SdpParser.words(attribute.value());
        candidates += words.size() > 1 && words.get(1).equals("2") ? 0 : 1;
      }
    }
    return candidates > MAX_CANDIDATES
        ? new Refused("a=candidate", "more than " + MAX_CANDIDATES)
        : null;
  }

  private static boolean isIce(String text, int least) {
    if (text == null || text.length() < least || text.length() > MAX_ICE_CHARS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!fits && c != '+' && c != '/') {
        return false;
      }
    }
    return true;
  }

  /** The browser must be able to be DTLS client: we wait for its ClientHello. */
  private static Refused setup(String setup) {
    if (setup == null) {
      return new Refused("a=setup", "is missing");
    }
    return setup.equals("actpass") || setup.equals("active")
        ? null
        : new Refused("a=setup", "actpass or active is needed");
  }

  /** The section's own count before the session's (RFC 8122 §5); the first of a hash we know. */
  private Fingerprint fingerprint(Media media) {
    List<Attribute> where = media.has("fingerprint") ? media.attributes() : session.attributes();
    for (Attribute attribute : where) {
      if (attribute.name().equals("fingerprint")) {
        Fingerprint fingerprint = fingerprint(attribute.value());
        if (fingerprint != null) {
          return fingerprint;
        }
      }
    }
    return null;
  }

  private static Fingerprint fingerprint(String value) {
    List<String> words = SdpParser.words(value);
    if (words.size() != 2) {
      return null;
    }
    String hash = words.get(0).toLowerCase(Locale.ROOT);
    int bytes =
        switch (hash) {
          case "sha-256" -> 32;
          case "sha-384" -> 48;
          case "sha-512" -> 64;
          default -> -1;
        };
    if (words.get(1).length() != 3 * bytes - 1) {
      return null;
    }
    try {
      return new Fingerprint(hash, HexFormat.ofDelimiter(":").parseHex(words.get(1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * a=extmap:ID[/direction] URI [attributes] (RFC 8285 §8); -1 when the browser does not send it.
   */
  private static int levelExtension(Media media) {
    for (Attribute attribute : media.attributes()) {
      List<String> words = SdpParser.words(attribute.value());
      if (!attribute.name().equals("extmap") || words.size() < 2 || !words.get(1).equals(LEVEL)) {
        continue;
      }
      String[] parts = words.get(0).split("/", 2);
      long id = SdpParser.number(parts[0], 2);
      boolean sent = parts.length < 2 || parts[1].startsWith("send");
      if (id >= 1 && id <= MAX_EXTENSION_ID && sent) {
        return (int) id;
      }
    }
    return -1;
  }

  private List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    for (Media media : session.media()) {
      String mid = media.attribute("mid");
      boolean usable = mid != null && mid.length() <= MAX_NAME_CHARS && SdpParser.isVisible(mid);
      sections.add(
          new Section(
              media.type(),
              media.protocol(),
              media.formats().getFirst(),
              usable ? mid : null,
              usable && bundle.contains(mid)));
    }
    return sections;
  }
}
