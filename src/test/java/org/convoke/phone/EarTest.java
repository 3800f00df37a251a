package org.convoke.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.convoke.audio.AudioEncoder;
import org.convoke.audio.Codec;
import org.convoke.audio.Codecs;
import org.convoke.audio.OpusLibrary;
import org.convoke.audio.OpusSettings;
import org.convoke.rtp.RtpPacket;
import org.junit.jupiter.api.Test;

class EarTest {
  private final Codecs codecs = new Codecs(OpusLibrary.choose("java"), OpusSettings.SPEECH);
  private final Ear ear = new Ear(Codec.PCMU, 0, codecs.decoder(Codec.PCMU));
  private final AudioEncoder encoder = codecs.encoder(Codec.PCMU);
  private final byte[] packet = new byte[200];
  private final short[] pcm = new short[160];

  private void hear(int frame, Voice voice, double delayMs) {
    voice.fill(pcm, frame % 50);
    int payload = encoder.encode(pcm, 0, 160, packet, RtpPacket.HEADER_BYTES);
    RtpPacket.writeHeader(packet, 0, false, 0, frame & 0xffff, frame * 160L, 7);
    ear.receive(
        packet, RtpPacket.HEADER_BYTES + payload, frame * 20_000_000L, (frame % 50) * 20 + delayMs);
  }

  @Test
  void timesATonesWayByItsPauses() {
    Voice tone = Voice.tone(500, 8000);
    for (int frame = 0; frame < 300; frame++) {
      hear(frame, tone, 23);
    }
    assertThat(ear.mouthToEarMs()).isEqualTo(23, within(0.5));
  }

  @Test
  void claimsNoDelayFromSoundThatBeginsAtAnyTime() {
    Voice tone = Voice.tone(500, 8000);
    for (int frame = 0; frame < 300; frame++) {
      hear(frame, frame % 37 < 20 ? tone : Voice.SILENCE, 23);
    }
    assertThat(ear.mouthToEarMs()).isEqualTo(-1);
  }

  @Test
  void leavesSilenceWherePacketsAreMissing() {
    Voice tone = Voice.tone(500, 8000);
    hear(0, tone, 0);
    hear(3, tone, 0);
    assertThat(ear.heard()).hasSize(640);
    assertThat(ear.heard()[200]).isZero();
    assertThat(ear.stats().totalLost()).isEqualTo(2);
  }
}
