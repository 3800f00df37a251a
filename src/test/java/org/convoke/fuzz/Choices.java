package org.convoke.fuzz;

import java.util.Arrays;

/** Reads a fuzzer's bytes as choices: where they are used up, all that is left is 0. */
public final class Choices {
  private final byte[] bytes;
  private int at;

  public Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  public boolean isLeft() {
    return at < bytes.length;
  }

  /** 0 to 255. */
  public int octet() {
    return at < bytes.length ? bytes[at++] & 0xFF : 0;
  }

  /** 0 to {@code count - 1}, for at most 256. */
  public int below(int count) {
    return octet() % count;
  }

  public boolean flag() {
    return (octet() & 1) != 0;
  }

  /** 0 to 65,535. */
  public int u16() {
    return octet() << 8 | octet();
  }

  public int i32() {
    return u16() << 16 | u16();
  }

  /** The next bytes, or as many as are left. */
  public byte[] take(int count) {
    int end = Math.min(bytes.length, at + count);
    byte[] taken = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return taken;
  }

  public byte[] rest() {
    return take(bytes.length);
  }
}
