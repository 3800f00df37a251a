package org.convoke.media;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What a browser must know to reach its leg; it goes into the SDP answer. It never prints its
 * password.
 *
 * @param ufrag our ICE user name fragment, by which its checks find the leg
 * @param password our ICE password
 * @param fingerprintHash of our certificate: sha-256
 * @param fingerprint the hash's bytes
 * @param candidates where checks are answered, the best first; host addresses of one UDP port
 * @param ssrc what we send under, as an unsigned number
 * @param cname of our RTCP
 */
public record BrowserDoor(
    String ufrag,
    String password,
    String fingerprintHash,
    byte[] fingerprint,
    List<InetSocketAddress> candidates,
    long ssrc,
    String cname) {

  @Override
  public String toString() {
    return "BrowserDoor[candidates=" + candidates + "]";
  }
}
