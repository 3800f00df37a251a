package org.convoke.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.convoke.fuzz.Seeds;
import org.convoke.web.socket.RequestParser.Parsed;

/** What a browser says over the WebSocket: a request within its limits, or a fault by name. */
public final class SocketMessageFuzz {
  private SocketMessageFuzz() {}

  public static List<byte[]> seeds() {
    List<String> texts = new ArrayList<>();
    for (String type : RequestParser.types()) {
      texts.add(
          new JsonObject()
              .put("type", type)
              .put("id", 7)
              .put("name", "Ada")
              .put("offer", "v=0")
              .put("muted", true)
              .put("held", false)
              .put("raised", true)
              .put("locked", true)
              .put("text", "Hello\n\u00e4")
              .put("volume_db", -3)
              .put("role", "listener")
              .put("host_pin", "4711")
              .put("participant_id", "01932f1c-6a7e-7c3a-9a51-0f6f3c0b1a11")
              .encode());
    }
    texts.add("{\"type\":\"authenticate\",\"id\":\"a\",\"token\":\"x.y.z\"}");
    texts.add("{\"type\":\"authenticate\",\"room\":\"weekly-planning\"}");
    texts.add("{\"type\":\"renew\",\"id\":1e3,\"unknown\":{\"a\":[1,{}]}}");
    return Seeds.texts(texts);
  }

  /** Before the fuzzer's time begins: the first inputs load and instrument hundreds of classes. */
  public static void fuzzerInitialize() {
    seeds().forEach(SocketMessageFuzz::fuzzerTestOneInput);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    switch (RequestParser.parse(text)) {
      case Parsed.Good(Request request) -> good(request);
      case Parsed.Bad(Object id, Fault fault) -> {
        id(id);
        assertThat(fault.message()).isNotBlank().hasSizeLessThan(300);
        if (fault.code() != FaultCode.INVALID_JSON) {
          assertThat(fault.field()).isNotBlank();
        }
      }
    }
  }

  private static void good(Request request) {
    id(request.id());
    switch (request) {
      case Request.Join join -> {
        if (join.name() != null) {
          name(join.name());
        }
        assertThat(join.offer()).isNotEmpty().hasSizeLessThanOrEqualTo(64 * 1024);
        assertThat(join.toString()).isEqualTo("Join");
      }
      case Request.SetName set -> name(set.name());
      case Request.SendText say ->
          assertThat(say.text().codePointCount(0, say.text().length())).isBetween(1, 2000);
      case Request.SetVolume set -> assertThat(set.volumeDb()).isBetween(-40, 20);
      case Request.Authenticate in ->
          assertThat(in.token() == null).isNotEqualTo(in.room() == null);
      default -> assertThat(request.toString()).hasSizeLessThan(300);
    }
  }

  /** It is sent back as it came. */
  private static void id(Object id) {
    String sent = new JsonObject().put("id", id).encode();
    assertThat(sent).hasSizeLessThan(1000);
    assertThat(new JsonObject(sent).containsKey("id")).isTrue();
  }

  private static void name(String name) {
    assertThat(name.codePointCount(0, name.length())).isBetween(1, 80);
    assertThat(name.strip()).isEqualTo(name);
    assertThat(name.codePoints().noneMatch(Character::isISOControl)).isTrue();
  }
}
