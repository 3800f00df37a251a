package org.convoke.config;

/** Section {@code media}. */
public record MediaConfig(
    int rtpPortMin,
    int rtpPortMax,
    String publicAddress,
    int loops,
    String sockets,
    int jitterMinMs,
    int jitterMaxMs,
    int silenceWarningSeconds,
    int silenceTimeoutSeconds,
    int holdTimeoutMinutes,
    boolean automaticGain,
    String opus,
    int opusComplexity,
    boolean realTime) {
  public MediaConfig {
    Check.range("media.rtp_port_min", rtpPortMin, 1024, 65_534);
    Check.range("media.rtp_port_max", rtpPortMax, rtpPortMin + 1, 65_535);
    Check.range("media.loops", loops, 0, 256);
    Check.oneOf("media.sockets", sockets, "auto", "native", "nio");
    Check.range("media.jitter_min_ms", jitterMinMs, 0, 200);
    Check.range("media.jitter_max_ms", jitterMaxMs, Math.max(40, jitterMinMs), 1000);
    Check.range("media.silence_warning_seconds", silenceWarningSeconds, 1, 3600);
    Check.range(
        "media.silence_timeout_seconds", silenceTimeoutSeconds, silenceWarningSeconds + 1, 7200);
    Check.range("media.hold_timeout_minutes", holdTimeoutMinutes, 1, 1440);
    Check.oneOf("media.opus", opus, "auto", "native", "java");
    Check.range("media.opus_complexity", opusComplexity, 0, 10);
  }
}
