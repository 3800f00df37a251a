package org.convoke.speech;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.convoke.audio.Clip;
import org.convoke.audio.WavFile;
import org.convoke.clock.Clock;
import org.convoke.store.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spoken texts on disk, so that a text is spoken once: WAV files in a private folder, whose names
 * are keyed hashes and tell nothing of the text. Those that were not asked for the longest go when
 * there is no more room. Nothing here is needed: what cannot be read or written is spoken anew. It
 * blocks.
 */
final class ClipFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ClipFiles.class);
  private static final String KEY_FILE = "key";
  private static final String SUFFIX = ".wav";
  private static final int HEADER = 44;
  private static final int KEY_BYTES = 32;

  /** How much is left when some must go, so that not each new text searches the folder. */
  private static final double KEEP = 0.9;

  private final Path folder;
  private final long maxBytes;
  private final Clock clock;
  private final byte[] key;

  /** Counted at the start, and again when it seems too much. */
  private long bytes;

  private ClipFiles(Path folder, long maxBytes, Clock clock, byte[] key) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.key = key;
  }

  /** The files of a folder that exists and is private. */
  static ClipFiles open(Path folder, long maxBytes, Clock clock) throws IOException {
    Path file = folder.resolve(KEY_FILE);
    byte[] key = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    if (key.length != KEY_BYTES) {
      key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      PrivateFiles.write(file, key);
    }
    ClipFiles files = new ClipFiles(folder, maxBytes, clock, key);
    files.tidy();
    return files;
  }

  /** The name of what these words determine. */
  String name(String... words) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (String word : words) {
        byte[] text = word.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(4).putInt(text.length).flip());
        mac.update(text);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  /** What is kept under this name, or null. */
  synchronized Clip get(String name) {
    Path file = folder.resolve(name + SUFFIX);
    try {
      WavFile wav = WavFile.parse(Files.readAllBytes(file), "a kept text");
      used(file);
      return Clip.of(wav.samples(), wav.sampleRate());
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.warn("a spoken text that was kept cannot be used: {}", e.getMessage());
      return null;
    }
  }

  /** Keeps a clip under this name. */
  synchronized void put(String name, Clip clip) {
    if (clip.bytes() + HEADER > maxBytes) {
      return;
    }
    try {
      Path file = folder.resolve(name + SUFFIX);
      PrivateFiles.write(file, wav(clip.samples()));
      used(file);
      bytes += clip.bytes() + HEADER;
      if (bytes > maxBytes) {
        tidy();
      }
    } catch (IOException e) {
      LOG.warn("a spoken text cannot be kept: {}", e.getMessage());
    }
  }

  private void used(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(clock.now()));
  }

  private static byte[] wav(short[] samples) {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + 2 * samples.length);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(Clip.RATE).putInt(2 * Clip.RATE);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
    for (short sample : samples) {
      out.putShort(sample);
    }
    return out.array();
  }

  private record Kept(Path file, long bytes, long usedMs) {}

  /** Counts what there is, and lets the oldest go where it is too much. */
  private void tidy() throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> !f.endsWith(KEY_FILE)).toList()) {
        if (!file.toString().endsWith(SUFFIX) || file.getFileName().toString().length() != 68) {
          // Left by a process that ended in the middle.
          Files.deleteIfExists(file);
          continue;
        }
        all.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file).toMillis()));
      }
    }
    all.sort(Comparator.comparingLong(Kept::usedMs));
    bytes = all.stream().mapToLong(Kept::bytes).sum();
    boolean tooMuch = bytes > maxBytes;
    for (int i = 0; tooMuch && i < all.size() && bytes > maxBytes * KEEP; i++) {
      Files.deleteIfExists(all.get(i).file);
      bytes -= all.get(i).bytes;
    }
  }
}
