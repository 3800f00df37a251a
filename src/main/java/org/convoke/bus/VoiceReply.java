package org.convoke.bus;

/** What the voice verticle replies. */
public sealed interface VoiceReply extends BusMessage {
  /** It plays, has stopped, or is being sent; also where there was nothing to stop. */
  record Done() implements VoiceReply {}

  /**
   * It could not be done.
   *
   * @param field of the command: text, language, url, level, loop or digits; null where no field is
   *     to blame
   * @param why a sentence for whoever asked
   */
  record Failed(String field, String why) implements VoiceReply {}
}
