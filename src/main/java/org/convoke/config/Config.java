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

  /** The same with these sections. */
  public Config with(HttpConfig http, SipConfig sip, FetchConfig fetch) {
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
