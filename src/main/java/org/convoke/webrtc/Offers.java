package org.convoke.webrtc;

import org.convoke.media.BrowserDoor;
import org.convoke.media.BrowserTerms;

/** Reads the offers of browsers. */
interface Offers {
  /** Makes the SDP answer once the leg's door is known. */
  interface Answerer {
    /**
     * @param sessionId the same through a session
     * @param version one more with each of its answers
     */
    String answer(BrowserDoor door, long sessionId, long version);
  }

  /** What comes of an offer. */
  sealed interface Reading {
    /**
     * It can be taken.
     *
     * @param terms what the leg must know of it
     * @param answer what makes the SDP answer
     */
    record Taken(BrowserTerms terms, Answerer answer) implements Reading {}

    /** It cannot; {@code why} is a sentence for the one who made it. */
    record Refused(String why) implements Reading {}
  }

  Reading read(String offer);
}
