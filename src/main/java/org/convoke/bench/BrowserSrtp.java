package org.convoke.bench;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.logging.Level;
import org.convoke.dtls.DtlsKeys;
import org.convoke.rtp.RtpPacket;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/** SRTP of one browser, both directions. Owned by the load's thread. */
final class BrowserSrtp {
  private static final int KEY_BYTES = 16;
  private static final Logger QUIET = new LoggerImpl("org.jitsi.srtp", Level.OFF);

  private final SrtpContextFactory sending;
  private final SrtpContextFactory receiving;
  private final SrtpCryptoContext sendRtp;
  private final SrtcpCryptoContext sendRtcp;
  private SrtpCryptoContext receiveRtp;
  private int receiveSsrc;
  private SrtcpCryptoContext receiveRtcp;

  BrowserSrtp(DtlsKeys keys, int ourSsrc) throws GeneralSecurityException {
    boolean gcm = keys.suite().startsWith("AEAD");
    sending = factory(true, keys.sendKeySalt(), gcm);
    receiving = factory(false, keys.receiveKeySalt(), gcm);
    sendRtp = sending.deriveContext(ourSsrc, 0);
    sendRtcp = sending.deriveControlContext(ourSsrc);
  }

  /** The library would try its ciphers for a second when the first context is made. */
  static void prepare() {
    Aes.setFactoryClassName("SunJCE");
  }

  private static SrtpContextFactory factory(boolean sender, byte[] keySalt, boolean gcm) {
    SrtpPolicy policy =
        gcm
            ? new SrtpPolicy(
                SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12)
            : new SrtpPolicy(
                SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);
    byte[] key = Arrays.copyOf(keySalt, KEY_BYTES);
    byte[] salt = Arrays.copyOfRange(keySalt, KEY_BYTES, keySalt.length);
    return new SrtpContextFactory(sender, key, salt, policy, policy, QUIET);
  }

  boolean protect(Packet packet) {
    try {
      return sendRtp.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  boolean protectRtcp(Packet packet) {
    try {
      return sendRtcp.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  /** Whether the packet is authentic and new; then it is decrypted. */
  boolean unprotect(Packet packet) {
    try {
      int ssrc = RtpPacket.ssrc(packet.bytes, 0);
      if (receiveRtp == null || ssrc != receiveSsrc) {
        receiveRtp = receiving.deriveContext(ssrc, 0);
        receiveSsrc = ssrc;
      }
      return receiveRtp.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  boolean unprotectRtcp(Packet packet) {
    try {
      if (receiveRtcp == null) {
        receiveRtcp = receiving.deriveControlContext(ByteBuffer.wrap(packet.bytes).getInt(4));
      }
      return receiveRtcp.reverseTransformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  /** One datagram, as the library wants it. */
  static final class Packet implements ByteArrayBuffer {
    final byte[] bytes = new byte[BatchSocket.LONG_BYTES + 64];
    int length;

    @Override
    public byte[] getBuffer() {
      return bytes;
    }

    @Override
    public int getOffset() {
      return 0;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int newLength) {
      length = newLength;
    }

    @Override
    public void setOffset(int offset) {
      if (offset != 0) {
        throw new IllegalArgumentException("packets begin at offset 0");
      }
    }

    @Override
    public boolean isInvalid() {
      return false;
    }

    @Override
    public void readRegionToBuff(int offset, int count, byte[] target) {
      System.arraycopy(bytes, offset, target, 0, count);
    }

    @Override
    public void grow(int count) {
      if (length + count > bytes.length) {
        throw new IllegalArgumentException("a packet of " + (length + count) + " bytes");
      }
    }

    @Override
    public void append(byte[] data, int count) {
      grow(count);
      System.arraycopy(data, 0, bytes, length, count);
      length += count;
    }

    @Override
    public void shrink(int count) {
      length = Math.max(0, length - count);
    }
  }
}
