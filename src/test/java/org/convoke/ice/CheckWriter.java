package org.convoke.ice;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** The browser's side of ICE for tests: writes checks and answers byte by byte, by the RFC. */
public final class CheckWriter {
  private final IceCredentials bridge;
  private final IceCredentials browser;
  private final Random random = new Random(3);

  public CheckWriter(IceCredentials bridge, IceCredentials browser) {
    this.bridge = bridge;
    this.browser = browser;
  }

  /** A check of the controlling side. */
  public byte[] check(boolean nominate, long priority) {
    ByteArrayOutputStream out = begin(0x0001, transaction());
    username(out);
    attribute(out, 0x0024, number(priority, 4));
    attribute(out, 0x802A, number(42, 8));
    if (nominate) {
      attribute(out, 0x0025, new byte[0]);
    }
    return new StunSeal(bridge.password()).seal(out.toByteArray());
  }

  byte[] controlled() {
    ByteArrayOutputStream out = begin(0x0001, transaction());
    username(out);
    attribute(out, 0x8029, number(42, 8));
    return new StunSeal(bridge.password()).seal(out.toByteArray());
  }

  byte[] with(char type) {
    ByteArrayOutputStream out = begin(0x0001, transaction());
    username(out);
    attribute(out, type, number(7, 3));
    return new StunSeal(bridge.password()).seal(out.toByteArray());
  }

  /** Without MESSAGE-INTEGRITY, or with it and no name. */
  byte[] plain(boolean named) {
    ByteArrayOutputStream out = begin(0x0001, transaction());
    if (named) {
      username(out);
      return StunSeal.fingerprint(out.toByteArray());
    }
    return new StunSeal(bridge.password()).seal(out.toByteArray());
  }

  /** What a browser says to a request of ours. */
  public byte[] answer(byte[] request) {
    ByteArrayOutputStream out = begin(0x0101, Arrays.copyOfRange(request, 8, 20));
    attribute(out, 0x0020, number(0x0001_1234_0102_0304L, 8));
    return new StunSeal(browser.password()).seal(out.toByteArray());
  }

  /** The same with a length and a FINGERPRINT that are right again. */
  byte[] refreshed(byte[] message) {
    int length = message.length - 8 & ~3;
    byte[] sealed = StunSeal.fingerprint(Arrays.copyOf(message, length));
    return sealed;
  }

  private void username(ByteArrayOutputStream out) {
    String name = bridge.ufrag() + ":" + browser.ufrag();
    attribute(out, 0x0006, name.getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] transaction() {
    byte[] transaction = new byte[12];
    random.nextBytes(transaction);
    return transaction;
  }

  private static ByteArrayOutputStream begin(int type, byte[] transaction) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number(type, 2));
    out.writeBytes(number(0, 2));
    out.writeBytes(number(StunScreen.COOKIE, 4));
    out.writeBytes(transaction);
    return out;
  }

  private static void attribute(ByteArrayOutputStream out, int type, byte[] value) {
    out.writeBytes(number(type, 2));
    out.writeBytes(number(value.length, 2));
    out.writeBytes(value);
    out.writeBytes(new byte[-value.length & 3]);
  }

  private static byte[] number(long value, int bytes) {
    byte[] out = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      out[i] = (byte) (value >>> 8 * (bytes - 1 - i));
    }
    return out;
  }
}
