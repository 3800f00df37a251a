package org.convoke.sdp;

/** What became of reading an audio section: terms, or why there are none. */
sealed interface AudioReading permits AudioTerms, AudioReading.Unfit {
  record Unfit(Negotiation.Refused why) implements AudioReading {}
}
