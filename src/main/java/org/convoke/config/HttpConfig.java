package org.convoke.config;

/** Section {@code http}. */
public record HttpConfig(
    int port,
    String publicUrl,
    int maxBodyKib,
    int maxConnections,
    int requestTimeoutSeconds,
    int maxStreamsPerKey) {
  public HttpConfig {
    Check.port("http.port", port);
    Check.that(
        publicUrl.isEmpty() || publicUrl.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?"),
        "http.public_url",
        "begins with http:// or https://");
    Check.range("http.max_body_kib", maxBodyKib, 1, 4096);
    Check.range("http.max_connections", maxConnections, 1, 1_000_000);
    Check.range("http.request_timeout_seconds", requestTimeoutSeconds, 1, 600);
    Check.range("http.max_streams_per_key", maxStreamsPerKey, 1, 100_000);
  }
}
