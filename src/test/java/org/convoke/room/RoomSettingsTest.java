package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.convoke.config.ConfigLoader;
import org.convoke.config.RoomsConfig;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.store.Rooms;
import org.junit.jupiter.api.Test;

class RoomSettingsTest {
  private static final Instant END = Instant.parse("2026-05-04T09:30:00Z");
  private static final RoomsConfig CONFIG = ConfigLoader.load(null, Map.of(), Map.of()).rooms();

  @Test
  void aMeetingOfAConversationDoesNotExpire() {
    assertThat(settings(ApplicationId.random(), "sales").isExpired(END.plusSeconds(1))).isFalse();
    assertThat(settings(null, null).isExpired(END.plusSeconds(1))).isTrue();
    assertThat(settings(null, null).isExpired(END.minusSeconds(1))).isFalse();
  }

  private static RoomSettings settings(ApplicationId application, String conversation) {
    return RoomSettings.of(
        new Rooms.Room(
            RoomId.random(),
            "x",
            "Room",
            null,
            null,
            4,
            null,
            null,
            false,
            false,
            Rooms.Announce.OFF,
            Rooms.Access.TOKEN,
            false,
            false,
            null,
            END,
            new JsonObject(),
            false,
            application,
            conversation,
            Instant.EPOCH,
            Instant.EPOCH,
            null),
        CONFIG);
  }
}
