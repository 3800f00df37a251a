package org.convoke.dtls;

import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;

/**
 * SRTP master keys and salts of both directions, as a handshake gave them. It never prints them.
 *
 * @param suite AEAD_AES_128_GCM or AES_CM_128_HMAC_SHA1_80 (RFC 4568 §6.2)
 * @param sendKeySalt 16 bytes of key and 12 (GCM) or 14 (CM) of salt that we protect with
 * @param receiveKeySalt likewise, that the peer protects with
 */
public record DtlsKeys(String suite, byte[] sendKeySalt, byte[] receiveKeySalt) {
  /** What a handshake that is complete exports (RFC 5764 §4.2). */
  static DtlsKeys of(SrtpProfile profile, TlsContext handshake, boolean client) {
    int bytes = 2 * (SrtpProfile.KEY_BYTES + profile.saltBytes());
    return of(
        profile, handshake.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, bytes), client);
  }

  /**
   * Takes the exporter's bytes apart: client key, server key, client salt, server salt (RFC 5764
   * §4.2).
   *
   * @param exported 2 × (16 + salt) bytes
   * @param client whether we were the client
   */
  static DtlsKeys of(SrtpProfile profile, byte[] exported, boolean client) {
    byte[] clients = new byte[SrtpProfile.KEY_BYTES + profile.saltBytes()];
    byte[] servers = new byte[clients.length];
    int key = SrtpProfile.KEY_BYTES;
    int salt = profile.saltBytes();
    System.arraycopy(exported, 0, clients, 0, key);
    System.arraycopy(exported, key, servers, 0, key);
    System.arraycopy(exported, 2 * key, clients, key, salt);
    System.arraycopy(exported, 2 * key + salt, servers, key, salt);
    return client
        ? new DtlsKeys(profile.suite(), clients, servers)
        : new DtlsKeys(profile.suite(), servers, clients);
  }

  @Override
  public String toString() {
    return "DtlsKeys[" + suite + "]";
  }
}
