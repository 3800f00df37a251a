package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HexFormat;
import org.convoke.fetch.AddressRules.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.0, OWN, loopback",
    "127.0.0.1, OWN, loopback",
    "127.255.255.255, OWN, loopback",
    "10.0.0.0, OWN, private",
    "10.255.255.255, OWN, private",
    "172.16.0.0, OWN, private",
    "172.31.255.255, OWN, private",
    "192.168.0.1, OWN, private",
    "192.168.255.255, OWN, private",
    "100.64.0.0, OWN, NAT",
    "100.127.255.255, OWN, NAT",
    "100.100.100.200, SPECIAL, metadata",
    "169.254.169.254, SPECIAL, metadata",
    "169.254.170.2, SPECIAL, metadata",
    "168.63.129.16, SPECIAL, metadata",
    "192.0.0.192, SPECIAL, metadata",
    "169.254.0.1, SPECIAL, link-local",
    "169.254.255.255, SPECIAL, link-local",
    "192.0.0.1, SPECIAL, reserved",
    "192.0.2.1, SPECIAL, documentation",
    "198.51.100.1, SPECIAL, documentation",
    "203.0.113.255, SPECIAL, documentation",
    "198.18.0.0, SPECIAL, documentation",
    "198.19.255.255, SPECIAL, documentation",
    "192.88.99.1, SPECIAL, hides",
    "192.31.196.1, SPECIAL, reserved",
    "192.52.193.1, SPECIAL, reserved",
    "192.175.48.1, SPECIAL, reserved",
    "240.0.0.1, SPECIAL, reserved",
    "255.255.255.254, SPECIAL, reserved",
    "255.255.255.255, NOWHERE, broadcast",
    "224.0.0.1, NOWHERE, multicast",
    "239.255.255.255, NOWHERE, multicast",
    "0.0.0.0, NOWHERE, no address",
    "0.255.255.255, NOWHERE, no address",
  })
  void knowsTheSpecialAddressesOfIpv4(String address, Reach reach, String what) {
    assertJudged(address, reach, what);
  }

  @ParameterizedTest
  @CsvSource({
    "::, NOWHERE, no address",
    "::1, OWN, loopback",
    "::2, SPECIAL, reserved",
    "::127.0.0.1, SPECIAL, reserved",
    "::ffff:0:127.0.0.1, SPECIAL, reserved",
    "fc00::1, OWN, private",
    "fdff:ffff::1, OWN, private",
    "fd00:ec2::254, SPECIAL, metadata",
    "fd20:ce::254, SPECIAL, metadata",
    "fe80::1, SPECIAL, link-local",
    "febf:ffff::1, SPECIAL, link-local",
    "fec0::1, SPECIAL, link-local",
    "ff02::1, NOWHERE, multicast",
    "ff0e::1, NOWHERE, multicast",
    "100::1, SPECIAL, reserved",
    "2001::1, SPECIAL, hides",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, SPECIAL, hides",
    "2002:7f00:1::, SPECIAL, hides",
    "2002:0808:0808::1, SPECIAL, hides",
    "2001:2::1, SPECIAL, documentation",
    "2001:20::1, SPECIAL, reserved",
    "2001:db8::1, SPECIAL, documentation",
    "3fff::1, SPECIAL, documentation",
    "5f00::1, SPECIAL, reserved",
    "4000::1, SPECIAL, reserved",
    "64:ff9b::127.0.0.1, SPECIAL, hides",
    "64:ff9b::10.1.2.3, SPECIAL, hides",
    "64:ff9b::169.254.169.254, SPECIAL, hides",
    "64:ff9b:1::808:808, SPECIAL, hides",
    "64:ff9b:0:0:0:1:808:808, SPECIAL, reserved",
    "2606:4700::5efe:7f00:1, SPECIAL, hides",
    "2606:4700:0:0:200:5efe:a00:1, SPECIAL, hides",
  })
  void knowsTheSpecialAddressesOfIpv6(String address, Reach reach, String what) {
    assertJudged(address, reach, what);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450::1",
        "3ffe:ffff::1",
        "64:ff9b::8.8.8.8"
      })
  void leavesTheInternetOpenUpToItsEdges(String address) {
    assertJudged(address, Reach.PUBLIC, "public");
  }

  @Test
  void judgesAMappedAddressAsTheOneThatIsMapped() {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
    assertThat(AddressRules.judge(mapped).what()).contains("loopback");
    byte[] metadata = HexFormat.of().parseHex("00000000000000000000ffffa9fea9fe");
    assertThat(AddressRules.judge(metadata).what()).contains("metadata");
    byte[] open = HexFormat.of().parseHex("00000000000000000000ffff08080808");
    assertThat(AddressRules.judge(open).reach()).isEqualTo(Reach.PUBLIC);
  }

  private static void assertJudged(String address, Reach reach, String what) {
    AddressRules.Verdict verdict = AddressRules.judge(InetAddress.ofLiteral(address).getAddress());
    assertThat(verdict.reach()).as(address).isEqualTo(reach);
    assertThat(verdict.what()).as(address).contains(what);
  }
}
