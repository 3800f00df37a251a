package org.convoke.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.bouncycastle.tls.DatagramTransport;
import org.junit.jupiter.api.Test;

class DtlsFuzzTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final DtlsIdentity BROWSER = DtlsIdentity.create(NOW);
  private static final DtlsIdentity BRIDGE = DtlsIdentity.create(NOW);

  /** Gives what it was given, then ends. */
  private record Script(Deque<byte[]> datagrams) implements DatagramTransport {
    @Override
    public int getReceiveLimit() {
      return DatagramQueue.MAX_BYTES;
    }

    @Override
    public int getSendLimit() {
      return 1200;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      byte[] next = datagrams.poll();
      if (next == null) {
        throw new IOException("end");
      }
      int taken = Math.min(length, next.length);
      System.arraycopy(next, 0, buffer, offset, taken);
      return taken;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {}

    @Override
    public void close() {}
  }

  private static final DtlsListener NOBODY = new Wire.Ears();

  @Test
  void garbageBetweenTheDatagramsDoesNotStopAHandshake() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      Wire.Network noisy =
          datagram -> {
            List<byte[]> arriving = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
              byte[] garbage = new byte[1 + random.nextInt(1500)];
              random.nextBytes(garbage);
              if (random.nextBoolean() && garbage.length > 13) {
                // With the frame of a record.
                garbage[0] = (byte) (20 + random.nextInt(4));
                garbage[1] = (byte) 0xFE;
                garbage[2] = (byte) 0xFD;
                garbage[3] = 0;
                garbage[4] = 1;
                garbage[11] = 0;
                garbage[12] = (byte) Math.min(127, garbage.length - 13);
              }
              arriving.add(garbage);
            }
            arriving.add(datagram);
            return arriving;
          };
      try (Wire wire =
          new Wire(
                  BROWSER,
                  BROWSER.fingerprint(),
                  BRIDGE,
                  DtlsClient.Manner.ORDINARY,
                  noisy,
                  Wire.PERFECT)
              .connect()) {
        assertThat(wire.serverKeys().suite()).as("seed %d", seed).isNotEmpty();
      }
    }
  }

  @Test
  void aSessionThatStandsIsNotEndedByForgedRecords() throws Exception {
    List<byte[]> flown = Collections.synchronizedList(new ArrayList<>());
    Wire.Network recording =
        datagram -> {
          flown.add(datagram);
          return List.of(datagram);
        };
    try (Wire wire =
        new Wire(
                BROWSER,
                BROWSER.fingerprint(),
                BRIDGE,
                DtlsClient.Manner.ORDINARY,
                recording,
                Wire.PERFECT)
            .connect()) {
      wire.serverKeys();
      wire.clientKeys();
      List<byte[]> seen = List.copyOf(flown);
      Random random = new Random(11);
      for (int i = 0; i < 5000; i++) {
        byte[] forged = mutated(seen.get(random.nextInt(seen.size())), random);
        if (random.nextInt(4) == 0) {
          // An alert that claims to be of the established epoch.
          forged[0] = 21;
          forged[Math.min(4, forged.length - 1)] = 1;
        }
        wire.server.offer(forged, 0, forged.length);
        if (i % 8 == 0) {
          Thread.yield();
        }
      }
      assertThat(wire.serverHeard.closed).isNotDone();
      // The queue may be full yet: the end is said until it is heard.
      wire.client.close();
      while (!wire.serverHeard.closed.isDone()) {
        List<byte[]> last = List.copyOf(flown);
        byte[] end = last.getLast();
        wire.server.offer(end, 0, end.length);
        Thread.onSpinWait();
      }
      assertThat(Wire.soon(wire.serverHeard.closed)).isTrue();
    }
  }

  @Test
  void mutatedHandshakesGetAVerdict() throws Exception {
    List<byte[]> flown = Collections.synchronizedList(new ArrayList<>());
    Wire.Network recording =
        datagram -> {
          flown.add(datagram);
          return List.of(datagram);
        };
    try (Wire wire =
        new Wire(
                BROWSER,
                BROWSER.fingerprint(),
                BRIDGE,
                DtlsClient.Manner.ORDINARY,
                recording,
                Wire.PERFECT)
            .connect()) {
      wire.serverKeys();
    }
    List<byte[]> seen = List.copyOf(flown);
    for (long seed = 1; seed <= 400; seed++) {
      Random random = new Random(seed);
      Deque<byte[]> script = new ArrayDeque<>();
      for (byte[] datagram : seen) {
        script.add(random.nextInt(3) == 0 ? datagram : mutated(datagram, random));
      }
      DtlsServer server = new DtlsServer(BRIDGE, BROWSER.fingerprint(), (b, o, n) -> {}, NOBODY);
      // Nobody can finish a handshake by repeating another's: its random differs.
      assertThatThrownBy(() -> server.shake(new Script(script)))
          .as("seed %d", seed)
          .isInstanceOf(Exception.class);
    }
  }

  private static byte[] mutated(byte[] datagram, Random random) {
    byte[] copy = datagram.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(copy.length);
      switch (random.nextInt(4)) {
        case 0 -> copy[at] = (byte) random.nextInt(256);
        case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> copy[at] = (byte) 0xFF;
        default -> copy = java.util.Arrays.copyOf(copy, 1 + random.nextInt(copy.length));
      }
    }
    return copy;
  }
}
