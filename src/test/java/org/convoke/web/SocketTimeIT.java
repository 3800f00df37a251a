package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.convoke.bus.Addresses;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a socket when time has passed, and when it goes at the wrong moment. */
@Timeout(120)
class SocketTimeIT {
  private final Queue<BrowserCommand> commands = new ConcurrentLinkedQueue<>();
  private final MovingClock clock = new MovingClock();
  private TestBridge bridge;
  private RoomId room;
  private volatile long answerAfterMs = 1;

  @BeforeEach
  void start() {
    bridge = new TestBridge(Map.of("tokens.link_ttl_seconds", "3600"), clock);
    bridge
        .vertx
        .eventBus()
        .<BrowserCommand>consumer(
            Addresses.BROWSER,
            message -> {
              commands.add(message.body());
              BrowserReply reply =
                  message.body() instanceof BrowserCommand.Join join
                      ? new BrowserReply.Answered(
                          CallId.random(),
                          join.participant(),
                          new RoomReply.Joined(join.participant(), 0, false, null),
                          "v=1",
                          false)
                      : new BrowserReply.Done();
              bridge.vertx.setTimer(answerAfterMs, _ -> message.reply(reply));
            });
    JsonObject made = bridge.call("POST", "/v1/rooms", new JsonObject().put("name", "M")).json();
    room = new RoomId(made.getString("id"));
    bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(), 0));
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  private RawSocket open() {
    return RawSocket.open(bridge.verticle.port(), 0);
  }

  private RawSocket authenticated() {
    RawSocket raw = open();
    raw.say("authenticate", "room", room.value());
    raw.await("authenticated");
    return raw;
  }

  private <T extends BrowserCommand> T heard(Class<T> type) {
    assertThat(comesTrue(() -> commands.stream().anyMatch(type::isInstance)))
        .as("%s comes", type.getSimpleName())
        .isTrue();
    return type.cast(commands.stream().filter(type::isInstance).findFirst().orElseThrow());
  }

  private static boolean comesTrue(BooleanSupplier what) {
    for (int i = 0; i < 600 && !what.getAsBoolean(); i++) {
      LockSupport.parkNanos(50_000_000);
    }
    return what.getAsBoolean();
  }

  @Test
  void aTokenThatEndsSoonIsSaidAndOneThatHasEndedClosesTheSocket() {
    try (RawSocket raw = authenticated()) {
      raw.say("join", "name", "Ada", "offer", "v=0");
      String expires = raw.await("joined").getString("expires_at");
      minutes(raw, 54);
      clock.pass(Duration.ofMinutes(1));
      assertThat(raw.await("token_expiring").getString("expires_at")).isEqualTo(expires);
      minutes(raw, 2);
      // Whatever the clock on the wall is set to.
      clock.later(Duration.ofDays(1));
      minutes(raw, 1);
      clock.later(Duration.ofDays(-2));
      minutes(raw, 1);
      clock.pass(Duration.ofSeconds(70));
      assertThat(raw.await("ended").getString("reason")).isEqualTo("token_expired");
      assertThat(raw.closeCode()).isEqualTo(4401);
      assertThat(heard(BrowserCommand.Leave.class).cause()).isEqualTo("token_expired");
    }
  }

  /** They pass by both clocks, and the socket is not silent meanwhile. */
  private void minutes(RawSocket raw, int count) {
    for (int i = 0; i < count; i++) {
      clock.later(Duration.ofMinutes(1));
      clock.pass(Duration.ofMinutes(1));
      raw.say("ping");
      raw.await("pong");
    }
  }

  @Test
  void whoRenewsInTimeStays() {
    try (RawSocket raw = authenticated()) {
      raw.say("join", "name", "Ada", "offer", "v=0");
      raw.await("joined");
      for (int i = 0; i < 3; i++) {
        clock.later(Duration.ofMinutes(50));
        raw.say("renew");
        raw.await("renewed");
      }
      raw.say("ping");
      raw.await("pong");
    }
  }

  @Test
  void whoSaysNothingForLongIsPutOut() {
    try (RawSocket raw = authenticated()) {
      clock.pass(Duration.ofSeconds(76));
      assertThat(raw.closeCode()).isEqualTo(4408);
    }
    try (RawSocket raw = open()) {
      clock.pass(Duration.ofSeconds(11));
      assertThat(raw.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void aSocketThatGoesWhileItsSeatIsTakenLeavesTheSeatToTheNext() {
    answerAfterMs = 1500;
    RawSocket raw = authenticated();
    raw.say("join", "name", "Ada", "offer", "v=0");
    BrowserCommand.Join join = heard(BrowserCommand.Join.class);
    raw.close();
    assertThat(heard(BrowserCommand.Detach.class).socket()).isEqualTo(join.socket());
  }

  @Test
  void oneThatSaysGoodbyeWhileItsSeatIsTakenLeavesItToo() {
    answerAfterMs = 1500;
    try (RawSocket raw = authenticated()) {
      raw.say("join", "name", "Ada", "offer", "v=0");
      BrowserCommand.Join join = heard(BrowserCommand.Join.class);
      raw.frame(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
      assertThat(raw.closeCode()).isEqualTo(1000);
      assertThat(heard(BrowserCommand.Detach.class).socket()).isEqualTo(join.socket());
      assertThat(commands.stream().filter(BrowserCommand.Detach.class::isInstance)).hasSize(1);
    }
  }

  @Test
  void newPinsAreShownWhereverTheOldOnesWere() {
    try (RawSocket raw = authenticated();
        RawSocket listener = authenticated();
        RawSocket later = authenticated()) {
      raw.say("join", "name", "Ada", "offer", "v=0");
      String before = raw.await("joined").getJsonObject("room").getString("pin");
      listener.say("join", "name", "Lea", "offer", "v=0", "role", "listener");
      listener.await("joined");
      JsonObject renewed =
          bridge.call("POST", "/v1/rooms/" + room + "/pin", new JsonObject()).json();
      JsonObject told = raw.await("pin");
      assertThat(told.getString("pin")).isEqualTo(renewed.getString("pin")).isNotEqualTo(before);
      assertThat(told.containsKey("host_pin")).as("to hosts alone").isFalse();
      // Who was on the way in comes to the new one.
      later.say("join", "name", "Bob", "offer", "v=0");
      assertThat(later.await("joined").getJsonObject("room").getString("pin"))
          .isEqualTo(renewed.getString("pin"));
      listener.say("ping");
      assertThat(listener.next().getString("type")).as("not the PIN").isEqualTo("pong");
    }
  }

  @Test
  void whoWasTooSlowAndReadsAgainGetsTheRoomAsItIsNow() {
    clock.stop();
    try (RawSocket slow = RawSocket.open(bridge.verticle.port(), 65_536);
        RawSocket quick = authenticated()) {
      quick.say("join", "name", "Bob", "offer", "v=0");
      quick.await("joined");
      slow.say("authenticate", "room", room.value());
      slow.say("join", "name", "Ada", "offer", "v=0");
      slow.await("joined");
      String text = "x".repeat(2000);
      // More than the kernel and we keep for it.
      int said = 6000;
      for (int i = 1; i <= said; i++) {
        tellAll(i, text);
        assertThat(quick.next().getInteger("seq")).isEqualTo(i);
      }
      bridge.rosters.put(room, new RoomReply.Roster(true, false, false, List.of(), said));
      int read = 0;
      JsonObject next = slow.next();
      for (; next.getString("type").equals("text"); next = slow.next()) {
        assertThat(next.getInteger("seq")).isEqualTo(++read);
      }
      assertThat(next.getString("type")).isEqualTo("roster");
      assertThat(next.getInteger("seq")).isEqualTo(said);
      assertThat(read).isLessThan(said);
      tellAll(said + 1, "and on");
      assertThat(slow.await("text").getString("text")).isEqualTo("and on");
    }
  }

  private void tellAll(long seq, String text) {
    bridge
        .vertx
        .eventBus()
        .publish(
            Addresses.ROOM_CHANGES,
            new RoomChange.Text(room, seq, ParticipantId.random(), "Eve", text, clock.now()));
  }
}
