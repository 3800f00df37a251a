package org.convoke.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final DtlsIdentity BROWSER = DtlsIdentity.create(NOW);
  private static final DtlsIdentity BRIDGE = DtlsIdentity.create(NOW);
  private static final DtlsIdentity STRANGER = DtlsIdentity.create(NOW);

  private static Wire wire(DtlsClient.Manner manner, Wire.Network up, Wire.Network down) {
    return new Wire(BROWSER, BROWSER.fingerprint(), BRIDGE, manner, up, down).connect();
  }

  private static Wire wire(Wire.Network up, Wire.Network down) {
    return wire(DtlsClient.Manner.ORDINARY, up, down);
  }

  private static DtlsClient.Manner offering(SrtpProfile... profiles) {
    return new DtlsClient.Manner(true, List.of(profiles), ProtocolVersion.DTLSv12.only());
  }

  private static void agree(Wire wire) throws Exception {
    DtlsKeys ours = wire.serverKeys();
    DtlsKeys theirs = wire.clientKeys();
    assertThat(ours.suite()).isEqualTo(theirs.suite());
    assertThat(ours.sendKeySalt()).isEqualTo(theirs.receiveKeySalt());
    assertThat(ours.receiveKeySalt()).isEqualTo(theirs.sendKeySalt());
    assertThat(ours.sendKeySalt()).isNotEqualTo(ours.receiveKeySalt());
  }

  @Test
  void bothEndsGetTheSameKeysAndPreferGcm() throws Exception {
    try (Wire wire = wire(Wire.PERFECT, Wire.PERFECT)) {
      agree(wire);
      assertThat(wire.serverKeys().suite()).isEqualTo("AEAD_AES_128_GCM");
      assertThat(wire.serverKeys().sendKeySalt()).hasSize(28);
    }
  }

  @Test
  void aBrowserWithoutGcmGetsCounterMode() throws Exception {
    try (Wire wire =
        wire(offering(SrtpProfile.AES128_CM_HMAC_SHA1_80), Wire.PERFECT, Wire.PERFECT)) {
      agree(wire);
      assertThat(wire.serverKeys().suite()).isEqualTo("AES_CM_128_HMAC_SHA1_80");
      assertThat(wire.serverKeys().sendKeySalt()).hasSize(30);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 5, 6, 7})
  void aBadNetworkOnlyDelaysTheKeys(long seed) throws Exception {
    try (Wire wire = wire(bad(new Random(seed)), bad(new Random(-seed)))) {
      agree(wire);
    }
  }

  /** Loses a fifth, doubles some, and lets some wait for the next. */
  private static Wire.Network bad(Random random) {
    List<byte[]> waiting = new ArrayList<>();
    return datagram -> {
      List<byte[]> arriving = new ArrayList<>();
      switch (random.nextInt(10)) {
        case 0, 1 -> {}
        case 2 -> waiting.add(datagram);
        case 3 -> {
          arriving.add(datagram);
          arriving.add(datagram);
        }
        default -> arriving.add(datagram);
      }
      if (!arriving.isEmpty()) {
        arriving.addAll(waiting);
        waiting.clear();
      }
      return arriving;
    };
  }

  @Test
  void aClientHelloInTwoFragmentsIsUnderstood() throws Exception {
    int[] fragmented = {0};
    Wire.Network fragmenting =
        datagram -> {
          List<byte[]> arriving = new ArrayList<>();
          for (byte[] record : Records.of(datagram)) {
            long number = 2 * Records.number(record);
            if (Records.isClientHello(record)) {
              arriving.addAll(Records.inTwo(record, number));
              fragmented[0]++;
            } else {
              boolean plain = Records.epoch(record) == 0;
              arriving.add(plain ? Records.numbered(record, number) : record);
            }
          }
          return arriving;
        };
    try (Wire wire = wire(fragmenting, Wire.PERFECT)) {
      agree(wire);
      assertThat(fragmented[0]).isPositive();
    }
  }

  @Test
  void theLastFlightIsSentAgainWhenItWasLost() throws Exception {
    boolean[] lost = {false};
    Wire.Network losingFinished =
        datagram -> {
          boolean finished = Records.of(datagram).stream().anyMatch(r -> Records.epoch(r) == 1);
          if (finished && !lost[0]) {
            lost[0] = true;
            return List.of();
          }
          return List.of(datagram);
        };
    try (Wire wire = wire(Wire.PERFECT, losingFinished)) {
      agree(wire);
      assertThat(lost[0]).isTrue();
    }
  }

  @Test
  void aCertificateThatTheSdpDidNotTellOfIsRefused() throws Exception {
    try (Wire wire =
        new Wire(
                BROWSER,
                STRANGER.fingerprint(),
                BRIDGE,
                DtlsClient.Manner.ORDINARY,
                Wire.PERFECT,
                Wire.PERFECT)
            .connect()) {
      assertThat(Wire.soon(wire.serverHeard.failure)).isEqualTo("fingerprint differs");
      assertThat(Wire.soon(wire.clientHeard.failure)).isEqualTo("peer: bad_certificate");
    }
  }

  @Test
  void aClientWithoutCertificateIsRefused() throws Exception {
    DtlsClient.Manner bare =
        new DtlsClient.Manner(false, SrtpProfile.ALL, ProtocolVersion.DTLSv12.only());
    try (Wire wire = wire(bare, Wire.PERFECT, Wire.PERFECT)) {
      assertThat(Wire.soon(wire.serverHeard.failure)).isEqualTo("no certificate");
    }
  }

  @Test
  void aClientThatWantsNoSrtpIsRefused() throws Exception {
    try (Wire wire = wire(offering(), Wire.PERFECT, Wire.PERFECT)) {
      assertThat(Wire.soon(wire.serverHeard.failure)).isEqualTo("no use_srtp");
    }
  }

  @Test
  void anOlderDtlsIsRefused() throws Exception {
    DtlsClient.Manner old =
        new DtlsClient.Manner(true, SrtpProfile.ALL, ProtocolVersion.DTLSv10.only());
    try (Wire wire = wire(old, Wire.PERFECT, Wire.PERFECT)) {
      assertThat(Wire.soon(wire.serverHeard.failure)).isEqualTo("protocol_version");
    }
  }

  @Test
  void theOtherEndLearnsOfTheEnd() throws Exception {
    try (Wire wire = wire(Wire.PERFECT, Wire.PERFECT)) {
      agree(wire);
      wire.client.close();
      assertThat(Wire.soon(wire.serverHeard.closed)).isTrue();
      assertThat(wire.clientHeard.closed).isNotDone();
    }
    try (Wire wire = wire(Wire.PERFECT, Wire.PERFECT)) {
      agree(wire);
      wire.server.close();
      assertThat(Wire.soon(wire.clientHeard.closed)).isTrue();
    }
  }

  @Test
  void aQueueThatIsFullDropsAndOneThatIsClosedTakesNothing() {
    DatagramQueue queue = new DatagramQueue((b, o, n) -> {});
    byte[] datagram = new byte[3000];
    datagram[0] = Records.HANDSHAKE;
    datagram[1] = (byte) 0xFE;
    datagram[2] = (byte) 0xFD;
    for (int i = 0; i < DatagramQueue.SLOTS; i++) {
      assertThat(queue.offer(datagram, 0, 100)).isTrue();
    }
    assertThat(queue.offer(datagram, 0, 100)).isFalse();
    DatagramQueue other = new DatagramQueue((b, o, n) -> {});
    assertThat(other.offer(datagram, 0, DatagramQueue.MAX_BYTES + 1)).isFalse();
    other.close();
    assertThat(other.offer(datagram, 0, 100)).isFalse();
    assertThatThrownBy(() -> other.receive(datagram, 0, 100, 0)).hasMessage("closed");
  }

  @Test
  void fingerprintsAreOfThreeHashesAndOfTheirLength() {
    byte[] certificate = {1, 2, 3};
    for (String hash : List.of("sha-256", "SHA-384", "sha-512")) {
      Fingerprint fingerprint = Fingerprint.of(hash, certificate);
      assertThat(fingerprint.isOf(certificate)).isTrue();
      assertThat(fingerprint.isOf(new byte[] {1, 2, 4})).isFalse();
    }
    assertThat(Fingerprint.of("sha-256", certificate).text())
        .startsWith("03:90:58:C6:F2:C0:CB:49")
        .hasSize(95);
    assertThatThrownBy(() -> new Fingerprint("sha-1", new byte[20]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Fingerprint("sha-256", new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysDoNotPrint() {
    byte[] key = new byte[28];
    assertThat(new DtlsKeys("AEAD_AES_128_GCM", key, key))
        .hasToString("DtlsKeys[AEAD_AES_128_GCM]");
  }

  @Test
  void theWarmUpShakesHands() {
    DtlsWarmUp.run(BRIDGE);
  }
}
