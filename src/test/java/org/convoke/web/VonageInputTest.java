package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

/** Bodies and queries under {@code /vonage}: what is read of them, and that nothing breaks. */
class VonageInputTest {
  private static final String BODY =
      "{\"action\":\"transfer\",\"destination\":{\"type\":\"ncco\",\"url\":[\"http://a/b\"]},"
          + "\"text\":\"Hi \\u00e4\",\"level\":\"0.5\",\"loop\":3,\"stream_url\":[\"http://c\"]}";

  private static VonageInput read(String text) {
    return VonageInput.of(Buffer.buffer(text));
  }

  private static VonageSearch search(String... query) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < query.length; i += 2) {
      all.add(query[i], query[i + 1]);
    }
    return VonageSearch.of(ApplicationId.random(), all);
  }

  @Test
  void numbersAreReadAsNumbersOrTextsAndNothingElse() {
    VonageInput in =
        read("{\"a\":\"0.25\",\"b\":-1,\"c\":\" 7 \",\"d\":\"x\",\"e\":[],\"f\":1e99}");
    assertThat(in.real("a", -1, 1, 0)).isEqualTo(0.25);
    assertThat(in.real("b", -1, 1, 0)).isEqualTo(-1);
    assertThat(in.number("c", 0, 9, 1)).isEqualTo(7);
    assertThat(in.number("none", 0, 9, 1)).isEqualTo(1);
    for (String bad : List.of("d", "e", "f", "a")) {
      assertThatThrownBy(() -> in.number(bad, -1, 9, 0))
          .isInstanceOf(Problem.class)
          .hasMessageContaining(bad);
    }
  }

  @Test
  void conversationsAreFoundWhateverTheCase() {
    String id = CallId.random().value();
    VonageSearch asked = search("conversation_uuid", "CON-" + id.toUpperCase(Locale.ROOT));
    assertThat(asked.search().call()).isEqualTo(new CallId(id));
  }

  @Test
  void addressesAreReadAsOneOrAsAListOfOne() {
    VonageInput in =
        read("{\"a\":\"http://x\",\"b\":[\"http://y\"],\"c\":[\"p\",\"q\"],\"d\":[1]}");
    assertThat(in.url("a")).isEqualTo("http://x");
    assertThat(in.url("b")).isEqualTo("http://y");
    for (String bad : List.of("c", "d", "e")) {
      assertThatThrownBy(() -> in.url(bad)).isInstanceOf(Problem.class).hasMessageContaining(bad);
    }
  }

  @Test
  void aQueryIsReadWithItsDefaults() {
    VonageSearch all = search();
    assertThat(all.search().limit()).isEqualTo(10);
    assertThat(all.search().offset()).isZero();
    assertThat(all.order()).isEqualTo("asc");
    assertThat(all.filter()).isEmpty();
    assertThat(all.none()).isFalse();
  }

  @Test
  void timesConversationsAndStatesAreRead() {
    Instant at = Instant.parse("2026-05-04T09:30:00Z");
    assertThat(search("date_start", "2026-05-04T09:30:00Z").search().from()).isEqualTo(at);
    assertThat(search("date_end", "2026-05-04T11:30:00 02:00").search().to()).isEqualTo(at);
    assertThat(search("date_start", "2026-05-04T09:30:00").search().from()).isEqualTo(at);
    assertThat(search("date_start", "2026-05-04").search().from())
        .isEqualTo(Instant.parse("2026-05-04T00:00:00Z"));
    RoomId room = RoomId.random();
    CallId call = CallId.random();
    assertThat(search("conversation_uuid", "CON-" + room).search().room()).isEqualTo(room);
    assertThat(search("conversation_uuid", "CON-" + call).search().call()).isEqualTo(call);
    assertThat(search("conversation_uuid", "CON-nothing").none()).isTrue();
    assertThat(search("status", "started").search().state()).isEqualTo("ringing");
    assertThat(search("status", "machine").none()).isTrue();
    assertThat(search("status", "completed", "date_start", "2026-05-04").filter())
        .isEqualTo("&status=completed&date_start=2026-05-04");
  }

  @Test
  void noMutationOfABodyOrAQueryDoesMoreThanBeRefused() {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = BODY.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Buffer mutated = Buffer.buffer(bytes).slice(0, random.nextInt(bytes.length + 1));
      String text = mutated.toString();
      try {
        refusedOrRead(VonageInput.of(mutated));
      } catch (Problem refused) {
        assertThat(refused.status()).as("seed %d", seed).isEqualTo(400);
      } catch (RuntimeException failure) {
        throw new AssertionError("seed " + seed, failure);
      }
      for (String name :
          List.of("date_start", "page_size", "record_index", "conversation_uuid", "status")) {
        try {
          search(name, text.length() > 40 ? text.substring(0, random.nextInt(40)) : text);
        } catch (Problem refused) {
          assertThat(refused.status()).as("seed %d", seed).isEqualTo(400);
        }
      }
    }
  }

  private static void refusedOrRead(VonageInput in) {
    in.word("action", List.of("transfer"));
    VonageInput destination = in.object("destination");
    if (destination.has("ncco")) {
      destination.list("ncco");
    }
    destination.url("url");
    in.text("text");
    in.real("level", -1, 1, 0);
    in.number("loop", 0, 9, 1);
    in.url("stream_url");
  }
}
