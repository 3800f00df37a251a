package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketContractTest {
  private final JsonObject messages =
      SocketContract.read().json().getJsonObject("components").getJsonObject("messages");

  @Test
  void everyExampleHasWhatItsMessageRequiresAndNothingElse() {
    List<String> wrong = new ArrayList<>();
    for (var entry : messages) {
      JsonObject message = (JsonObject) entry.getValue();
      JsonObject payload = message.getJsonObject("payload");
      JsonObject example =
          message.getJsonArray("examples").getJsonObject(0).getJsonObject("payload");
      if (!message.getString("name").equals(example.getString("type"))
          || !example.fieldNames().containsAll(payload.getJsonArray("required").stream().toList())
          || !payload.getJsonObject("properties").fieldNames().containsAll(example.fieldNames())) {
        wrong.add(entry.getKey());
      }
    }
    assertThat(messages.size()).isGreaterThan(40);
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyMessageIsOnTheReadablePage() {
    String html = SocketContract.read().html();
    for (var entry : messages) {
      assertThat(html)
          .contains("<code>" + ((JsonObject) entry.getValue()).getString("name") + "</code>");
    }
  }
}
