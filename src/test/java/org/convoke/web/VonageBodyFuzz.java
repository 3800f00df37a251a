package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;
import org.convoke.id.ApplicationId;
import org.convoke.provider.Form;

/** Bodies and queries under {@code /vonage}: read within their limits, or refused by name. */
public final class VonageBodyFuzz {
  private static final ApplicationId APPLICATION = ApplicationId.random();

  /** What each operation reads of its body. */
  private static final List<Consumer<VonageInput>> READERS =
      List.of(
          in -> {
            in.word("action", List.of("hangup", "mute", "unmute", "earmuff", "transfer"));
            VonageInput destination = in.object("destination");
            if (destination.has("type")) {
              destination.word("type", List.of("ncco"));
            }
            if (destination.has("ncco")) {
              assertThat(destination.list("ncco").encode()).startsWith("[");
            } else {
              destination.url("url");
            }
          },
          in -> {
            assertThat(in.text("text")).isNotNull();
            in.textIfAny("language");
            assertThat(in.number("style", 0, 100, 0)).isBetween(0, 100);
            assertThat(in.real("level", -1, 1, 0)).isBetween(-1.0, 1.0);
            assertThat(in.number("loop", 0, 1000, 1)).isBetween(0, 1000);
          },
          in -> {
            assertThat(in.url("stream_url")).isNotNull();
            assertThat(in.real("level", -1, 1, 0)).isBetween(-1.0, 1.0);
          },
          in -> assertThat(in.text("digits")).isNotNull(),
          in -> assertThat(in.url("event_url")).isNotNull());

  private VonageBodyFuzz() {}

  public static List<byte[]> seeds() {
    List<String> texts =
        List.of(
            "{\"action\":\"transfer\",\"destination\":{\"type\":\"ncco\",\"url\":[\"http://a/b\"]}}",
            "{\"action\":\"transfer\",\"destination\":{\"ncco\":[{\"action\":\"talk\",\"text\":\"x\"}]}}",
            "{\"text\":\"Hi \\u00e4\",\"level\":\"0.5\",\"loop\":3,\"language\":\"en-GB\",\"style\":1}",
            "{\"stream_url\":[\"http://c\"],\"level\":-1,\"loop\":\"0\"}",
            "{\"digits\":1234}",
            "{\"event_url\":\"http://a\"}",
            "date_start=2026-05-04T09%3A30%3A00Z&date_end=2026-05-04&page_size=10&record_index=0",
            "status=completed&order=desc&conversation_uuid=CON-0195f3a2-7a10-7c44-8b1f-00163e5a0b11");
    return new ArrayList<>(Seeds.behindEach(READERS.size() + 1, Seeds.texts(texts)));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    int which = choices.below(READERS.size() + 1);
    byte[] rest = choices.rest();
    try {
      if (which == READERS.size()) {
        search(new String(rest, StandardCharsets.UTF_8));
      } else {
        READERS.get(which).accept(VonageInput.of(Buffer.buffer(rest)));
      }
    } catch (Problem problem) {
      assertThat(problem.status()).isEqualTo(400);
      assertThat(problem.getMessage()).isNotBlank();
      if (!problem.code().equals("malformed_json")) {
        assertThat(problem.errors()).hasSize(1);
      }
    }
  }

  private static void search(String query) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (Map.Entry<String, String> one : Form.parse(query)) {
      all.add(one.getKey(), one.getValue());
    }
    VonageSearch asked = VonageSearch.of(APPLICATION, all);
    assertThat(asked.search().limit()).isBetween(1, 100);
    assertThat(asked.search().offset()).isBetween(0, 10_000_000);
    assertThat(asked.order()).isIn("asc", "desc");
    assertThat(asked.filter()).matches("(&[a-z_]+=[A-Za-z0-9.*_+%-]*)*");
  }
}
