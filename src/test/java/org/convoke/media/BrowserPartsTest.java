package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The small parts of a browser's leg, each by itself. */
class BrowserPartsTest {
  private static List<InetAddress> addresses(String... literals) {
    return Stream.of(literals).map(InetAddress::ofLiteral).toList();
  }

  @Test
  void whatIsToldComesBeforeWhatWasFoundAndLinksStayHome() {
    assertThat(
            Candidates.order(
                addresses("203.0.113.7", "10.0.0.5"),
                addresses("127.0.0.1", "2001:db8::5", "10.0.0.5", "fe80::1", "169.254.3.4", "::1")))
        .containsExactlyElementsOf(addresses("203.0.113.7", "10.0.0.5", "2001:db8::5"));
  }

  @Test
  void aMachineWithoutNetworkTellsOfItsLoopback() {
    assertThat(Candidates.order(List.of(), addresses("::1", "127.0.0.1")))
        .containsExactlyElementsOf(addresses("127.0.0.1", "::1"));
  }

  @Test
  void aBoundAddressIsTheOnlyOneButForThoseTold() {
    Candidates candidates =
        new Candidates(
            InetAddress.ofLiteral("192.0.2.1"), 7878, "", " 2001:db8::7 , nonsense,192.0.2.9");
    assertThat(candidates.now(0))
        .containsExactly(
            new InetSocketAddress("2001:db8::7", 7878),
            new InetSocketAddress("192.0.2.9", 7878),
            new InetSocketAddress("192.0.2.1", 7878));
  }

  @Test
  void manyAddressesAreCutOff() {
    String[] many = new String[40];
    for (int i = 0; i < many.length; i++) {
      many[i] = "10.0.0." + (i + 1);
    }
    assertThat(Candidates.order(List.of(), addresses(many))).hasSize(Candidates.MOST);
  }

  @Test
  void aBudgetGivesASecondsWorthAtOnceAndThenItsRate() {
    PacketBudget budget = new PacketBudget(200);
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      taken += budget.take(5_000_000_000L) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(200);
    for (int ms = 0; ms < 1000; ms++) {
      taken += budget.take(5_000_000_000L + ms * 1_000_000L) ? 1 : 0;
    }
    assertThat(taken).isBetween(398, 401);
    assertThat(budget.take(60_000_000_000L)).isTrue();
  }

  @Test
  void aRingKeepsOrderSourceAndTimeAndRefusesWhatDoesNotFit() {
    PacketRing ring = new PacketRing();
    Datagram packet = new Datagram();
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < PacketRing.SLOTS; i++) {
        packet.bytes[0] = (byte) i;
        packet.length = 100 + i;
        packet.source.setV4(i, 1000 + i);
        assertThat(ring.put(packet, 7L * i)).isTrue();
      }
      assertThat(ring.put(packet, 0)).isFalse();
      for (int i = 0; i < PacketRing.SLOTS; i++) {
        assertThat(ring.arrivedNs()).isEqualTo(7L * i);
        assertThat(ring.take(packet)).isTrue();
        assertThat(packet.bytes[0]).isEqualTo((byte) i);
        assertThat(packet.length).isEqualTo(100 + i);
        assertThat(packet.source.port).isEqualTo(1000 + i);
      }
      assertThat(ring.take(packet)).isFalse();
    }
    packet.length = PacketRing.MAX_BYTES + 1;
    assertThat(ring.put(packet, 0)).isFalse();
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void twoThreadsPassPacketsOnWithoutLosingOrDoublingOne() throws InterruptedException {
    PacketRing ring = new PacketRing();
    int packets = 20_000;
    AtomicBoolean inOrder = new AtomicBoolean(true);
    Thread taker =
        Thread.ofPlatform()
            .start(() -> {
              Datagram into = new Datagram();
              for (int expected = 0; expected < packets; ) {
                if (ring.take(into)) {
                  inOrder.compareAndSet(true, into.view.getInt(0) == expected);
                  expected++;
                } else {
                  Thread.yield();
                }
              }
            });
    Datagram packet = new Datagram();
    packet.length = 200;
    for (int i = 0; i < packets; ) {
      packet.view.putInt(0, i);
      if (ring.put(packet, i)) {
        i++;
      } else {
        Thread.yield();
      }
    }
    taker.join(30_000);
    assertThat(taker.isAlive()).isFalse();
    assertThat(inOrder).isTrue();
  }
}
