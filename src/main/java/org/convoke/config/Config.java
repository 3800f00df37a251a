package org.convoke.config;

/**
 * All that an operator can set; {@code conf/convoke.yaml} says what each key means and holds the
 * defaults.
 */
public record Config(
    String bind,
    String data,
    HttpConfig http,
    SipConfig sip,
    MediaConfig media,
    WebrtcConfig webrtc,
    DatabaseConfig database,
    RoomsConfig rooms,
    TokensConfig tokens,
    PinConfig pin,
    KeypadConfig keypad,
    JournalConfig journal,
    FetchConfig fetch,
    ApplicationsConfig applications,
    SpeechConfig speech,
    ProvidersConfig providers,
    WebhooksConfig webhooks) {
  public Config {
    Check.that(!bind.isBlank(), "bind", "is an address");
    Check.that(!data.isBlank(), "data", "is a folder");
  }

  /** The same with another section. */
  public Config with(SipConfig sip) {
    return new Config(
        bind,
        data,
        http,
        sip,
        media,
        webrtc,
        database,
        rooms,
        tokens,
        pin,
        keypad,
        journal,
        fetch,
        applications,
        speech,
        providers,
        webhooks);
  }

  /** The same with another section. */
  public Config with(HttpConfig http) {
    return new Config(
        bind,
        data,
        http,
        sip,
        media,
        webrtc,
        database,
        rooms,
        tokens,
        pin,
        keypad,
        journal,
        fetch,
        applications,
        speech,
        providers,
        webhooks);
  }

  /** The same with another section. */
  public Config with(FetchConfig fetch) {
    return new Config(
        bind,
        data,
        http,
        sip,
        media,
        webrtc,
        database,
        rooms,
        tokens,
        pin,
        keypad,
        journal,
        fetch,
        applications,
        speech,
        providers,
        webhooks);
  }
}
