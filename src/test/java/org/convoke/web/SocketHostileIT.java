package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.convoke.bus.Addresses;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that no library would make: they do not read, do not stop, or break off half-way. */
@Timeout(120)
class SocketHostileIT {
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");
  private static final int SMALL = 4096;

  private static final Queue<BrowserCommand> commands = new ConcurrentLinkedQueue<>();
  private static TestBridge bridge;

  private RoomId room;
  private long seq;

  @BeforeAll
  static void start() {
    bridge = new TestBridge(Map.of());
    bridge
        .vertx
        .eventBus()
        .<BrowserCommand>consumer(
            Addresses.BROWSER,
            message -> {
              commands.add(message.body());
              message.reply(
                  message.body() instanceof BrowserCommand.Join join
                      ? new BrowserReply.Answered(
                          CallId.random(),
                          join.participant(),
                          new RoomReply.Joined(join.participant(), 0, false, null),
                          "v=1",
                          false)
                      : new BrowserReply.Done());
            });
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void room() {
    commands.clear();
    seq = 0;
    JsonObject made = bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "M")).json();
    room = new RoomId(made.getString("id"));
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(), 0));
  }

  private RawSocket joined(int receiveBytes) {
    RawSocket raw = RawSocket.open(bridge.verticle.port(), receiveBytes);
    raw.say("authenticate", "room", room.value());
    raw.say("join", "name", "Ada", "offer", "v=0");
    raw.await("joined");
    return raw;
  }

  private void tellAll(String text) {
    bridge
        .vertx
        .eventBus()
        .publish(
            Addresses.ROOM_CHANGES,
            new RoomChange.Text(room, ++seq, ParticipantId.random(), "Eve", text, NOW));
  }

  private static boolean comesTrue(BooleanSupplier what, int seconds) {
    for (int i = 0; i < seconds * 20 && !what.getAsBoolean(); i++) {
      LockSupport.parkNanos(50_000_000);
    }
    return what.getAsBoolean();
  }

  private long joins() {
    return commands.stream()
        .filter(it -> it instanceof BrowserCommand.Join join && join.room().equals(room))
        .count();
  }

  /** Whether the socket that joined this test's room first is known to be gone. */
  private boolean firstIsDetached() {
    String first =
        commands.stream()
            .filter(it -> it instanceof BrowserCommand.Join join && join.room().equals(room))
            .map(it -> ((BrowserCommand.Join) it).socket())
            .findFirst()
            .orElseThrow();
    return commands.stream()
        .anyMatch(it -> it instanceof BrowserCommand.Detach gone && gone.socket().equals(first));
  }

  private static long snapshotsOf(RoomId room) {
    return bridge.roomCommands.stream()
        .filter(it -> it instanceof RoomCommand.Snapshot && it.room().equals(room))
        .count();
  }

  private static List<RoomReply.Member> crowd() {
    return Stream.generate(() -> Members.joined("Somebody")).limit(500).toList();
  }

  @Test
  void compressionIsNotOfferedSoNothingSmallBecomesLarge() {
    try (RawSocket raw =
        RawSocket.open(bridge.verticle.port(), 0, "Sec-WebSocket-Extensions: permessage-deflate")) {
      assertThat(raw.head().getFirst()).contains("101");
      assertThat(raw.head())
          .noneMatch(line -> line.toLowerCase().startsWith("sec-websocket-extensions"));
    }
  }

  @Test
  void whoDoesNotReadIsPutOutAndTheOthersDoNotNotice() {
    try (RawSocket deaf = joined(SMALL);
        RawSocket good = joined(0)) {
      String long2000 = "x".repeat(2000);
      for (int i = 1; i <= 8000; i++) {
        tellAll(long2000);
        assertThat(good.await("text").getInteger("seq")).isEqualTo(i);
      }
      // It even says goodbye and still takes nothing.
      deaf.frame(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
      for (int i = 0; i < 200; i++) {
        tellAll("more");
        assertThat(good.await("text").getString("text")).isEqualTo("more");
      }
      assertThat(comesTrue(this::firstIsDetached, 60)).as("the deaf one is put out").isTrue();
    }
  }

  @Test
  void whoDoesNotReadAndSaysNothingIsPutOutToo() {
    try (RawSocket deaf = joined(SMALL)) {
      String long2000 = "x".repeat(2000);
      for (int i = 1; i <= 8000; i++) {
        tellAll(long2000);
      }
      assertThat(comesTrue(this::firstIsDetached, 60)).as("the deaf one is put out").isTrue();
    }
  }

  @Test
  void answersThatNobodyReadsAreNotPiledUp() {
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, crowd(), 0));
    try (RawSocket deaf = joined(SMALL);
        RawSocket good = joined(0)) {
      byte[] ask = "{\"type\":\"snapshot\"}".getBytes(StandardCharsets.UTF_8);
      int asked = 0;
      try {
        // Each answer is some 200 KB: all of them would be hundreds of megabytes.
        for (; asked < 40 * 40 && !firstIsDetached(); asked++) {
          deaf.send(RawSocket.PING, true, new byte[125]);
          deaf.send(RawSocket.TEXT, true, ask);
          LockSupport.parkNanos(25_000_000);
        }
      } catch (IOException cut) {
        // As it should be.
      }
      assertThat(comesTrue(this::firstIsDetached, 30)).as("it is put out").isTrue();
      assertThat(snapshotsOf(room)).as("%d were asked for", asked).isLessThan(asked / 2 + 60);
      tellAll("still here");
      assertThat(good.await("text").getString("text")).isEqualTo("still here");
    }
  }

  @Test
  void afterLeavingNothingIsDoneAnyMore() {
    try (RawSocket raw = joined(0)) {
      raw.say("leave");
      raw.say("join", "name", "Ghost", "offer", "v=0");
      assertThat(raw.closeCode()).isEqualTo(1000);
      assertThat(joins()).isEqualTo(1);
    }
  }

  @Test
  void afterARefusalNothingIsDoneAnyMore() {
    try (RawSocket raw = RawSocket.open(bridge.verticle.port(), 0)) {
      raw.say("authenticate", "room", "no-such-room");
      raw.say("authenticate", "room", room.value());
      raw.say("join", "name", "Ghost", "offer", "v=0");
      assertThat(raw.closeCode()).isEqualTo(4404);
      assertThat(joins()).isZero();
    }
  }

  @Test
  void aFrameOfMoreThan64KibIsRefusedByItsCode() {
    try (RawSocket raw = joined(0)) {
      raw.frame(RawSocket.TEXT, true, new byte[65 * 1024]);
      assertThat(raw.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageInPartsMayNotBeLargerThanOneInOnePart() {
    try (RawSocket raw = joined(0)) {
      byte[] part = "x".repeat(33 * 1024).getBytes(StandardCharsets.UTF_8);
      raw.frame(RawSocket.TEXT, false, part);
      raw.frame(RawSocket.CONTINUATION, true, part);
      assertThat(raw.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void textThatIsNoUtf8ClosesTheSocket() {
    try (RawSocket raw = joined(0)) {
      raw.frame(RawSocket.TEXT, true, new byte[] {'{', (byte) 0xc3, '}'});
      assertThat(raw.closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void whoSendsNoJsonAgainAndAgainIsPutOut() {
    try (RawSocket raw = joined(0)) {
      for (int i = 0; i < 40; i++) {
        raw.text("{");
      }
      assertThat(raw.closeCode()).isEqualTo(1008);
    }
  }
}
