package org.convoke.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static List<InetAddress> addresses(String... literals) {
    return java.util.Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
  }

  private static Endpoint endpoint(InetAddress address) {
    return Endpoint.of(new InetSocketAddress(address, 4000));
  }

  @Test
  void whatIsToldComesFirstThenIpv4AndTheLoopbackOnlyAlone() {
    assertThat(
            Candidates.order(
                addresses("203.0.113.5"),
                addresses("127.0.0.1", "2001:db8::7", "fe80::1", "192.0.2.7", "203.0.113.5")))
        .isEqualTo(addresses("203.0.113.5", "192.0.2.7", "2001:db8::7"));
    assertThat(Candidates.order(List.of(), addresses("127.0.0.1"))).containsExactly(LOOPBACK);
  }

  @Test
  void oneAddressIsToldAsItIs() {
    InetAddress one = InetAddress.ofLiteral("192.0.2.7");
    assertThat(new Candidates(one, 7878, "", "").now(0))
        .containsExactly(new InetSocketAddress(one, 7878));
    assertThat(new Candidates(one, 7878, "203.0.113.5", "no address, 203.0.113.6").now(0))
        .extracting(address -> address.getAddress().getHostAddress())
        .containsExactly("203.0.113.5", "203.0.113.6", "192.0.2.7");
  }

  @Test
  void aBridgeOfTheLoopbackTellsThisMachinesAddressesAndLetsNobodyElseIn() {
    assertThat(Candidates.isForThisMachineOnly(LOOPBACK)).isTrue();
    assertThat(Candidates.isForThisMachineOnly(InetAddress.ofLiteral("0.0.0.0"))).isFalse();
    Candidates candidates = new Candidates(LOOPBACK, 7878, "", "");
    List<InetSocketAddress> told = candidates.now(0);
    assertThat(told.getFirst()).isEqualTo(new InetSocketAddress(LOOPBACK, 7878));
    for (InetSocketAddress address : told) {
      assertThat(candidates.isOfThisMachine(endpoint(address.getAddress()))).isTrue();
    }
    assertThat(candidates.isOfThisMachine(endpoint(InetAddress.ofLiteral("127.1.2.3")))).isTrue();
    assertThat(candidates.isOfThisMachine(endpoint(InetAddress.ofLiteral("203.0.113.9"))))
        .isFalse();
    assertThat(candidates.isOfThisMachine(endpoint(InetAddress.ofLiteral("2001:db8::9"))))
        .isFalse();
  }
}
