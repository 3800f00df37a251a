package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.convoke.config.FetchConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private final Guard strict = guard("", false);
  private final Guard loopback = guard("auto", true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST:8080/",
        "http://db.localhost/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fd00:ec2::254]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1]/"
      })
  void refusesAddressesOfOnesOwnWithoutAskingForNames(String url) {
    assertThatThrownBy(() -> strict.check(url)).isInstanceOf(FetchRefused.class);
  }

  @Test
  void takesTheInternetByNameAndByAddress() {
    assertAllowed(strict, "https://example.com/hook");
    assertAllowed(strict, "http://8.8.8.8/");
    admit(strict, "https://example.com/", "93.184.216.34", "2606:2800:220:1::1");
  }

  @Test
  void oneBadAddressAmongGoodOnesRefusesTheName() {
    assertThatThrownBy(() -> admit(strict, "http://example.com/", "93.184.216.34", "10.0.0.1"))
        .hasMessage("must not lead to a private address; fetch.allowed_networks can allow it");
    assertThatThrownBy(() -> admit(strict, "http://example.com/", "2606:2800::1", "::1"))
        .hasMessageContaining("a loopback address");
    assertThatThrownBy(() -> admit(strict, "http://example.com/", "93.184.216.34", "0.0.0.0"))
        .hasMessage("must not lead to no address at all");
  }

  @Test
  void aNameWithACrowdOfAddressesIsRefused() {
    List<InetAddress> crowd =
        new ArrayList<>(
            Collections.nCopies(Guard.MAX_ADDRESSES + 1, InetAddress.ofLiteral("8.8.8.8")));
    WebUrl url = WebUrl.parse("http://example.com/");
    assertThatThrownBy(() -> strict.admit(url, crowd)).isInstanceOf(FetchRefused.class);
    strict.admit(url, crowd.subList(1, crowd.size()));
  }

  @Test
  void opensPortsOfTheWebAndThoseThatAnybodyMayOpen() {
    for (int port : new int[] {80, 443, 1024, 3000, 8080, 65_535}) {
      assertAllowed(strict, "http://example.com:" + port + "/");
    }
    for (int port : new int[] {1, 22, 25, 53, 79, 81, 111, 389, 445, 1023}) {
      assertThatThrownBy(() -> strict.check("http://example.com:" + port + "/"))
          .hasMessageStartingWith("must not have the port " + port);
      assertThatThrownBy(() -> strict.check("http://8.8.8.8:" + port + "/"))
          .hasMessageStartingWith("must not have the port " + port);
    }
  }

  @Test
  void autoIsThisMachineWhileBoundToItAlone() {
    for (String url : List.of("http://127.0.0.1/", "http://localhost:22/", "http://[::1]:25/x")) {
      assertAllowed(loopback, url);
      assertThatThrownBy(() -> guard("auto", false).check(url)).isInstanceOf(FetchRefused.class);
    }
    for (String url : List.of("http://10.0.0.1/", "http://0.0.0.0/", "http://[::]/")) {
      assertThatThrownBy(() -> loopback.check(url)).isInstanceOf(FetchRefused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.1/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f000001/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://localhost./",
        "http://127.0.0.1.:80/",
        "http://user@127.0.0.1/"
      })
  void theAllowedMachineIsReachedByItsPlainAddressOnly(String url) {
    assertThatThrownBy(() -> loopback.check(url)).isInstanceOf(FetchRefused.class);
  }

  @Test
  void rangesAllowTheirAddressesOnEveryPort() {
    Guard own = guard("10.1.0.0/16, 169.254.7.7, fd12::/16", false);
    assertAllowed(own, "http://10.1.255.255:25/");
    assertAllowed(own, "http://169.254.7.7/");
    assertAllowed(own, "http://[fd12::1]/");
    admit(own, "http://intranet:81/", "10.1.2.3");
    admit(own, "http://example.com/", "10.1.2.3", "8.8.8.8");
    assertThatThrownBy(() -> own.check("http://10.2.0.1/")).isInstanceOf(FetchRefused.class);
    assertThatThrownBy(() -> admit(own, "http://intranet:81/", "8.8.8.8"))
        .hasMessageContaining("port 81");
    assertThatThrownBy(() -> admit(own, "http://intranet/", "10.1.2.3", "10.2.2.3"))
        .hasMessageContaining("a private address");
  }

  @Test
  void namesAllowWhatTheyLeadToExceptSpecialAddresses() {
    Guard own = guard("Hooks.Intranet", false);
    assertAllowed(own, "http://hooks.intranet:81/");
    admit(own, "http://hooks.intranet:81/", "192.168.1.1", "fd00::1");
    for (String odd : List.of("169.254.169.254", "fe80::1", "64:ff9b::a00:1", "0.0.0.0")) {
      assertThatThrownBy(() -> admit(own, "http://hooks.intranet/", odd))
          .as(odd)
          .isInstanceOf(FetchRefused.class);
    }
    assertThatThrownBy(() -> admit(own, "http://x.hooks.intranet/", "192.168.1.1"))
        .isInstanceOf(FetchRefused.class);
  }

  @Test
  void noListAllowsWhatIsNoPlace() {
    Guard all = guard("0.0.0.0/0, ::/0", false);
    assertAllowed(all, "http://169.254.169.254/");
    for (String url :
        List.of(
            "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[::]/")) {
      assertThatThrownBy(() -> all.check(url)).as(url).isInstanceOf(FetchRefused.class);
    }
  }

  private static void assertAllowed(Guard guard, String url) {
    assertThatCode(() -> guard.check(url)).as(url).doesNotThrowAnyException();
  }

  private static void admit(Guard guard, String url, String... addresses) {
    guard.admit(guard.check(url), Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
  }

  private static Guard guard(String networks, boolean loopbackOnly) {
    FetchConfig config = new FetchConfig(networks, "80, 443, 1024-65535", 1, 8, 4);
    return new Guard(config, AllowedNetworks.of(config, loopbackOnly));
  }
}
