package org.convoke.sdp;

/** What became of reading a browser's offer. */
public sealed interface BrowserReading permits BrowserOffer, BrowserReading.Refused {
  /**
   * We do not take it.
   *
   * @param field what is to blame, as it stands in SDP: a=fingerprint, m=audio, ...; {@code sdp}
   *     when the whole cannot be read
   * @param reason for people; printable, without anything of the offer's but short names
   */
  record Refused(String field, String reason) implements BrowserReading {}
}
