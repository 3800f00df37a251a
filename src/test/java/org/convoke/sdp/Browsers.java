package org.convoke.sdp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Offers as Chromium 156 and Firefox 153 ESR made them, and what we answer. */
final class Browsers {
  static final List<String> NAMES =
      List.of(
          "chromium-sendrecv",
          "chromium-recvonly",
          "chromium-two-audio",
          "chromium-video-and-data",
          "firefox-sendrecv",
          "firefox-recvonly",
          "firefox-two-audio",
          "firefox-video-and-data");

  static final BrowserAnswer OURS =
      new BrowserAnswer(
          "ours",
          "passwordpasswordpassword",
          "sha-256",
          new byte[32],
          List.of(
              new BrowserAnswer.Candidate("192.0.2.1", 4443),
              new BrowserAnswer.Candidate("2001:db8::1", 4443)),
          0xFFFF_FFFEL,
          "cname",
          7,
          1,
          true);

  private Browsers() {}

  static String offer(String name) {
    try (InputStream in = Browsers.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BrowserOffer read(String sdp) {
    return switch (BrowserOffer.read(sdp)) {
      case BrowserOffer offer -> offer;
      case BrowserReading.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  static BrowserReading.Refused refused(String sdp) {
    return switch (BrowserOffer.read(sdp)) {
      case BrowserOffer offer -> throw new AssertionError(offer.toString());
      case BrowserReading.Refused refused -> refused;
    };
  }

  static List<String> linesOf(String sdp, String beginning) {
    return sdp.lines().filter(line -> line.startsWith(beginning)).toList();
  }
}
