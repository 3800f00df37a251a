package org.convoke.bench;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.convoke.dtls.Fingerprint;

/** The SDP of a synthetic browser: an offer as Chromium makes them, and what the answer says. */
final class BrowserSdp {
  static final int OPUS = 111;
  static final int LEVEL_EXTENSION = 1;

  /** What the bridge says of itself. It never prints the password. */
  record Answer(
      String ufrag, String password, Fingerprint fingerprint, int ip, int port, boolean listens) {
    @Override
    public String toString() {
      return "Answer[port=" + port + "]";
    }
  }

  private BrowserSdp() {}

  /**
   * An offer of Opus, without candidates: the bridge learns where we are from our checks.
   *
   * @param sends false for recvonly
   */
  static String offer(
      String ufrag, String password, Fingerprint fingerprint, int ssrc, boolean sends) {
    return String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF " + OPUS + " 0 8",
            "c=IN IP4 0.0.0.0",
            "a=rtcp:9 IN IP4 0.0.0.0",
            "a=ice-ufrag:" + ufrag,
            "a=ice-pwd:" + password,
            "a=ice-options:trickle",
            "a=fingerprint:" + fingerprint.hash() + " " + fingerprint.text(),
            "a=setup:actpass",
            "a=mid:0",
            "a=extmap:" + LEVEL_EXTENSION + " urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            sends ? "a=sendrecv" : "a=recvonly",
            "a=rtcp-mux",
            "a=rtpmap:" + OPUS + " opus/48000/2",
            "a=fmtp:" + OPUS + " minptime=10;useinbandfec=1",
            "a=rtpmap:0 PCMU/8000",
            "a=rtpmap:8 PCMA/8000",
            "a=ssrc:" + Integer.toUnsignedString(ssrc) + " cname:bench")
        + "\r\n";
  }

  /**
   * Reads an answer; of the candidates the first of IPv4.
   *
   * @throws IllegalArgumentException when something is missing in it
   */
  static Answer answer(String sdp) {
    List<String> lines = sdp.lines().toList();
    String[] fingerprint = value(lines, "a=fingerprint:").split(" ");
    for (String line : lines) {
      String[] words = line.split(" ");
      if (line.startsWith("a=candidate:")
          && words.length > 5
          && words[2].toLowerCase(Locale.ROOT).equals("udp")
          && words[4].matches("\\d+(\\.\\d+){3}")) {
        return new Answer(
            value(lines, "a=ice-ufrag:"),
            value(lines, "a=ice-pwd:"),
            new Fingerprint(fingerprint[0], HexFormat.ofDelimiter(":").parseHex(fingerprint[1])),
            ip(words[4]),
            Integer.parseInt(words[5]),
            !lines.contains("a=sendonly") && !lines.contains("a=inactive"));
      }
    }
    throw new IllegalArgumentException("no candidate of IPv4 in the answer");
  }

  private static String value(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return line.substring(name.length());
      }
    }
    throw new IllegalArgumentException("no " + name + " in the answer");
  }

  private static int ip(String text) {
    int ip = 0;
    for (String part : text.split("\\.")) {
      ip = ip << 8 | Integer.parseInt(part);
    }
    return ip;
  }
}
