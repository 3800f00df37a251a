package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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

  /** A sine, mono, 16 bit; {@code levelDb} of its RMS against a full-scale sine's. */
  static Path wav(Path file, int rate, int hz, double levelDb, int seconds) {
    double amplitude = 32767 * Math.pow(10, levelDb / 20);
    short[] samples = new short[rate * seconds];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * i / rate));
    }
    return write(file, rate, samples);
  }

  private static Path write(Path file, int rate, short[] samples) {
    ByteBuffer data = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    data.put("RIFF".getBytes()).putInt(data.capacity() - 8).put("WAVEfmt ".getBytes()).putInt(16);
    data.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2).putShort((short) 2);
    data.putShort((short) 16).put("data".getBytes()).putInt(samples.length * 2);
    for (short sample : samples) {
      data.putShort(sample);
    }
    try {
      return Files.write(file, data.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A sine at -12 dBFS in G.711 by sox, which has nothing of the code under test: mu or A law. */
  static Path g711(Path folder, String law, int hz, int seconds) {
    Path wav = wav(folder.resolve("tone-" + hz + ".wav"), 8000, hz, -12, seconds);
    return encoded(wav, law);
  }

  /** Keys as they sound (Q.23), 100 ms each at -9 dBFS a tone with pauses as long, in µ-law. */
  static Path keys(Path folder, String digits) {
    int rate = 8000;
    int slot = rate / 10;
    short[] samples = new short[rate / 2 + digits.length() * 2 * slot + rate / 2];
    for (int d = 0; d < digits.length(); d++) {
      int key = "123A456B789C*0#D".indexOf(digits.charAt(d));
      double low = 2 * Math.PI * new int[] {697, 770, 852, 941}[key / 4] / rate;
      double high = 2 * Math.PI * new int[] {1209, 1336, 1477, 1633}[key % 4] / rate;
      for (int i = 0; i < slot; i++) {
        samples[rate / 2 + d * 2 * slot + i] =
            (short) (8000 * Math.sin(low * i) + 8000 * Math.sin(high * i));
      }
    }
    Path wav = folder.resolve("keys-" + Math.abs(digits.hashCode()) + ".wav");
    return encoded(write(wav, rate, samples), "mu");
  }

  private static Path encoded(Path wav, String law) {
    Path raw = wav.resolveSibling(wav.getFileName() + "." + law);
    try {
      String type = law.equals("mu") ? "ul" : "al";
      Process sox =
          new ProcessBuilder("sox", wav.toString(), "-t", type, raw.toString()).inheritIO().start();
      if (sox.waitFor() != 0) {
        throw new AssertionError("sox did not write " + raw);
      }
      return raw;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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

    /**
     * The level of a tone in the usual part of 100 ms: heard all along, though a lost packet may
     * have moved its phase, in which case {@link #toneDb} of the whole tells too little.
     */
    double usualToneDb(int hz) {
      return ofParts(0.5, part -> part.toneDb(hz));
    }

    /**
     * The level of a tone that nine in ten parts of 100 ms do not exceed, or that of the whole
     * where it is less: gaps in other sound splash over short parts, late packets matter little in
     * long.
     */
    double mostToneDb(int hz) {
      return Math.min(toneDb(hz), ofParts(0.9, part -> part.toneDb(hz)));
    }

    /** The level that nine in ten parts of 100 ms do not exceed: a late packet does not count. */
    double mostDb() {
      return ofParts(0.9, Recording::levelDb);
    }

    private double ofParts(double share, ToDoubleFunction<Recording> measure) {
      double[] levels =
          IntStream.range(0, (int) (seconds() * 10))
              .mapToObj(part -> between(part / 10.0 + 1e-9, (part + 1) / 10.0))
              .mapToDouble(measure)
              .sorted()
              .toArray();
      if (levels.length < 5) {
        throw new AssertionError("a recording of " + seconds() + " s tells nothing");
      }
      return levels[(int) Math.ceil(share * levels.length) - 1];
    }

    /** The greatest sample, whatever its sign. */
    int peak() {
      int peak = 0;
      for (short sample : samples) {
        peak = Math.max(peak, Math.abs(sample));
      }
      return peak;
    }

    /** The greatest step from one sample to the next: a click is a step that no tone here makes. */
    int greatestStep() {
      int greatest = 0;
      for (int i = 1; i < samples.length; i++) {
        greatest = Math.max(greatest, Math.abs(samples[i] - samples[i - 1]));
      }
      return greatest;
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
