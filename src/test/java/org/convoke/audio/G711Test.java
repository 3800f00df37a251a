package org.convoke.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class G711Test {
  @Test
  void everyCodeSurvivesDecodingAndEncoding() {
    for (int code = 0; code < 256; code++) {
      assertThat(G711.A_LAW.encode(G711.A_LAW.decode((byte) code))).isEqualTo((byte) code);
      // Mu-law has two zeros: 0x7F is the negative one, and linear has none.
      int expected = code == 0x7F ? 0xFF : code;
      assertThat(G711.MU_LAW.encode(G711.MU_LAW.decode((byte) code))).isEqualTo((byte) expected);
    }
  }

  @Test
  void muLawDecodesAsTheTableOfTheRecommendation() {
    // G.711 table 2a/2b, values of 14 bits in the upper bits of 16.
    int[][] known = {
      {0x00, -32124},
      {0x80, 32124},
      {0x8F, 16764},
      {0x90, 15996},
      {0x9F, 8316},
      {0xA0, 7932},
      {0xAF, 4092},
      {0xBF, 1980},
      {0xCF, 924},
      {0xDF, 396},
      {0xEF, 132},
      {0xFE, 8},
      {0xFF, 0},
      {0x7F, 0},
      {0x7E, -8},
      {0x0F, -16764}
    };
    for (int[] pair : known) {
      assertThat(G711.MU_LAW.decode((byte) pair[0])).as("%02x", pair[0]).isEqualTo((short) pair[1]);
    }
  }

  @Test
  void aLawDecodesAsTheTableOfTheRecommendation() {
    int[][] known = {
      {0xD5, 8},
      {0x55, -8},
      {0xD4, 24},
      {0xC5, 264},
      {0xDA, 248},
      {0xAA, 32256},
      {0x2A, -32256},
      {0x80, 5504},
      {0x00, -5504},
      {0xFF, 848},
      {0x7F, -848}
    };
    for (int[] pair : known) {
      assertThat(G711.A_LAW.decode((byte) pair[0])).as("%02x", pair[0]).isEqualTo((short) pair[1]);
    }
  }

  @Test
  void everySampleIsEncodedAsTheNearestCodeOfItsSegment() {
    for (int sample = -32768; sample <= 32767; sample++) {
      int mu = G711.MU_LAW.decode(G711.MU_LAW.encode((short) sample));
      int a = G711.A_LAW.decode(G711.A_LAW.encode((short) sample));
      int size = Math.abs(sample);
      // Half a step: 1/32 of the value, and the least step; mu-law clips at 32635.
      assertThat(Math.abs(mu - sample)).as("mu %d", sample).isLessThanOrEqualTo(size / 32 + 8);
      assertThat(Math.abs(a - sample)).as("A %d", sample).isLessThanOrEqualTo(size / 32 + 16);
    }
  }

  @Test
  void louderNeverBecomesSofter() {
    for (int sample = -32767; sample <= 32767; sample++) {
      short before = (short) (sample - 1);
      short now = (short) sample;
      assertThat(G711.MU_LAW.decode(G711.MU_LAW.encode(now)))
          .isGreaterThanOrEqualTo(G711.MU_LAW.decode(G711.MU_LAW.encode(before)));
      assertThat(G711.A_LAW.decode(G711.A_LAW.encode(now)))
          .isGreaterThanOrEqualTo(G711.A_LAW.decode(G711.A_LAW.encode(before)));
    }
  }
}
