package org.convoke.media;

import org.convoke.audio.Codec;

/**
 * What a browser offered and we took, as far as its leg needs it. It never prints its password.
 *
 * @param ufrag the browser's ICE user name fragment (RFC 8445 §5.3)
 * @param password the browser's ICE password
 * @param fingerprintHash of the browser's certificate: sha-256, sha-384 or sha-512 (RFC 8122 §5)
 * @param fingerprint the hash's bytes
 * @param codec what is spoken both ways
 * @param payloadType of the codec, 0 to 127
 * @param eventPayloadType of telephone-event, or -1
 * @param eventClockRate Hz, of telephone-event
 * @param comfortNoisePayloadType of CN (RFC 3389), or -1
 * @param levelExtension id of the audio level header extension (RFC 6464), 1 to 14, or -1
 * @param sending the browser wants to hear us (sendrecv or recvonly)
 * @param receiving the browser sends (sendrecv or sendonly)
 * @param opusFec the browser can use in-band FEC
 * @param opusDtx the browser wants DTX
 */
public record BrowserTerms(
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
    boolean sending,
    boolean receiving,
    boolean opusFec,
    boolean opusDtx) {

  /** As the leg's streams know it; plain RTP is never spoken, so there are keys. */
  LegSettings settings(SrtpKeys keys) {
    return new LegSettings(
        codec,
        payloadType,
        eventPayloadType,
        eventClockRate,
        comfortNoisePayloadType,
        20,
        null,
        null,
        true,
        null,
        sending,
        receiving,
        keys,
        opusFec,
        opusDtx);
  }

  @Override
  public String toString() {
    return "BrowserTerms[codec="
        + codec
        + ", sending="
        + sending
        + ", receiving="
        + receiving
        + "]";
  }
}
