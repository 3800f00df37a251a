package org.convoke.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FetchRequestTest {
  @Test
  void headersCannotSayWhereARequestGoesOrEnds() {
    for (String name :
        new String[] {
          "Host",
          "content-length",
          "Transfer-Encoding",
          "Connection",
          "Upgrade",
          "Expect",
          "",
          "a b",
          "a:b",
          "a\r\nb",
          "\u00fc"
        }) {
      assertThatThrownBy(() -> request("GET", Map.of(name, "x")))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void headersHoldNoLineBreaks() {
    for (String value : new String[] {"a\r\nHost: b", "a\nb", "a\u0000", "\u010a", "\u007f"}) {
      assertThatThrownBy(() -> request("GET", Map.of("X-A", value)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(request("POST", Map.of("X-A", "a; b=\"c\"\t")).headers()).hasSize(1);
  }

  @Test
  void methodsAreThoseOfTheWeb() {
    for (String method : new String[] {"CONNECT", "TRACE", "get", "GET /x", ""}) {
      assertThatThrownBy(() -> request(method, Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void printsNeitherUrlNorHeaders() {
    assertThat(request("GET", Map.of("Authorization", "Bearer secret")).toString())
        .doesNotContain("secret", "example");
  }

  private static FetchRequest request(String method, Map<String, String> headers) {
    return new FetchRequest(method, "http://example.com/?token=secret", headers, null, 1, 1, 1);
  }
}
