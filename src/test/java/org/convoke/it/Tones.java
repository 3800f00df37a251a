package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Tones in files: writing them, and measuring what of them a recording holds. Independent of the
 * code under test.
 */
final class Tones {
  private Tones() {}

  /** A sine at -12 dBFS, mono, 16 bit. */
  static Path wav(Path file, int rate, int hz, int seconds) {
    ByteBuffer data = ByteBuffer.allocate(44 + rate * seconds * 2).order(ByteOrder.LITTLE_ENDIAN);
    data.put("RIFF".getBytes()).putInt(data.capacity() - 8).put("WAVEfmt ".getBytes()).putInt(16);
    data.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2).putShort((short) 2);
    data.putShort((short) 16).put("data".getBytes()).putInt(rate * seconds * 2);
    for (int i = 0; i < rate * seconds; i++) {
      data.putShort((short) Math.round(8231 * Math.sin(2 * Math.PI * hz * i / rate)));
    }
    try {
      return Files.write(file, data.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A recording's samples with its rate. */
  record Recording(short[] samples, int rate) {
    /** The part between two times, in seconds; negative ones count from the end. */
    Recording between(double from, double to) {
      int begin = at(from);
      int end = Math.max(begin, at(to));
      return new Recording(java.util.Arrays.copyOfRange(samples, begin, end), rate);
    }

    private int at(double seconds) {
      int index = (int) Math.round(seconds * rate);
      return Math.clamp(
          index < 0 || 1 / seconds < 0 ? samples.length + index : index, 0, samples.length);
    }

    double seconds() {
      return (double) samples.length / rate;
    }

    /**
     * The level of a tone in dBFS of its RMS against a full-scale sine, over the whole recording.
     */
    double toneDb(int hz) {
      double omega = 2 * Math.PI * hz / rate;
      double re = 0;
      double im = 0;
      for (int i = 0; i < samples.length; i++) {
        double window = 1 - Math.cos(2 * Math.PI * i / samples.length);
        re += window * samples[i] * Math.cos(omega * i);
        im += window * samples[i] * Math.sin(omega * i);
      }
      double amplitude = 2 * Math.hypot(re, im) / Math.max(1, samples.length);
      return 20 * Math.log10(Math.max(amplitude, 1e-3) / 32768);
    }

    /** RMS level in dB below that of a full-scale sine. */
    double levelDb() {
      double sum = 0;
      for (short sample : samples) {
        sum += (double) sample * sample;
      }
      return 20
          * Math.log10(Math.max(1e-3, Math.sqrt(2 * sum / Math.max(1, samples.length))) / 32768);
    }
  }

  static Recording read(Path wav) {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
      AudioFormat format = in.getFormat();
      byte[] bytes = in.readAllBytes();
      short[] samples = new short[bytes.length / 2 / format.getChannels()];
      ByteBuffer buffer =
          ByteBuffer.wrap(bytes)
              .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < samples.length; i++) {
        samples[i] = buffer.getShort(i * 2 * format.getChannels());
      }
      return new Recording(samples, (int) format.getSampleRate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnsupportedAudioFileException e) {
      throw new AssertionError(wav + " is no recording", e);
    }
  }
}
