package org.convoke.config;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Section {@code http}. */
public record HttpConfig(
    int port,
    String publicUrl,
    String tls,
    String tlsCertificate,
    String tlsKey,
    String allowedOrigins,
    int maxBodyKib,
    int maxConnections,
    int requestTimeoutSeconds,
    int maxStreamsPerKey,
    String metrics) {
  private static final Pattern ORIGIN = Pattern.compile("https?://[^\\s/?#@,*]+");

  public HttpConfig {
    // YAML takes a bare off for a boolean.
    tls = tls.equals("false") ? "off" : tls;
    metrics = metrics.equals("false") ? "off" : metrics;
    Check.port("http.port", port);
    Check.that(
        publicUrl.isEmpty() || publicUrl.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?"),
        "http.public_url",
        "begins with http:// or https://");
    Check.oneOf("http.tls", tls, "off", "files", "self-signed");
    boolean files = tls.equals("files");
    Check.that(
        files || tlsCertificate.isEmpty() && tlsKey.isEmpty(),
        "http.tls",
        "is files where http.tls_certificate or http.tls_key is given");
    Check.that(
        !files || !tlsCertificate.isEmpty(),
        "http.tls_certificate",
        "names a PEM file where http.tls is files");
    Check.that(
        !files || !tlsKey.isEmpty(), "http.tls_key", "names a PEM file where http.tls is files");
    for (String origin : list(allowedOrigins)) {
      Check.that(
          ORIGIN.matcher(origin).matches(),
          "http.allowed_origins",
          "lists origins such as https://app.example.com, with commas between");
    }
    Check.range("http.max_body_kib", maxBodyKib, 1, 4096);
    Check.range("http.max_connections", maxConnections, 1, 1_000_000);
    Check.range("http.request_timeout_seconds", requestTimeoutSeconds, 1, 600);
    Check.range("http.max_streams_per_key", maxStreamsPerKey, 1, 100_000);
    Check.oneOf("http.metrics", metrics, "auto", "open", "key", "off");
  }

  /** The same with fewer connections. */
  public HttpConfig within(int connections) {
    return new HttpConfig(
        port,
        publicUrl,
        tls,
        tlsCertificate,
        tlsKey,
        allowedOrigins,
        maxBodyKib,
        connections,
        requestTimeoutSeconds,
        maxStreamsPerKey,
        metrics);
  }

  /** Whether the port speaks HTTPS. */
  public boolean secure() {
    return !tls.equals("off");
  }

  /** The single {@link #allowedOrigins}. */
  public List<String> origins() {
    return list(allowedOrigins);
  }

  private static List<String> list(String commas) {
    return Arrays.stream(commas.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
