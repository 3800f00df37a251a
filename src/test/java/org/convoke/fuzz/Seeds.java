package org.convoke.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes seeds: what a fuzzer begins with. */
public final class Seeds {
  private Seeds() {}

  /** Each text as UTF-8. */
  public static List<byte[]> texts(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** A file of the test resources. */
  public static byte[] resource(String path) {
    try (InputStream in = Seeds.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("there is no " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Each seed behind each first byte from 0 to {@code count - 1}, for targets that choose by it.
   */
  public static List<byte[]> behindEach(int count, List<byte[]> seeds) {
    List<byte[]> all = new ArrayList<>();
    for (int first = 0; first < count; first++) {
      for (byte[] seed : seeds) {
        byte[] one = new byte[seed.length + 1];
        one[0] = (byte) first;
        System.arraycopy(seed, 0, one, 1, seed.length);
        all.add(one);
      }
    }
    return all;
  }

  /** The bytes, one after the other. */
  public static byte[] joined(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int end = all.length;
      all = Arrays.copyOf(all, end + part.length);
      System.arraycopy(part, 0, all, end, part.length);
    }
    return all;
  }
}
