package org.convoke.config;

/** Section {@code webrtc}. Lists are separated by commas. */
public record WebrtcConfig(
    int port,
    String addresses,
    String stunUrls,
    String turnUrls,
    String turnSecret,
    int turnTtlSeconds,
    int connectSeconds,
    int lostSeconds,
    int seatSeconds,
    int maxBrowsers,
    int offersPerMinute) {
  public WebrtcConfig {
    Check.port("webrtc.port", port);
    Check.that(
        turnUrls.isEmpty() || !turnSecret.isEmpty(),
        "webrtc.turn_secret",
        "is the secret shared with the TURN server");
    Check.range("webrtc.turn_ttl_seconds", turnTtlSeconds, 60, 604_800);
    Check.range("webrtc.connect_seconds", connectSeconds, 1, 120);
    Check.range("webrtc.lost_seconds", lostSeconds, 2, 60);
    Check.range("webrtc.seat_seconds", seatSeconds, 1, 600);
    Check.range("webrtc.max_browsers", maxBrowsers, 0, 100_000);
    Check.range("webrtc.offers_per_minute", offersPerMinute, 1, 6000);
  }

  /** It never prints the secret. */
  @Override
  public String toString() {
    return "WebrtcConfig[port=" + port + "]";
  }
}
