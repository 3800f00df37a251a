package org.convoke.config;

/** A key that is unknown or holds what it must not: the start ends with exit code 78. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;

  public ConfigException(String key, String requirement) {
    super(key + ": " + requirement);
    this.key = key;
  }

  /** The key to blame, such as {@code sip.port}. */
  public String key() {
    return key;
  }
}
