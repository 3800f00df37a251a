package org.convoke.sdp;

import java.util.List;
import org.convoke.audio.Codec;

/**
 * What a browser offers, as far as we take it (RFC 8829): the first audio section over DTLS-SRTP,
 * muxed with its RTCP. Its candidates are ignored, since we are ICE-lite and learn the pair from
 * its checks. It never prints its password.
 *
 * @param ufrag ICE user name fragment, 4 to 256 characters
 * @param password ICE password, 22 to 256 characters
 * @param fingerprintHash of its certificate: sha-256, sha-384 or sha-512
 * @param fingerprint the hash's bytes: 32, 48 or 64
 * @param codec what is spoken both ways: Opus, or G.711 where there is no Opus
 * @param payloadType of the codec, 0 to 127
 * @param eventPayloadType of telephone-event, or -1
 * @param eventClockRate Hz, of telephone-event, or 0
 * @param comfortNoisePayloadType of CN (RFC 3389), or -1
 * @param levelExtension id of the audio level header extension (RFC 6464), 1 to 14, or -1
 * @param direction who sends, seen from the browser
 * @param opusFec the browser decodes in-band FEC
 * @param opusDtx the browser wants DTX
 * @param msid of the browser's stream and track (RFC 8830), or empty
 * @param sections all of the offer's, in order
 * @param taken which of them is the audio
 */
public record BrowserOffer(
    String ufrag,
    String password,
    String fingerprintHash,
    byte[] fingerprint,
    Codec codec,
    int payloadType,
    int eventPayloadType,
    int eventClockRate,
    int comfortNoisePayloadType,
    int levelExtension,
    Direction direction,
    boolean opusFec,
    boolean opusDtx,
    String msid,
    List<Section> sections,
    int taken)
    implements BrowserReading {
  /**
   * A section, for its place in the answer.
   *
   * @param format the first offered
   * @param mid or null
   * @param bundled its mid is in a BUNDLE group
   */
  public record Section(String type, String protocol, String format, String mid, boolean bundled) {}

  public BrowserOffer {
    sections = List.copyOf(sections);
  }

  /**
   * Reads an offer. Never throws for bad input; at most 64 KiB, 2,000 lines, 32 sections and 30
   * candidates are looked at.
   *
   * @return the offer, or why it is not taken
   */
  public static BrowserReading read(String sdp) {
    return BrowserOfferReader.read(sdp);
  }

  /** The browser wants to hear us. */
  public boolean hears() {
    return direction.receives();
  }

  /** The browser wants to be heard. */
  public boolean speaks() {
    return direction.sends();
  }

  @Override
  public String toString() {
    return "BrowserOffer[codec=" + codec + ", direction=" + direction + "]";
  }
}
