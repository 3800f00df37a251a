package org.convoke.webrtc;

import org.convoke.media.BrowserDoor;
import org.convoke.media.BrowserTerms;
import org.convoke.sdp.BrowserAnswer;
import org.convoke.sdp.BrowserOffer;
import org.convoke.sdp.BrowserReading;

/** Offers in SDP. Pure. */
final class SdpOffers implements Offers {
  @Override
  public Reading read(String offer) {
    return switch (BrowserOffer.read(offer)) {
      case BrowserReading.Refused(String field, String reason) ->
          new Reading.Refused("The offer cannot be taken: " + field + " " + reason + ".");
      case BrowserOffer taken ->
          new Reading.Taken(
              terms(taken), (door, session, version) -> answer(taken, door, session, version));
    };
  }

  private static BrowserTerms terms(BrowserOffer offer) {
    return new BrowserTerms(
        offer.ufrag(),
        offer.password(),
        offer.fingerprintHash(),
        offer.fingerprint(),
        offer.codec(),
        offer.payloadType(),
        offer.eventPayloadType(),
        offer.eventClockRate(),
        offer.comfortNoisePayloadType(),
        offer.levelExtension(),
        offer.hears(),
        offer.speaks(),
        offer.opusFec(),
        offer.opusDtx());
  }

  /**
   * Whoever offers to speak may send, also a listener: the room does not mix him, and need not ask
   * for a new offer when he is made a speaker.
   */
  private static String answer(BrowserOffer offer, BrowserDoor door, long sessionId, long version) {
    return new BrowserAnswer(
            door.ufrag(),
            door.password(),
            door.fingerprintHash(),
            door.fingerprint(),
            door.candidates().stream()
                .map(it ->
                    new BrowserAnswer.Candidate(it.getAddress().getHostAddress(), it.getPort()))
                .toList(),
            door.ssrc(),
            door.cname(),
            sessionId,
            version,
            true)
        .text(offer);
  }
}
