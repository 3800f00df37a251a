package org.convoke.config;

/** Section {@code sip}. */
public record SipConfig(
    int port,
    int tlsPort,
    String tlsCertificate,
    String tlsKey,
    String domain,
    boolean trustLoopback,
    boolean anyNumberAsksPin,
    int strangerRequests,
    int ackTimeoutSeconds,
    int sessionExpiresSeconds,
    int minSessionExpiresSeconds,
    int maxCallHours,
    int maxCalls,
    int maxConnections,
    int rehearsalCalls) {
  public SipConfig {
    Check.port("sip.port", port);
    Check.port("sip.tls_port", tlsPort);
    Check.that(
        tlsCertificate.isEmpty() == tlsKey.isEmpty(),
        "sip.tls_key",
        "goes with sip.tls_certificate");
    Check.range("sip.stranger_requests", strangerRequests, 1, 100_000);
    Check.range("sip.ack_timeout_seconds", ackTimeoutSeconds, 1, 64);
    Check.range("sip.min_session_expires_seconds", minSessionExpiresSeconds, 90, 7200);
    Check.range(
        "sip.session_expires_seconds", sessionExpiresSeconds, minSessionExpiresSeconds, 86_400);
    Check.range("sip.max_call_hours", maxCallHours, 1, 168);
    Check.range("sip.max_calls", maxCalls, 1, 100_000);
    Check.range("sip.max_connections", maxConnections, 1, 100_000);
    Check.range("sip.rehearsal_calls", rehearsalCalls, 0, 10_000);
  }

  /** The same with fewer calls and connections. */
  public SipConfig within(int calls, int connections) {
    return new SipConfig(
        port,
        tlsPort,
        tlsCertificate,
        tlsKey,
        domain,
        trustLoopback,
        anyNumberAsksPin,
        strangerRequests,
        ackTimeoutSeconds,
        sessionExpiresSeconds,
        minSessionExpiresSeconds,
        maxCallHours,
        calls,
        connections,
        rehearsalCalls);
  }
}
