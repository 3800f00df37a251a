package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RoomVerticleTest {
  private TalkingBridge bridge;
  private RoomId room;

  @BeforeEach
  void aBridgeWithOneRoom(Vertx vertx) {
    bridge = new TalkingBridge(vertx);
    room = bridge.rooms.add(false, false, null);
  }

  private RoomReply claim(RoomId where) {
    return bridge.room(
        new RoomCommand.Claim(where, CallId.random(), LegId.next(), Role.GUEST, "A", "100", false));
  }

  @Test
  void aSeatIsToldInTheOrderOfTheStory() {
    RoomReply.Joined joined = (RoomReply.Joined) claim(room);
    Fact first = bridge.facts.next("the first fact", _ -> true);
    Fact second = bridge.facts.next("the second fact", _ -> true);
    assertThat(first.type()).isEqualTo(EventType.ROOM_STARTED);
    assertThat(first.participant()).isNull();
    assertThat(second.type()).isEqualTo(EventType.PARTICIPANT_JOINED);
    assertThat(second.participant()).isEqualTo(joined.participant());
  }

  @Test
  void aRoomThatNeverWasIsClosedAndNotMade() {
    RoomId never = RoomId.random();
    assertThat(claim(never)).isEqualTo(new RoomReply.Refused("closed"));
    assertThat(bridge.rooms.rooms).doesNotContainKey(never);
    assertThat(bridge.roster(never).live()).isFalse();
  }

  @Test
  void joiningWorksWhileTheDatabaseIsAwayForARoomThatWasSeen() {
    RoomId unseen = bridge.rooms.add(false, false, null);
    RoomReply.Joined first = (RoomReply.Joined) claim(room);
    bridge.room(new RoomCommand.Leave(room, first.participant(), "caller_hung_up"));
    bridge.rooms.away = true;
    assertThat(claim(room)).isInstanceOf(RoomReply.Joined.class);
    assertThat(claim(unseen)).isEqualTo(new RoomReply.Refused("unavailable"));
  }

  @Test
  void aRoomThatWasMadeIsKnownBeforeItsFirstCall() {
    RoomId made = bridge.rooms.add(false, false, null);
    bridge.room(new RoomCommand.SettingsChanged(made));
    bridge.rooms.away = true;
    assertThat(claim(made)).isInstanceOf(RoomReply.Joined.class);
  }

  @Test
  void aLockOfALiveRoomCountsAtOnceEvenWhileTheDatabaseIsAway() {
    claim(room);
    bridge.rooms.away = true;
    assertThat(bridge.room(new RoomCommand.Lock(room, true, Actor.API)))
        .isEqualTo(new RoomReply.Done(true));
    assertThat(claim(room)).isEqualTo(new RoomReply.Refused("locked"));
    bridge.fact(EventType.ROOM_LOCKED);
  }

  @Test
  void flagsOfARoomThatIsNotLiveAreStoredAndHoldWhenItIs() {
    assertThat(bridge.room(new RoomCommand.MuteAll(room, true, Actor.API)))
        .isEqualTo(new RoomReply.Done(true));
    assertThat(bridge.room(new RoomCommand.MuteAll(room, true, Actor.API)))
        .isEqualTo(new RoomReply.Done(false));
    assertThat(bridge.rooms.rooms.get(room).muted()).isTrue();
    assertThat(((RoomReply.Joined) claim(room)).muted()).isTrue();
    assertThat(bridge.fact(EventType.ROOM_MUTED).data()).containsEntry("muted", true);
    assertThat(bridge.facts.next("one fact of two commands", _ -> true).type())
        .isEqualTo(EventType.ROOM_STARTED);
    RoomId locked = bridge.rooms.add(false, false, null);
    bridge.room(new RoomCommand.Lock(locked, true, Actor.API));
    assertThat(claim(locked)).isEqualTo(new RoomReply.Refused("locked"));
    assertThat(bridge.room(new RoomCommand.Lock(RoomId.random(), true, Actor.API)))
        .isEqualTo(new RoomReply.Unknown());
  }

  @Test
  void changedSettingsReachTheLiveRoom() {
    RoomId waits = bridge.rooms.add(true, false, null);
    assertThat(claim(waits)).isInstanceOf(RoomReply.Waiting.class);
    RoomId open = bridge.rooms.add(false, false, null);
    var stored = bridge.rooms.rooms.get(open);
    bridge.rooms.rooms.put(
        waits,
        new org.convoke.store.Rooms.Room(
            waits,
            stored.slug(),
            stored.name(),
            stored.pin(),
            stored.hostPin(),
            stored.pinLength(),
            stored.number(),
            stored.maxParticipants(),
            stored.endsWhenHostLeaves(),
            stored.waitForHost(),
            stored.announce(),
            stored.access(),
            stored.locked(),
            stored.muted(),
            stored.language(),
            stored.expiresAt(),
            stored.metadata(),
            stored.createdByVisit(),
            stored.application(),
            stored.conversation(),
            stored.createdAt(),
            stored.updatedAt(),
            stored.deletedAt()));
    bridge.room(new RoomCommand.SettingsChanged(waits));
    assertThat(bridge.roster(waits).members().getFirst().state()).isEqualTo("joined");
    bridge.rooms.rooms.remove(waits);
    bridge.room(new RoomCommand.SettingsChanged(waits));
    assertThat(bridge.fact(EventType.ROOM_ENDED).data()).containsEntry("reason", "deleted");
  }

  @Test
  void commandsForARoomThatIsNotLiveAreUnknownOrIdle() {
    assertThat(bridge.room(new RoomCommand.Admit(room, null, Actor.API)))
        .isEqualTo(new RoomReply.Unknown());
    assertThat(bridge.room(new RoomCommand.End(room, "ended_by_api", Actor.API)))
        .isEqualTo(new RoomReply.Done(false));
    assertThat(bridge.roster(room)).isEqualTo(new RoomReply.Roster(false, false, false, List.of()));
  }

  @Test
  void whoSpeaksIsToldAndALegThatIsGoneLeaves() {
    Phone one = bridge.joined(room, Role.GUEST);
    bridge.publish(new LegEvent.SpeakingChanged(one.leg(), true));
    assertThat(bridge.fact(EventType.PARTICIPANT_SPEAKING).call()).isEqualTo(one.call());
    RoomReply.Member member = bridge.roster(room).members().getFirst();
    assertThat(member.speaking()).isTrue();
    bridge.publish(new LegEvent.LegClosed(one.leg(), null));
    bridge.fact(EventType.PARTICIPANT_QUIET);
    bridge.fact(EventType.PARTICIPANT_LEFT);
    bridge.fact(EventType.ROOM_ENDED);
  }

  @Test
  void changesArePublishedInOrder() {
    ParticipantId ada = ParticipantId.random();
    bridge.browser(room, ada);
    bridge.room(new RoomCommand.Say(room, ada, "Hello"));
    bridge.room(new RoomCommand.Leave(room, ada, "left"));
    assertThat(bridge.changes.next("the first", _ -> true))
        .isInstanceOfSatisfying(
            RoomChange.Member.class,
            it -> {
              assertThat(it.seq()).isEqualTo(1);
              assertThat(it.member().via()).isEqualTo("browser");
            });
    assertThat(((RoomChange.Text) bridge.changes.next("a text", _ -> true)).seq()).isEqualTo(2);
    assertThat(bridge.changes.next("the third", _ -> true))
        .isEqualTo(new RoomChange.Left(room, 3, ada, "left"));
    assertThat(bridge.changes.next("the last", _ -> true))
        .isEqualTo(new RoomChange.Ended(room, 4, "empty"));
  }

  @Test
  void levelsAndTheQualityOfLinesArePublished() {
    ParticipantId ada = ParticipantId.random();
    Phone browser = bridge.browser(room, ada);
    LegReport report = LineQualityTest.report(400, 100, 500, 0, 40);
    bridge.media.reports.put(browser.leg(), report);
    bridge.publish(new LegEvent.SpeakingChanged(browser.leg(), true));
    bridge.publish(new LegEvent.Level(browser.leg(), -20));
    assertThat(bridge.changes.next("levels", RoomChange.Levels.class::isInstance))
        .isEqualTo(new RoomChange.Levels(room, Map.of(ada, -20)));
    bridge.aheadNs = 5_500_000_000L;
    RoomChange.Member poor =
        (RoomChange.Member)
            bridge.changes.next(
                "a word for the line",
                it -> it instanceof RoomChange.Member one && !one.member().line().isEmpty());
    assertThat(poor.member().line()).isEqualTo("poor");
    assertThat(bridge.changes.next("quality", RoomChange.Quality.class::isInstance))
        .isEqualTo(new RoomChange.Quality(room, Map.of(ada, report)));
  }

  @Test
  void noRoomIsLeftWithoutItsEndWhenTheBridgeStops() {
    bridge.joined(room, Role.GUEST);
    bridge.stopRooms();
    assertThat(bridge.fact(EventType.PARTICIPANT_LEFT).data())
        .containsEntry("reason", "bridge_stopped");
    assertThat(bridge.fact(EventType.ROOM_ENDED).data()).containsEntry("reason", "bridge_stopped");
  }

  @Test
  void callsThatEndBecauseTheBridgeStopsEndTheRoomForThatReason() {
    Phone one = bridge.joined(room, Role.GUEST);
    bridge.hangUp(one, "bridge_stopping");
    assertThat(bridge.fact(EventType.ROOM_ENDED).data()).containsEntry("reason", "bridge_stopped");
  }

  @Test
  void aRoomThatFailsEndsAloneAndTheOthersGoOn() {
    Phone one = bridge.joined(room, Role.GUEST);
    RoomId other = bridge.rooms.add(false, false, null);
    Phone two = bridge.joined(other, Role.GUEST);
    RoomReply.Member member = bridge.roster(room).members().getFirst();
    RoomCommand broken = new RoomCommand.Mute(room, member.id(), true, null);
    assertThat(bridge.room(broken)).isEqualTo(new RoomReply.Refused("unavailable"));
    bridge.media(one, "leave");
    bridge.media(one, "play en/meeting-ended+en/goodbye");
    assertThat(bridge.fact(EventType.ROOM_ENDED).data()).containsEntry("reason", "failed");
    assertThat(bridge.media.mixed).containsOnlyKeys(two.leg());
    assertThat(claim(room)).isInstanceOf(RoomReply.Joined.class);
  }

  @Test
  void aStraightCallToADeletedRoomIsTurnedAway() {
    RoomId gone = RoomId.random();
    Phone one = bridge.call(new AdmissionAnswer.Admit(gone, Role.GUEST, false, 0));
    bridge.media(one, "play en/room-closed+en/goodbye");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("room_closed");
  }
}
