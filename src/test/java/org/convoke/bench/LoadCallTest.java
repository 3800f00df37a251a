package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.convoke.rtp.RtpPacket;
import org.convoke.rtp.TelephoneEvents;
import org.junit.jupiter.api.Test;

class LoadCallTest {
  private static final long FRAME_NS = 20_000_000L;
  private final Tones tones = new Tones(1);
  private final byte[] packet = new byte[BatchSocket.BYTES];

  @Test
  void keysItsPinThenTalksInBursts() {
    LoadCall call = new LoadCall(3, 0, 0, "9072");
    TelephoneEvents events = new TelephoneEvents(8000);
    StringBuilder keyed = new StringBuilder();
    int bursts = 0;
    int toneFrames = 0;
    for (int i = 0; i < 300; i++) {
      int length = call.write(packet, tones);
      assertThat(RtpPacket.check(packet, 0, length)).isEqualTo(RtpPacket.Verdict.VALID);
      assertThat(RtpPacket.timestamp(packet, 0)).isGreaterThan(0);
      if (RtpPacket.payloadType(packet, 0) == 101) {
        events.packet(
            packet,
            12,
            length - 12,
            RtpPacket.sequence(packet, 0),
            RtpPacket.timestamp(packet, 0),
            i * FRAME_NS);
      } else if (tones.heard(packet, 12, 1) == 1) {
        assertThat(keyed).as("tones come after the keys").hasSize(4);
        toneFrames++;
      }
      events.tick(i * FRAME_NS);
      for (char digit = events.poll(); digit != 0; digit = events.poll()) {
        keyed.append(digit);
      }
      bursts += call.burstBegins() ? 1 : 0;
    }
    assertThat(keyed).hasToString("9072");
    assertThat(bursts).isBetween(3, 5);
    assertThat(toneFrames).isBetween(5 * bursts - 4, 5 * bursts);
  }

  @Test
  void aListenerSendsNoiseAlone() {
    LoadCall call = new LoadCall(3, 0, -1, "");
    for (int i = 0; i < 100; i++) {
      assertThat(call.write(packet, tones)).isEqualTo(172);
      assertThat(tones.heard(packet, 12, Tones.MAX_TALKERS)).isZero();
      assertThat(RtpPacket.sequence(packet, 0)).isEqualTo(21 + i);
    }
  }

  @Test
  void aPromptThatHoldsTheToneForAMomentIsNotTheRoom() {
    LoadCall call = new LoadCall(0, 0, -1, "");
    for (int i = 1; i <= 9; i++) {
      call.hears(true, i * FRAME_NS);
    }
    call.hears(false, 10 * FRAME_NS);
    assertThat(call.joinedNs()).isZero();
    for (int i = 11; i <= 20; i++) {
      call.hears(true, i * FRAME_NS);
    }
    assertThat(call.joinedNs()).isEqualTo(11 * FRAME_NS);
  }

  @Test
  void theNumberOfACallIsInItsCallId() {
    String head = "SIP/2.0 200 OK\r\nVia: x\r\nCall-ID: ";
    assertThat(Dialer.callOf(head + "bench42x@convoke.phone\r\n\r\n")).isEqualTo(42);
    assertThat(Dialer.callOf(head + "benchx@convoke.phone\r\n\r\n")).isEqualTo(-1);
    assertThat(Dialer.callOf(head + "other42x@convoke.phone\r\n\r\n")).isEqualTo(-1);
    assertThat(Dialer.callOf("OPTIONS sip:x SIP/2.0\r\n\r\n")).isEqualTo(-1);
  }

  @Test
  void processorTimeIsReadBehindAnyThreadName() {
    String stat = "7 (C2 (x) 1) S 1 2 3 4 5 6 7 8 9 10 1234 567 0 0";
    assertThat(ProcessUse.ticks(stat)).containsExactly(1234, 567);
    assertThat(ProcessUse.name(stat)).isEqualTo("C2 (x) 1");
    assertThat(ProcessUse.residentKib(Arrays.asList("VmPeak:  9 kB", "VmRSS:\t  1024 kB")))
        .isEqualTo(1024);
    assertThat(ProcessUse.group("media-1")).isEqualTo("media");
    assertThat(ProcessUse.group("C2 CompilerThre")).isEqualTo("compiler");
    assertThat(ProcessUse.group("ZDriverMinor")).isEqualTo("jvm");
    assertThat(ProcessUse.group("vert.x-eventloo")).isEqualTo("other");
    assertThat(ProcessUse.percent(50, 10)).isEqualTo(5);
  }
}
