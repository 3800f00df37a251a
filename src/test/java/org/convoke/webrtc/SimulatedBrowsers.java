package org.convoke.webrtc;

import org.convoke.audio.Codec;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.media.BrowserTerms;
import org.convoke.media.Media;

/** The real webrtc verticle, whose browsers of a simulation make no SDP. */
public final class SimulatedBrowsers {
  private static final BrowserTerms TERMS =
      new BrowserTerms(
          "frag",
          "a password that nobody guesses",
          "sha-256",
          new byte[32],
          Codec.OPUS,
          111,
          -1,
          48_000,
          -1,
          -1,
          true,
          true,
          true,
          false);

  private SimulatedBrowsers() {}

  public static WebrtcVerticle verticle(Config config, Clock clock, Media media) {
    return new WebrtcVerticle(
        config,
        clock,
        media,
        offer -> new Offers.Reading.Taken(TERMS, (door, session, version) -> "answer"));
  }
}
