package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookFiguresTest {
  private final List<JsonObject> journal = new ArrayList<>();

  WebhookFiguresTest() {
    for (int i = 1; i <= 6; i++) {
      journal.add(event("e" + i, i % 2 == 0 ? "even" : "odd", (i + 1) / 2, i));
    }
  }

  private static JsonObject event(String id, String room, long roomSeq, long callSeq) {
    return new JsonObject()
        .put("event_id", id)
        .put("room_id", room)
        .put("room_seq", roomSeq)
        .put("call_id", "c")
        .put("call_seq", callSeq);
  }

  private WebhookFigures figures(List<JsonObject> inbox) {
    return WebhookFigures.of(journal, inbox, 2);
  }

  @Test
  void whatWasTakenOnceAndInOrderIsRight() {
    assertThat(figures(journal)).isEqualTo(new WebhookFigures(6, 6, 0, 0, 0, 0, 2));
    assertThat(figures(journal).right()).isTrue();
    assertThat(WebhookFigures.of(List.of(), List.of(), 0).right()).isFalse();
  }

  @Test
  void whatIsMissingIsCounted() {
    WebhookFigures figures = figures(journal.subList(0, 4));
    assertThat(figures.missing()).isEqualTo(2);
    assertThat(figures.right()).isFalse();
  }

  @Test
  void whatIsOutOfOrderInItsCallIsCountedThoughItsRoomIsInOrder() {
    List<JsonObject> inbox = new ArrayList<>(journal);
    Collections.swap(inbox, 0, 1);
    assertThat(figures(inbox).disordered()).isOne();
    assertThat(figures(inbox).right()).isFalse();
  }

  @Test
  void whatWasTakenTwiceOrUnderAnotherIdIsCounted() {
    List<JsonObject> twice = new ArrayList<>(journal);
    twice.add(journal.getLast());
    assertThat(figures(twice).doubled()).isOne();
    List<JsonObject> other = new ArrayList<>(journal);
    other.add(journal.getLast().copy().put("event_id", "e7"));
    assertThat(figures(other).doubled()).isOne();
    assertThat(figures(other).foreign()).isOne();
    assertThat(figures(other).right()).isFalse();
  }
}
