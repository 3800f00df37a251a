package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.store.Rooms;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final RoomReply CLOSED = new RoomReply.Refused("closed");
  private static final RoomReply FULL = new RoomReply.Refused("full");

  private final TestRoom plain = new TestRoom(TestRoom.PLAIN);

  private static RoomCommand leave(ParticipantId id) {
    return new RoomCommand.Leave(TestRoom.ID, id, "caller_hung_up");
  }

  @Test
  void theFirstStartsTheRoomAndTheLastEndsIt() {
    ParticipantId one = plain.joined(Role.GUEST);
    assertThat(plain.facts()).containsExactly(EventType.ROOM_STARTED, EventType.PARTICIPANT_JOINED);
    plain.after(2_500).send(leave(one));
    assertThat(plain.of(Effect.Tell.class).getLast().data())
        .isEqualTo(Map.of("reason", "empty", "duration_ms", 2_500L));
    assertThat(plain.facts()).containsExactly(EventType.PARTICIPANT_LEFT, EventType.ROOM_ENDED);
    assertThat(plain.room.isEmpty()).isTrue();
    assertThat(plain.send(leave(one))).isEqualTo(new RoomReply.Unknown());
    assertThat(plain.facts()).isEmpty();
  }

  @Test
  void eachHearsHowManyWereThereBefore() {
    assertThat(((RoomReply.Joined) plain.claim(Role.GUEST)).others()).isZero();
    assertThat(((RoomReply.Joined) plain.claim(Role.GUEST)).others()).isEqualTo(1);
    assertThat(((RoomReply.Joined) plain.claim(Role.HOST)).others()).isEqualTo(2);
  }

  @Test
  void theOnlyOneIsToldWhenTheSecondComesAndWhenHeGoes() {
    ParticipantId one = plain.joined(Role.GUEST);
    assertThat(plain.notices(RoomNotice.Alone.class)).isEmpty();
    ParticipantId two = plain.joined(Role.GUEST);
    plain.joined(Role.GUEST);
    assertThat(plain.notices(RoomNotice.Alone.class))
        .extracting(RoomNotice.Alone::participant, RoomNotice.Alone::alone)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(one, false));
    plain.effects.clear();
    plain.send(leave(two));
    assertThat(plain.notices(RoomNotice.Alone.class)).isEmpty();
    plain.send(leave(one));
    assertThat(plain.notices(RoomNotice.Alone.class)).hasSize(1);
  }

  @Test
  void anExpiredRoomIsClosed() {
    RoomSettings expired =
        TestRoom.settings(
            9, false, false, 0, Rooms.Announce.OFF, "en", Instant.EPOCH, false, false);
    assertThat(new TestRoom(expired).claim(Role.HOST)).isEqualTo(CLOSED);
  }

  @Test
  void aLockedRoomTakesHostsOnly() {
    plain.joined(Role.HOST);
    plain.send(new RoomCommand.Lock(TestRoom.ID, true, Actor.API));
    assertThat(plain.claim(Role.GUEST)).isEqualTo(new RoomReply.Refused("locked"));
    assertThat(plain.claim(Role.HOST)).isInstanceOf(RoomReply.Joined.class);
    plain.send(new RoomCommand.Lock(TestRoom.ID, false, Actor.API));
    assertThat(plain.claim(Role.GUEST)).isInstanceOf(RoomReply.Joined.class);
  }

  @Test
  void aFullRoomRefusesAndTakesTheNextWhenOneLeft() {
    TestRoom room = new TestRoom(TestRoom.settings(2, false, false, 0));
    ParticipantId one = room.joined(Role.GUEST);
    room.joined(Role.GUEST);
    assertThat(room.claim(Role.GUEST)).isEqualTo(FULL);
    assertThat(room.claim(Role.HOST)).isEqualTo(FULL);
    room.send(leave(one));
    assertThat(room.claim(Role.GUEST)).isInstanceOf(RoomReply.Joined.class);
  }

  @Test
  void guestsWaitForTheHostOutsideTheMixAndEnterWithHim() {
    TestRoom room = new TestRoom(TestRoom.settings(9, true, false, 0));
    assertThat(room.claim(Role.GUEST)).isInstanceOf(RoomReply.Waiting.class);
    assertThat(room.claim(Role.GUEST)).isInstanceOf(RoomReply.Waiting.class);
    assertThat(room.of(Effect.Join.class)).isEmpty();
    assertThat(room.room.roster().live()).isFalse();
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_WAITING, EventType.PARTICIPANT_WAITING);
    assertThat(((RoomReply.Joined) room.claim(Role.HOST)).others()).isZero();
    assertThat(room.notices(RoomNotice.Admitted.class))
        .extracting(RoomNotice.Admitted::others)
        .containsExactly(1, 2);
    assertThat(room.of(Effect.Join.class)).hasSize(3);
    assertThat(room.facts())
        .containsExactly(
            EventType.ROOM_STARTED,
            EventType.PARTICIPANT_JOINED,
            EventType.PARTICIPANT_JOINED,
            EventType.PARTICIPANT_JOINED);
  }

  @Test
  void onceAHostCameGuestsNeedNotWaitEvenWhenHeLeft() {
    TestRoom room = new TestRoom(TestRoom.settings(9, true, false, 0));
    ParticipantId host = room.joined(Role.HOST);
    ParticipantId guest = room.joined(Role.GUEST);
    room.send(leave(host));
    assertThat(room.claim(Role.GUEST)).isInstanceOf(RoomReply.Joined.class);
    room.send(leave(guest));
    for (RoomReply.Member left : room.room.roster().members()) {
      room.send(leave(left.id()));
    }
    assertThat(room.claim(Role.GUEST)).isInstanceOf(RoomReply.Waiting.class);
  }

  @Test
  void guestsWhoWaitCannotKeepTheHostOut() {
    TestRoom room = new TestRoom(TestRoom.settings(2, true, false, 0));
    room.waiting(Role.GUEST, false);
    ParticipantId second = room.waiting(Role.GUEST, false);
    assertThat(room.claim(Role.GUEST)).isEqualTo(FULL);
    ParticipantId host = room.joined(Role.HOST);
    assertThat(room.member(second).state()).isEqualTo("waiting");
    room.send(leave(host));
    assertThat(room.member(second).state()).isEqualTo("joined");
  }

  @Test
  void whoHangsUpWhileWaitingLeftWithoutHavingJoined() {
    TestRoom room = new TestRoom(TestRoom.settings(9, true, false, 0));
    room.send(leave(room.waiting(Role.GUEST, false)));
    assertThat(room.of(Effect.Tell.class).getLast().data()).containsEntry("state", "waiting");
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_WAITING, EventType.PARTICIPANT_LEFT);
    assertThat(room.room.isEmpty()).isTrue();
  }

  @Test
  void theLobbyWaitsForAdmitWhoeverIsHere() {
    ParticipantId host = plain.joined(Role.HOST);
    ParticipantId guest = plain.joined(Role.GUEST);
    ParticipantId knocking = plain.waiting(Role.GUEST, true);
    assertThat(plain.notices(RoomNotice.SomeoneWaits.class))
        .extracting(RoomNotice.SomeoneWaits::participant)
        .containsExactly(host);
    assertThat(plain.send(new RoomCommand.Admit(TestRoom.ID, null, Actor.keypad(guest))))
        .isEqualTo(new RoomReply.Forbidden("not_host"));
    assertThat(plain.member(knocking).state()).isEqualTo("waiting");
    assertThat(plain.send(new RoomCommand.Admit(TestRoom.ID, null, Actor.keypad(host))))
        .isEqualTo(new RoomReply.Done(true));
    assertThat(plain.member(knocking).state()).isEqualTo("joined");
    assertThat(plain.send(new RoomCommand.Admit(TestRoom.ID, null, Actor.keypad(host))))
        .isEqualTo(new RoomReply.Done(false));
  }

  @Test
  void aHostWhoComesIsToldOfTheLobby() {
    plain.waiting(Role.GUEST, true);
    plain.joined(Role.HOST);
    assertThat(plain.notices(RoomNotice.SomeoneWaits.class)).hasSize(1);
  }

  @Test
  void theLobbyHasItsOwnLimitAndTakesNoSeats() {
    TestRoom room = new TestRoom(TestRoom.settings(2, false, false, 0));
    for (int i = 0; i < 10; i++) {
      room.waiting(Role.GUEST, true);
    }
    assertThat(room.claim(Role.GUEST, true)).isEqualTo(FULL);
    room.joined(Role.GUEST);
    room.joined(Role.GUEST);
  }

  @Test
  void aRoomThatEndsWithItsHostEndsForAll() {
    TestRoom room = new TestRoom(TestRoom.settings(9, false, true, 0));
    room.joined(Role.GUEST);
    ParticipantId host = room.joined(Role.HOST);
    room.facts();
    room.send(leave(host));
    assertThat(room.notices(RoomNotice.Dismissed.class))
        .extracting(RoomNotice.Dismissed::why)
        .containsExactly("host_left");
    assertThat(room.of(Effect.Tell.class).getLast().data()).containsEntry("reason", "host_left");
    assertThat(room.facts())
        .containsExactly(
            EventType.PARTICIPANT_LEFT, EventType.PARTICIPANT_LEFT, EventType.ROOM_ENDED);
  }

  @Test
  void theGraceWaitsForAHostWhoComesBack() {
    TestRoom room = new TestRoom(TestRoom.settings(9, false, true, 60_000_000_000L));
    room.joined(Role.GUEST);
    room.send(leave(room.joined(Role.HOST)));
    room.after(59_999).tick();
    ParticipantId back = room.joined(Role.HOST);
    room.after(60_000).tick();
    assertThat(room.facts()).doesNotContain(EventType.ROOM_ENDED);
    room.send(leave(back));
    room.after(59_999).tick();
    assertThat(room.facts()).doesNotContain(EventType.ROOM_ENDED);
    room.after(1).tick();
    assertThat(room.facts()).contains(EventType.ROOM_ENDED);
  }

  @Test
  void theEndIsForHostsAndTheApiAndReachesThoseWhoWait() {
    ParticipantId guest = plain.joined(Role.GUEST);
    plain.waiting(Role.GUEST, true);
    RoomCommand byGuest = new RoomCommand.End(TestRoom.ID, "ended_by_host", Actor.keypad(guest));
    assertThat(plain.send(byGuest)).isEqualTo(new RoomReply.Forbidden("not_host"));
    plain.facts();
    plain.send(new RoomCommand.End(TestRoom.ID, "ended_by_api", Actor.API));
    assertThat(plain.notices(RoomNotice.Dismissed.class)).hasSize(2);
    assertThat(plain.facts())
        .containsExactly(
            EventType.PARTICIPANT_LEFT, EventType.PARTICIPANT_LEFT, EventType.ROOM_ENDED);
    assertThat(plain.room.isEmpty()).isTrue();
  }

  @Test
  void whoIsRemovedIsTakenOutOfTheMixAtOnce() {
    plain.joined(Role.GUEST);
    ParticipantId two = plain.joined(Role.GUEST);
    plain.facts();
    plain.send(new RoomCommand.Remove(TestRoom.ID, two, Actor.API));
    assertThat(plain.of(Effect.Unmix.class)).hasSize(1);
    assertThat(plain.notices(RoomNotice.Dismissed.class))
        .extracting(RoomNotice.Dismissed::why)
        .containsExactly("removed");
    assertThat(plain.facts()).containsExactly(EventType.PARTICIPANT_LEFT);
  }

  @Test
  void aLegThatIsGoneLeaves() {
    ParticipantId one = plain.joined(Role.GUEST);
    plain.closed(plain.member(one).leg());
    assertThat(plain.facts()).endsWith(EventType.PARTICIPANT_LEFT, EventType.ROOM_ENDED);
  }

  @Test
  void aSecondClaimOfALegChangesNothing() {
    RoomCommand.Claim claim =
        new RoomCommand.Claim(
            TestRoom.ID,
            org.convoke.id.CallId.random(),
            org.convoke.id.LegId.next(),
            Role.GUEST,
            "A",
            "1",
            false);
    RoomReply first = plain.send(claim);
    assertThat(plain.send(claim)).isEqualTo(first);
    assertThat(plain.facts()).hasSize(2);
  }

  @Test
  void tonesAreHeardByThoseWhoAreThereAndBundledInACrowd() {
    plain.joined(Role.GUEST);
    assertThat(plain.of(Effect.Announce.class)).isEmpty();
    for (int i = 0; i < 20; i++) {
      plain.after(100);
      plain.joined(Role.GUEST);
    }
    assertThat(plain.of(Effect.Announce.class)).hasSizeBetween(5, 6);
    int before = plain.of(Effect.Announce.class).size();
    plain.after(5_000).tick();
    plain.after(5_000).tick();
    assertThat(plain.of(Effect.Announce.class)).hasSize(before + 1);
  }

  @Test
  void aCrowdIsSparedThem() {
    for (int i = 0; i < 30; i++) {
      plain.after(31_000);
      plain.joined(Role.GUEST);
    }
    assertThat(plain.of(Effect.Announce.class)).hasSize(29);
    ParticipantId last = plain.joined(Role.GUEST);
    plain.after(6_000).tick();
    assertThat(plain.of(Effect.Announce.class)).hasSize(29);
    plain.after(31_000);
    plain.send(leave(last));
    assertThat(plain.of(Effect.Announce.class)).hasSize(30);
  }

  @Test
  void tonesAreOffOrSpokenAsTheRoomSays() {
    TestRoom off = new TestRoom(TestRoom.settings(9, false, false, 0));
    off.joined(Role.GUEST);
    off.joined(Role.GUEST);
    assertThat(off.of(Effect.Announce.class)).isEmpty();
    RoomSettings names =
        TestRoom.settings(9, false, false, 0, Rooms.Announce.NAMES, "de", null, false, false);
    TestRoom room = new TestRoom(names);
    room.joined(Role.GUEST);
    room.send(leave(room.joined(Role.GUEST)));
    assertThat(room.of(Effect.Announce.class))
        .extracting(Effect.Announce::sound)
        .isEqualTo(
            List.of(
                new org.convoke.audio.Sound.Prompt("de", "joined"),
                new org.convoke.audio.Sound.Prompt("de", "left")));
  }
}
