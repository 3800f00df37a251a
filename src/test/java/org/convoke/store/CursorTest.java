package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final Instant AT = Instant.parse("2026-01-01T10:00:00.123456Z");

  @Test
  void aCursorComesBackFromItsText() {
    Cursor cursor = new Cursor(AT, "abcd-efgh-jkmn");
    assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
    assertThat(Page.isCursor(cursor.text())).isTrue();
  }

  @Test
  void aPageTellsWhetherThereIsMore() {
    assertThat(Cursor.page(List.of("a", "b"), 2, id -> new Cursor(AT, id)).next()).isNull();
    Page<String> page = Cursor.page(List.of("a", "b", "c"), 2, id -> new Cursor(AT, id));
    assertThat(page.items()).containsExactly("a", "b");
    assertThat(Cursor.parse(page.next()).id()).isEqualTo("b");
  }

  @Test
  void anythingElseIsNoCursorAndNeverFailsOtherwise() {
    long seed = 11;
    Random random = new Random(seed);
    byte[] good =
        new Cursor(AT, "abcd").text().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      byte[] text = good.clone();
      text[random.nextInt(text.length)] = (byte) (32 + random.nextInt(95));
      if (!Page.isCursor(new String(text, java.nio.charset.StandardCharsets.US_ASCII))) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(500);
    assertThat(Page.isCursor(null)).isFalse();
    assertThat(Page.isCursor("%%%")).isFalse();
  }
}
