package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://example.com,                  false, example.com,        80,   /",
    "HTTPS://Example.COM/A?b=C%20d,       true,  example.com,        443,  /A?b=C%20d",
    "http://example.com:8080/x,           false, example.com,        8080, /x",
    "http://example.com?q=1,              false, example.com,        80,   /?q=1",
    "http://my_service:3000/hook,         false, my_service,         3000, /hook",
    "https://xn--mnchen-3ya.example/,     true,  xn--mnchen-3ya.example, 443, /",
    "http://203.0.113.7/,                 false, 203.0.113.7,        80,   /",
    "http://[2001:DB8::7]:81/,            false, [2001:db8::7],      81,   /",
    "http://1.2.3.example/,               false, 1.2.3.example,      80,   /",
    "http://example.com/a@b:c,            false, example.com,        80,   /a@b:c",
    "http://example.com//evil.example/,   false, example.com,        80,   //evil.example/",
  })
  void readsWhatIsPlain(String text, boolean tls, String host, int port, String target) {
    WebUrl url = WebUrl.parse(text);
    assertThat(url.tls()).isEqualTo(tls);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.target()).isEqualTo(target);
  }

  @Test
  void tellsAddressesFromNames() {
    assertThat(WebUrl.parse("http://203.0.113.7/").literal().getHostAddress())
        .isEqualTo("203.0.113.7");
    assertThat(WebUrl.parse("http://[2001:db8::7]/").literal().getHostAddress())
        .isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(WebUrl.parse("http://[2001:db8::7]/").bareHost()).isEqualTo("2001:db8::7");
    assertThat(WebUrl.parse("http://example.com/").literal()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com:70/_x",
        "jar:http://example.com!/",
        "netdoc:///etc/passwd",
        "dict://example.com:11211/",
        "ldap://example.com/",
        "data://text/plain,x",
        "javascript://example.com/%0aalert(1)",
        "unix:///var/run/docker.sock",
        "ws://example.com/",
        "//example.com/",
        "/path",
        "example.com/",
        "http:example.com",
        "http:/example.com",
        " http://example.com/",
        "httpx://example.com/",
        ""
      })
  void refusesWhatIsNotTheWeb(String text) {
    assertThatThrownBy(() -> WebUrl.parse(text))
        .isInstanceOf(FetchRefused.class)
        .message()
        .containsAnyOf("must begin with http", "must be an absolute URL", "spaces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7F.0.0.1",
        "0177.0.0.1",
        "127.0.0.01",
        "127.0.0.0x1",
        "1.2.3.4.5",
        "256.0.0.1",
        "127.0.0.1.0x",
        "0",
        "0x",
        "017700000001",
        "99999999999",
        "example.123"
      })
  void takesAnIpv4AddressInItsOnePlainFormOnly(String host) {
    assertThatThrownBy(() -> WebUrl.parse("http://" + host + "/"))
        .isInstanceOf(FetchRefused.class)
        .hasMessageStartingWith("must write an IPv4 address as four decimal numbers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:a9fe:a9fe]",
        "[fe80::1%eth0]",
        "[fe80::1%25eth0]",
        "[::1",
        "[]",
        "[1::2::3]",
        "[127.0.0.1]",
        "[v1.x]",
        "[12345::]",
        "::1",
        "[::1]x"
      })
  void takesAnIpv6AddressInBracketsWithoutZoneOnly(String host) {
    assertThatThrownBy(() -> WebUrl.parse("http://" + host + "/")).isInstanceOf(FetchRefused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://example.com@127.0.0.1/",
        "http://127.0.0.1:80@example.com/",
        "http://@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http:\\\\example.com/",
        "http://example.com/a\\b",
        "http://example.com/#top",
        "http://example.com#@127.0.0.1/",
        "http://example.com/\r\nHost: internal",
        "http://example.com/\nx",
        "http://example.com/\tx",
        "http://example.com/a b",
        "http://example.com\u0000.evil.example/",
        "http://example.com/\u007f",
        "http://example.com./",
        "http://127.0.0.1./",
        "http://example..com/",
        "http://.example.com/",
        "http://./",
        "http:///path",
        "http://?q",
        "http://:80/",
        "http://-example.com/",
        "http://example-.com/",
        "http://exa%6dple.com/",
        "http://127.0.0.1%2f@example.com/",
        "http://ex!ample.com/",
        "http://ex*mple.com/",
        "http://b\u00fccher.example/",
        "http://\u2460\u2461\u2466.0.0.1/",
        "http://127\u30020.0.1/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://example.com/\u00fc",
        "http://example.com:/",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:+80/",
        "http://example.com:80:80/",
        "http://example.com:8a/",
        "http://example.com:\u0661/",
        "http://example.com/%",
        "http://example.com/%2",
        "http://example.com/%zz",
        "http://example.com/<script>",
        "http://example.com/{id}",
      })
  void refusesWhatTwoReadersCouldReadTwoWays(String text) {
    assertThatThrownBy(() -> WebUrl.parse(text))
        .isInstanceOf(FetchRefused.class)
        .message()
        .startsWith("must ");
  }

  @Test
  void refusesWhatIsTooLong() {
    String label = "a".repeat(63);
    assertThat(WebUrl.parse("http://" + label + ".example/").host()).hasSize(71);
    assertThatThrownBy(() -> WebUrl.parse("http://" + label + "a.example/"))
        .isInstanceOf(FetchRefused.class);
    String host = (label + ".").repeat(4) + "example";
    assertThatThrownBy(() -> WebUrl.parse("http://" + host + "/"))
        .hasMessageContaining("at most 253");
    String start = "http://example.com/";
    String longest = start + "a".repeat(WebUrl.MAX_LENGTH - start.length());
    assertThat(WebUrl.parse(longest).target()).hasSize(2030);
    assertThatThrownBy(() -> WebUrl.parse(longest + "a")).hasMessageContaining("at most 2048");
  }

  @Test
  void printsNoSecretsOfPathAndQuery() {
    assertThat(WebUrl.parse("https://example.com/key/secret?token=t"))
        .hasToString("https://example.com:443");
  }

  @Test
  void whateverIsTakenIsTheSameHostToJavasOwnReader() {
    String[] seeds = {
      "http://user:pw@example.com:8080/a/b?c=d%20e#f",
      "https://[2001:db8::7]:443/x",
      "http://127.0.0.1:80/../..",
      "http://0x7f.1/\\@evil.example"
    };
    String odd = "/\\@#?:[]%.-_0x1aZ\r\n\t \u00fc\u3002&=";
    int taken = 0;
    for (int seed = 0; seed < 200_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
          case 1 -> text.insert(at, odd.charAt(random.nextInt(odd.length())));
          default -> text.deleteCharAt(at);
        }
      }
      try {
        WebUrl url = WebUrl.parse(text.toString());
        if (url.host().startsWith("[")) {
          // The two agree on addresses but for zeros before a group, which lead nowhere else.
          assertThat(url.host()).as("seed %d: %s", seed, text).matches("\\[[0-9a-f:.]+]");
          continue;
        }
        URI theirs = URI.create(escapeBrackets(text.toString()));
        String host = theirs.getHost() == null ? theirs.getAuthority() : theirs.getHost();
        assertThat(host).as("seed %d: %s", seed, text).isNotNull();
        assertThat(host.toLowerCase(java.util.Locale.ROOT))
            .as("seed %d: %s", seed, text)
            .startsWith(url.host());
        assertThat(theirs.getUserInfo()).as("seed %d: %s", seed, text).isNull();
        taken++;
      } catch (FetchRefused refused) {
        assertThat(refused.getMessage()).startsWith("must ");
      }
    }
    assertThat(taken).isGreaterThan(1000);
  }

  /** Java's reader wants escaped what stands in many queries: a[]=1. */
  private static String escapeBrackets(String text) {
    int end = text.indexOf("://") + 3;
    while (end < text.length() && "/?".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, end) + text.substring(end).replace("[", "%5B").replace("]", "%5D");
  }
}
