package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static Exchange exchange(String method, String url) {
    Map<String, Object> dtmf = new LinkedHashMap<>();
    dtmf.put("digits", "12#");
    dtmf.put("timed_out", false);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", "4930 1&2");
    fields.put("dtmf", dtmf);
    fields.put("nothing", null);
    return new Exchange("event", method, url, fields);
  }

  @Test
  void aPostIsJsonWithTheAttempt() {
    Exchange.Wire wire = exchange("POST", "http://a.example/x?y=1#z").wire(2);
    assertThat(wire.url()).isEqualTo("http://a.example/x?y=1");
    assertThat(new JsonObject(new String(wire.body(), StandardCharsets.UTF_8)))
        .isEqualTo(
            new JsonObject()
                .put("from", "4930 1&2")
                .put("dtmf", new JsonObject().put("digits", "12#").put("timed_out", false))
                .putNull("nothing")
                .put("attempt", 2));
    assertThat(wire.signed()).isEqualTo(wire.body());
  }

  @Test
  void aGetHasItsFieldsInTheQueryAndSignsIt() {
    Exchange.Wire wire = exchange("GET", "http://a.example/x?y=1#z").wire(1);
    String query =
        "y=1&from=4930%201%262&dtmf=%7B%22digits%22%3A%2212%23%22%2C%22timed_out%22%3Afalse%7D"
            + "&nothing=&attempt=1";
    assertThat(wire.url()).isEqualTo("http://a.example/x?" + query);
    assertThat(wire.body()).isNull();
    assertThat(new String(wire.signed(), StandardCharsets.UTF_8)).isEqualTo(query);
  }

  @Test
  void aQueryBeginsWhereThereIsNone() {
    assertThat(exchange("GET", "http://a.example").wire(1).url())
        .startsWith("http://a.example?from=");
    assertThat(exchange("GET", "http://a.example/?").wire(1).url())
        .startsWith("http://a.example/?from=");
    assertThat(exchange("GET", "http://a.example/?a&").wire(1).url())
        .startsWith("http://a.example/?a&from=");
  }

  @Test
  void whatWasKeyedDoesNotPrint() {
    assertThat(exchange("GET", "http://a.example/?token=1").toString())
        .doesNotContain("12#", "token");
  }
}
