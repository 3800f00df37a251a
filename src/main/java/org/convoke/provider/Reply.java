package org.convoke.provider;

/** What the provider shall do with the call, in words of ours. */
public sealed interface Reply {
  /**
   * Say a text, if there is one, gather keys, and tell them to {@code action}. Text and address may
   * hold nothing secret.
   *
   * @param pauseS silence before it, in seconds
   * @param digits how many, 0 for as many as come until # or a pause
   * @param firstS how long to wait for the first key, in seconds
   * @param nextS how long to wait for each further one, in seconds
   */
  record Gather(String text, int pauseS, int digits, int firstS, int nextS, String action)
      implements Reply {}

  /**
   * Connect the caller to a SIP address.
   *
   * @param from the number that was dialled, for providers that ask for one
   */
  record Connect(String sipUri, int pauseS, String from) implements Reply {
    /** The address lets in once. */
    @Override
    public String toString() {
      return "Connect";
    }
  }

  /** Say a text and end the call. */
  record End(String text, int pauseS) implements Reply {}

  /** In the provider's language: NCCO for Vonage, XML for the others. */
  default String in(Provider provider, String languageTag) {
    return switch (provider) {
      case VONAGE -> NccoWriter.write(this, languageTag);
      case TWILIO, TELNYX -> TwimlWriter.write(this, languageTag);
      case PLIVO -> PlivoXmlWriter.write(this, languageTag);
    };
  }
}
