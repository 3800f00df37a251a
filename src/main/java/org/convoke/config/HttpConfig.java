package org.convoke.config;

/** Section {@code http}. */
public record HttpConfig(int port, String publicUrl, int maxBodyKib) {
  public HttpConfig {
    Check.port("http.port", port);
    Check.range("http.max_body_kib", maxBodyKib, 1, 4096);
  }
}
