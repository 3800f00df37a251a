package org.convoke.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTest {
  private final Story story = new Story();

  private static JsonObject event(String room, Integer roomSeq, String call, Integer callSeq) {
    return new JsonObject()
        .put("type", "x.y")
        .put("room_id", room)
        .put("room_seq", roomSeq)
        .put("call_id", call)
        .put("call_seq", callSeq);
  }

  @Test
  void anEventIsTakenOnce() {
    JsonObject event = event("r", 1, null, null);
    assertThat(story.isTaken("a")).isFalse();
    assertThat(story.take("a", event)).isTrue();
    assertThat(story.isTaken("a")).isTrue();
    assertThat(story.take("a", event)).isFalse();
    assertThat(story.size()).isOne();
    assertThat(story.lastEvent()).isEqualTo("a");
  }

  @Test
  void aStoryMayBeginInItsMiddleAndGoesOnWithoutGaps() {
    assertThat(story.gaps(event("r", 7, "c", 3))).isEmpty();
    story.take("a", event("r", 7, "c", 3));
    assertThat(story.gaps(event("r", 8, "c", 4))).isEmpty();
    assertThat(story.gaps(event("other", 1, null, null))).isEmpty();
    assertThat(story.gaps(event(null, null, null, null))).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedPerRoomAndPerCall() {
    story.take("a", event("r", 7, "c", 3));
    story.take("b", event("r", 8, null, null));
    assertThat(story.gaps(event("r", 11, "c", 5)))
        .containsExactly(
            new Story.Gap("room", "r", 9, 10, "b"), new Story.Gap("call", "c", 4, 4, "a"));
  }

  @Test
  void whatIsSentAgainLateDoesNotTakeTheStoryBack() {
    story.take("c", event("r", 3, null, null));
    story.take("a", event("r", 1, null, null));
    assertThat(story.gaps(event("r", 4, null, null))).isEmpty();
  }

  @Test
  void anInboxRemembersAndCutsOffWhatAKillLeftOfALine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("inbox");
    try (Inbox inbox = Inbox.open(file, story)) {
      inbox.add(event("r", 1, null, null).put("event_id", "a"));
      inbox.add(event("r", 2, null, null).put("event_id", "b"));
    }
    Files.writeString(file, "{\"event_id\":\"c\",\"room", StandardOpenOption.APPEND);
    Story second = new Story();
    try (Inbox inbox = Inbox.open(file, second)) {
      assertThat(second.isTaken("a") && second.isTaken("b")).isTrue();
      assertThat(second.isTaken("c")).isFalse();
      assertThat(second.gaps(event("r", 4, null, null)))
          .containsExactly(new Story.Gap("room", "r", 3, 3, "b"));
      inbox.add(event("r", 3, null, null).put("event_id", "c"));
    }
    Story third = new Story();
    Inbox.open(file, third).close();
    assertThat(third.size()).isEqualTo(3);
    assertThat(third.lastEvent()).isEqualTo("c");
    assertThat(Files.readString(file)).doesNotContain("room{");
  }

  @Test
  void aFileOfSomethingElseIsNoInbox(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("letter"), "Dear reader,\n");
    assertThatThrownBy(() -> Inbox.open(file, story)).hasMessageContaining("is no inbox");
    assertThat(Files.readString(file)).isEqualTo("Dear reader,\n");
  }

  @Test
  void anEventIsALineToRead() {
    JsonObject event =
        event("kvrm-7t2p-hx9c", 4, "c1", 5)
            .put("type", "participant.joined")
            .put("occurred_at", "2026-05-04T09:31:12.250Z")
            .put("data", new JsonObject().put("name", "Ada"));
    assertThat(EventLine.text(event))
        .isEqualTo(
            "2026-05-04T09:31:12.250Z  participant.joined        room kvrm-7t2p-hx9c #4"
                + "  call c1 #5  {\"name\":\"Ada\"}");
    assertThat(EventLine.text(new JsonObject().put("status", "ringing")))
        .isEqualTo("-  ringing                 ");
  }
}
