package org.convoke.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What is said, held against {@code asyncapi.yaml}. */
class MessagesTest {
  private static final RoomId ROOM = RoomId.random();
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");

  private static JsonObject contract() throws IOException {
    try (InputStream in = MessagesTest.class.getResourceAsStream("/asyncapi.yaml")) {
      Map<String, Object> document =
          new Yaml().load(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return new JsonObject(document).getJsonObject("components").getJsonObject("messages");
    }
  }

  private static Set<String> names(String kind) throws IOException {
    Set<String> names = new TreeSet<>();
    for (var entry : contract()) {
      if (entry.getKey().startsWith(kind)) {
        names.add(((JsonObject) entry.getValue()).getString("name"));
      }
    }
    return names;
  }

  @Test
  void everyRequestIsInTheContractAndTheContractHasNoOther() throws IOException {
    assertThat(names("ask_")).isEqualTo(new TreeSet<>(RequestParser.types()));
  }

  @Test
  void everythingSaidIsInTheContractAndTheContractHasNothingElse() throws IOException {
    Pattern said = Pattern.compile("(?:push|answer|present)\\(\"([a-z_]+)\"");
    Set<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/java/org/convoke/web/socket"))) {
      for (Path file : files.toList()) {
        Matcher matcher = said.matcher(Files.readString(file));
        while (matcher.find()) {
          types.add(matcher.group(1));
        }
      }
    }
    assertThat(names("tell_")).isEqualTo(types);
  }

  @Test
  void everyExampleOfARequestIsOne() throws IOException {
    for (var entry : contract()) {
      if (entry.getKey().startsWith("ask_")) {
        JsonObject example =
            ((JsonObject) entry.getValue())
                .getJsonArray("examples")
                .getJsonObject(0)
                .getJsonObject("payload");
        assertThat(RequestParser.parse(example.encode()))
            .as(entry.getKey())
            .isInstanceOf(RequestParser.Parsed.Good.class);
      }
    }
  }

  @Test
  void everyFaultIsInTheContract() throws IOException {
    List<Object> codes =
        contract()
            .getJsonObject("tell_error")
            .getJsonObject("payload")
            .getJsonObject("properties")
            .getJsonObject("code")
            .getJsonArray("enum")
            .stream()
            .toList();
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FaultCode.values()).map(FaultCode::wire).collect(Collectors.toList()));
  }

  @Test
  void aPhonesNumberIsMaskedAndABrowsersAddressIsNotTold() {
    JsonObject phone = Messages.participant(member("phone", "+442071838750", "joined"));
    assertThat(phone.getString("from")).isEqualTo("**********750");
    assertThat(Messages.participant(member("browser", "192.0.2.7", "joined")).encode())
        .doesNotContain("192.0.2.7");
  }

  @Test
  void whoWaitsIsInTheRosterOfHostsOnly() {
    RoomReply.Roster roster =
        new RoomReply.Roster(
            true,
            false,
            false,
            List.of(member("phone", "1", "joined"), member("phone", "2", "waiting")),
            5);
    assertThat(Messages.roster(roster, true).getJsonArray("participants")).hasSize(2);
    assertThat(Messages.roster(roster, false).getJsonArray("participants")).hasSize(1);
    assertThat(Messages.roster(roster, false).getLong("seq")).isEqualTo(5);
  }

  @Test
  void aRosterThatComesByItselfLooksLikeOneThatWasAskedFor() {
    JsonObject view =
        new JsonObject()
            .put("room", new JsonObject().put("slug", "monday"))
            .put("roster", new JsonObject().put("seq", 7));
    JsonObject message = Messages.view("roster", view);
    assertThat(message.getInteger("seq")).isEqualTo(7);
    assertThat(message.getJsonObject("room").getString("slug")).isEqualTo("monday");
  }

  @Test
  void theEndOfAMeetingIsToldToEachInHisOwnWay() {
    assertThat(Messages.change(new RoomChange.Ended(ROOM, 9, "empty"))).isNull();
  }

  static RoomReply.Member member(String via, String address, String state) {
    return new RoomReply.Member(
        ParticipantId.random(),
        CallId.random(),
        LegId.next(),
        "Ada",
        address,
        Role.GUEST,
        state,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        0,
        NOW,
        via,
        false,
        "",
        0);
  }
}
