package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CodecRoundTripTest {
  private static final Codecs JAVA = new Codecs(OpusLibrary.choose("java"), OpusSettings.SPEECH);
  private static final Codecs AUTO = new Codecs(OpusLibrary.choose("auto"), OpusSettings.SPEECH);

  /** Codec, factory, rate, least tone-to-rest ratio in dB. */
  static Stream<Arguments> codecs() {
    return Stream.of(
        Arguments.of(Codec.PCMU, AUTO, 8000, 36),
        Arguments.of(Codec.PCMA, AUTO, 8000, 36),
        Arguments.of(Codec.G722, AUTO, 16000, 35),
        Arguments.of(Codec.OPUS, AUTO, 48000, 20),
        Arguments.of(Codec.OPUS, AUTO, 16000, 20),
        Arguments.of(Codec.OPUS, AUTO, 8000, 20),
        Arguments.of(Codec.OPUS, JAVA, 48000, 20),
        Arguments.of(Codec.OPUS, JAVA, 16000, 20));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void aToneComesBackCleanAndAsLoud(Codec codec, Codecs codecs, int rate, int leastDb) {
    short[] sent = Signals.tone(rate, 1000, 8000, rate);
    short[] heard = roundTrip(codec, codecs, rate, sent, 20);
    int from = rate / 2;
    assertThat(Signals.toneToRest(heard, from, rate, rate, 1000)).isGreaterThan(leastDb);
    double level = Signals.decibels(Signals.rms(heard, from, rate) / Signals.rms(sent, from, rate));
    assertThat(level).isCloseTo(0, within(0.5));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void payloadsOfTenToSixtyMillisecondsDecode(Codec codec, Codecs codecs, int rate, int leastDb) {
    for (int millis : new int[] {10, 20, 40, 60}) {
      short[] sent = Signals.tone(rate, 440, 8000, rate / 1000 * millis * 12);
      short[] heard = roundTrip(codec, codecs, rate, sent, millis);
      double level =
          Signals.decibels(
              Signals.rms(heard, heard.length / 2, heard.length)
                  / Signals.rms(sent, heard.length / 2, heard.length));
      assertThat(level).as("%d ms", millis).isCloseTo(0, within(0.8));
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void garbageNeverThrowsAndAToneFollowsIt(Codec codec, Codecs codecs, int rate, int leastDb) {
    long seed = 20260101;
    Random random = new Random(seed);
    short[] pcm = new short[rate * 12 / 100];
    byte[] valid = new byte[AudioEncoder.MAX_PAYLOAD];
    short[] voice = Signals.voice(rate, seed, rate);
    try (AudioDecoder decoder = codecs.decoder(codec, rate);
        AudioEncoder encoder = codecs.encoder(codec, rate, codecs.opusSettings())) {
      for (int i = 0; i < 1500; i++) {
        byte[] payload;
        if (i % 3 == 0) {
          int frame = rate / 50;
          int n = encoder.encode(voice, i / 3 % 50 * frame, frame, valid, 0);
          payload = Arrays.copyOf(valid, n);
          for (int k = 0; k < 1 + i % 5; k++) {
            payload[random.nextInt(n)] = (byte) random.nextInt();
          }
        } else {
          payload = new byte[random.nextInt(300)];
          random.nextBytes(payload);
        }
        int offset = payload.length == 0 ? 0 : random.nextInt(payload.length);
        int length = payload.length - offset;
        int got =
            switch (random.nextInt(4)) {
              case 0 -> decoder.decodeLost(pcm, 0, rate / 50);
              case 1 -> decoder.decodeFec(payload, offset, length, pcm, 0, rate / 50);
              default -> decoder.decode(payload, offset, length, pcm, random.nextInt(50));
            };
        assertThat(got).as("seed %d, turn %d", seed, i).isBetween(-2, pcm.length);
      }
      assertThat(decoder.decode(new byte[0], 0, 0, pcm, 0)).isEqualTo(AudioDecoder.GARBAGE);
      short[] tone = Signals.tone(rate, 1000, 8000, rate);
      short[] heard = feed(encoder, decoder, tone, rate / 50);
      assertThat(Signals.toneToRest(heard, rate / 2, rate, rate, 1000)).isGreaterThan(leastDb - 6);
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void tooLittleRoomIsRefusedAndNothingIsWritten(
      Codec codec, Codecs codecs, int rate, int leastDb) {
    byte[] payload = new byte[AudioEncoder.MAX_PAYLOAD];
    short[] pcm = new short[rate / 50];
    try (AudioDecoder decoder = codecs.decoder(codec, rate);
        AudioEncoder encoder = codecs.encoder(codec, rate, codecs.opusSettings())) {
      int n = encoder.encode(Signals.tone(rate, 500, 9000, rate / 50), 0, rate / 50, payload, 0);
      assertThat(decoder.decode(payload, 0, n, pcm, 40)).isEqualTo(AudioDecoder.NO_ROOM);
      assertThat(decoder.decodeLost(pcm, 40, rate / 50)).isEqualTo(AudioDecoder.NO_ROOM);
      assertThat(pcm).containsOnly(0);
      assertThat(encoder.encode(pcm, 0, 0, payload, 0)).isEqualTo(AudioEncoder.REFUSED);
      assertThat(encoder.encode(pcm, 0, rate / 50, payload, payload.length))
          .isEqualTo(AudioEncoder.REFUSED);
    }
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void nothingWorksAfterCloseAndClosingTwiceIsHarmless(
      Codec codec, Codecs codecs, int rate, int leastDb) {
    AudioDecoder decoder = codecs.decoder(codec, rate);
    AudioEncoder encoder = codecs.encoder(codec, rate, codecs.opusSettings());
    decoder.close();
    decoder.close();
    encoder.close();
    encoder.close();
    if (codec == Codec.OPUS) {
      assertThat(decoder.decode(new byte[10], 0, 10, new short[5760], 0)).isNegative();
      assertThat(encoder.encode(new short[960], 0, rate / 50, new byte[1275], 0)).isNegative();
    }
  }

  @Test
  void anOpusFrameThatWasLostComesBackFromTheNextPayload() {
    OpusSettings settings = new OpusSettings(32_000, 5, true, 20, false);
    for (Codecs codecs : new Codecs[] {AUTO, JAVA}) {
      short[] voice = Signals.voice(16000, 3, 32000);
      double withFec = lossError(codecs, settings, voice, true);
      double without = lossError(codecs, settings, voice, false);
      assertThat(withFec).isLessThan(without * 0.7);
    }
  }

  @Test
  void opusInSilenceWithDtxHasPayloadsThatNeedNotBeSent() {
    OpusSettings settings = new OpusSettings(24_000, 5, false, 0, true);
    byte[] out = new byte[AudioEncoder.MAX_PAYLOAD];
    try (AudioEncoder encoder = AUTO.encoder(Codec.OPUS, 16000, settings)) {
      int small = 0;
      for (int i = 0; i < 100; i++) {
        small += encoder.encode(new short[320], 0, 320, out, 0) <= 2 ? 1 : 0;
      }
      assertThat(small).isGreaterThan(60);
    }
  }

  /** The error of frames that were lost singly, against the same stream without loss. */
  private static double lossError(
      Codecs codecs, OpusSettings settings, short[] voice, boolean fec) {
    byte[][] packets = new byte[voice.length / 320][];
    byte[] out = new byte[AudioEncoder.MAX_PAYLOAD];
    try (AudioEncoder encoder = codecs.encoder(Codec.OPUS, 16000, settings);
        AudioDecoder whole = codecs.decoder(Codec.OPUS, 16000);
        AudioDecoder lossy = codecs.decoder(Codec.OPUS, 16000)) {
      for (int i = 0; i < packets.length; i++) {
        packets[i] = Arrays.copyOf(out, encoder.encode(voice, i * 320, 320, out, 0));
      }
      short[] wanted = new short[320];
      short[] heard = new short[320];
      double error = 0;
      for (int i = 0; i < packets.length - 1; i++) {
        whole.decode(packets[i], 0, packets[i].length, wanted, 0);
        if (i % 7 != 5) {
          lossy.decode(packets[i], 0, packets[i].length, heard, 0);
        } else {
          byte[] next = packets[i + 1];
          int got =
              fec
                  ? lossy.decodeFec(next, 0, next.length, heard, 0, 320)
                  : lossy.decodeLost(heard, 0, 320);
          assertThat(got).isEqualTo(320);
          for (int k = 0; k < 320; k++) {
            error += Math.pow(wanted[k] - heard[k], 2);
          }
        }
      }
      return error;
    }
  }

  private static short[] roundTrip(Codec codec, Codecs codecs, int rate, short[] pcm, int millis) {
    try (AudioDecoder decoder = codecs.decoder(codec, rate);
        AudioEncoder encoder = codecs.encoder(codec, rate, codecs.opusSettings())) {
      assertThat(decoder.sampleRate()).isEqualTo(rate);
      assertThat(encoder.sampleRate()).isEqualTo(rate);
      return feed(encoder, decoder, pcm, rate / 1000 * millis);
    }
  }

  private static short[] feed(AudioEncoder encoder, AudioDecoder decoder, short[] pcm, int frame) {
    byte[] payload = new byte[AudioEncoder.MAX_PAYLOAD];
    short[] heard = new short[pcm.length];
    for (int at = 0; at + frame <= pcm.length; at += frame) {
      int n = encoder.encode(pcm, at, frame, payload, 0);
      assertThat(n).isPositive();
      assertThat(decoder.decode(payload, 0, n, heard, at)).isEqualTo(frame);
    }
    return heard;
  }
}
