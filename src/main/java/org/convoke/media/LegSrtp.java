package org.convoke.media;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) of one leg, both directions. A context of the peer's SSRC is
 * kept only once a packet has authenticated under it, so strangers make it hold nothing.
 */
final class LegSrtp implements Srtp {
  private static final int KEY_BYTES = 16;

  /** What the library would write at each bad packet, {@link Inbound} counts. */
  private static final Logger QUIET = new LoggerImpl("org.jitsi.srtp", Level.OFF);

  private final SrtpContextFactory sending;
  private final SrtpContextFactory receiving;
  private SrtpCryptoContext sendRtp;
  private SrtcpCryptoContext sendRtcp;
  private SrtpCryptoContext receiveRtp;
  private int receiveSsrc;
  private SrtpCryptoContext candidateRtp;
  private int candidateSsrc;
  private SrtcpCryptoContext receiveRtcp;
  private int receiveRtcpSsrc;

  /**
   * @throws IllegalArgumentException for a suite that we do not know or keys of a wrong length
   */
  LegSrtp(SrtpKeys keys, int ourSsrc) {
    boolean gcm = keys.suite().equals("AEAD_AES_128_GCM");
    sending = factory(true, keys.suite(), keys.sendKeySalt(), gcm);
    receiving = factory(false, keys.suite(), keys.receiveKeySalt(), gcm);
    ourSsrc(ourSsrc);
  }

  /**
   * Makes the library choose and try its ciphers now: it takes up to a second, which no leg shall
   * wait for.
   */
  static void warmUp() {
    Aes.setFactoryClassName("SunJCE");
    for (String suite : new String[] {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"}) {
      byte[] key = new byte[suite.startsWith("AEAD") ? 28 : 30];
      LegSrtp there = new LegSrtp(new SrtpKeys(suite, key, key), 1);
      LegSrtp back = new LegSrtp(new SrtpKeys(suite, key, key), 2);
      Datagram packet = new Datagram();
      org.convoke.rtp.RtpPacket.writeHeader(packet.bytes, 0, false, 0, 1, 0, 1);
      packet.length = 172;
      boolean works = there.protect(packet) && back.unprotect(packet, 1);
      packet.length = 28;
      packet.bytes[1] = (byte) 201;
      packet.bytes[3] = 6;
      works &= there.protectRtcp(packet) && back.unprotectRtcp(packet);
      if (!works) {
        throw new IllegalStateException("SRTP does not work here: " + suite);
      }
    }
  }

  private static SrtpContextFactory factory(
      boolean sender, String suite, byte[] keySalt, boolean gcm) {
    int saltBytes = gcm ? 12 : 14;
    if (keySalt.length != KEY_BYTES + saltBytes) {
      throw new IllegalArgumentException("a key and salt of " + keySalt.length + " bytes");
    }
    byte[] key = Arrays.copyOf(keySalt, KEY_BYTES);
    byte[] salt = Arrays.copyOfRange(keySalt, KEY_BYTES, keySalt.length);
    SrtpPolicy rtp = policy(suite, gcm);
    SrtpPolicy rtcp = policy(suite, gcm);
    if (!gcm) {
      // RFC 4568 §6.2.2: SRTCP keeps the long tag.
      rtcp.setAuthTagLength(10);
    }
    return new SrtpContextFactory(sender, key, salt, rtp, rtcp, QUIET);
  }

  private static SrtpPolicy policy(String suite, boolean gcm) {
    return switch (suite) {
      case "AES_CM_128_HMAC_SHA1_80" ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
      case "AES_CM_128_HMAC_SHA1_32" ->
          new SrtpPolicy(
              SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 4, 14);
      case "AEAD_AES_128_GCM" ->
          new SrtpPolicy(
              SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
      default -> throw new IllegalArgumentException("no SRTP suite " + suite);
    };
  }

  /** We send under another SSRC from now on. */
  void ourSsrc(int ssrc) {
    try {
      sendRtp = sending.deriveContext(ssrc, 0);
      sendRtcp = sending.deriveControlContext(ssrc);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SRTP keys", e);
    }
  }

  @Override
  public boolean protect(Datagram packet) {
    try {
      return sendRtp.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public boolean protectRtcp(Datagram packet) {
    try {
      return sendRtcp.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public boolean unprotect(Datagram packet, int ssrc) {
    try {
      if (receiveRtp != null && ssrc == receiveSsrc) {
        return receiveRtp.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK;
      }
      if (candidateRtp == null || candidateSsrc != ssrc) {
        candidateRtp = receiving.deriveContext(ssrc, 0);
        candidateSsrc = ssrc;
      }
      if (candidateRtp.reverseTransformPacket(packet, false) != SrtpErrorStatus.OK) {
        return false;
      }
      receiveRtp = candidateRtp;
      receiveSsrc = ssrc;
      candidateRtp = null;
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public boolean unprotectRtcp(Datagram packet) {
    if (packet.length < 8) {
      return false;
    }
    int ssrc = packet.view.getInt(4);
    try {
      SrtcpCryptoContext context =
          receiveRtcp != null && ssrc == receiveRtcpSsrc
              ? receiveRtcp
              : receiving.deriveControlContext(ssrc);
      if (context.reverseTransformPacket(packet) != SrtpErrorStatus.OK) {
        return false;
      }
      receiveRtcp = context;
      receiveRtcpSsrc = ssrc;
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
