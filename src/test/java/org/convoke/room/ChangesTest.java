package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What those who watch a room are told, and who may change what. */
class ChangesTest {
  private static final RoomReply DONE = new RoomReply.Done(true);
  private static final RoomReply NOT_HOST = new RoomReply.Forbidden("not_host");

  private final TestRoom room = new TestRoom(TestRoom.PLAIN);
  private ParticipantId host;
  private ParticipantId guest;

  @BeforeEach
  void aHostAndAGuest() {
    host = room.joined(Role.HOST);
    guest = room.browserJoined(Role.GUEST).id();
  }

  private List<RoomChange> changes() {
    List<RoomChange> changes = room.changes(RoomChange.class);
    room.effects.clear();
    return changes;
  }

  @Test
  void eachChangeHasTheNextNumberAndTheRosterNamesTheLast() {
    assertThat(changes())
        .containsExactly(
            new RoomChange.Member(TestRoom.ID, 1, room.member(host)),
            new RoomChange.Member(TestRoom.ID, 2, room.member(guest)));
    room.send(new RoomCommand.Lock(TestRoom.ID, true, Actor.API));
    room.heard(room.member(guest).leg(), true);
    room.send(new RoomCommand.Leave(TestRoom.ID, guest, "left"));
    room.send(new RoomCommand.Leave(TestRoom.ID, host, "caller_hung_up"));
    assertThat(changes())
        .containsExactly(
            new RoomChange.Flags(TestRoom.ID, 3, true, false),
            new RoomChange.Speaking(TestRoom.ID, 4, guest, true),
            new RoomChange.Left(TestRoom.ID, 5, guest, "left"),
            new RoomChange.Left(TestRoom.ID, 6, host, "caller_hung_up"),
            new RoomChange.Ended(TestRoom.ID, 7, "empty"));
    assertThat(room.room.roster().seq()).isEqualTo(7);
  }

  @Test
  void whatChangesNothingIsNotTold() {
    changes();
    room.send(new RoomCommand.Mute(TestRoom.ID, guest, false, Actor.API));
    room.send(new RoomCommand.ListenVolume(TestRoom.ID, guest, 4));
    room.send(new RoomCommand.Rename(TestRoom.ID, guest, "guest"));
    room.send(new RoomCommand.Snapshot(TestRoom.ID));
    room.after(1_000).tick();
    assertThat(changes()).isEmpty();
  }

  @Test
  void oneCommandOneEntryHoweverMuchItChanges() {
    changes();
    room.send(new RoomCommand.MuteAll(TestRoom.ID, true, Actor.page(host)));
    assertThat(changes())
        .containsExactly(
            new RoomChange.Flags(TestRoom.ID, 3, false, true),
            new RoomChange.Member(TestRoom.ID, 4, room.member(guest)));
  }

  @Test
  void textsGoToAllAndOnlyFromThoseWhoAreInTheRoom() {
    changes();
    assertThat(room.send(new RoomCommand.Say(TestRoom.ID, guest, "Hello"))).isEqualTo(DONE);
    assertThat(changes())
        .containsExactly(new RoomChange.Text(TestRoom.ID, 3, guest, "guest", "Hello", room.at));
    for (String text : List.of("", " \n", "x".repeat(2_001))) {
      assertThat(room.send(new RoomCommand.Say(TestRoom.ID, guest, text)))
          .isEqualTo(new RoomReply.Forbidden("text_length"));
    }
    ParticipantId waiting = room.waiting(Role.GUEST, true);
    assertThat(room.send(new RoomCommand.Say(TestRoom.ID, waiting, "Hello")))
        .isEqualTo(new RoomReply.Forbidden("waiting"));
    assertThat(room.changes(RoomChange.Text.class)).isEmpty();
  }

  @Test
  void oneRenamesHimselfAndHostsAndTheApiRenameAll() {
    Actor own = Actor.page(guest);
    assertThat(room.send(new RoomCommand.Rename(TestRoom.ID, guest, "Ada", own))).isEqualTo(DONE);
    assertThat(room.send(new RoomCommand.Rename(TestRoom.ID, host, "Bob", own)))
        .isEqualTo(NOT_HOST);
    assertThat(room.send(new RoomCommand.Rename(TestRoom.ID, guest, "Eve", Actor.page(host))))
        .isEqualTo(DONE);
    assertThat(room.send(new RoomCommand.Rename(TestRoom.ID, guest, "Cy", Actor.API)))
        .isEqualTo(DONE);
    assertThat(room.member(guest).name()).isEqualTo("Cy");
  }

  @Test
  void rolesAndVolumesAreForHostsAndTheApi() {
    Actor own = Actor.page(guest);
    assertThat(room.send(new RoomCommand.SetRole(TestRoom.ID, guest, Role.HOST, own)))
        .isEqualTo(NOT_HOST);
    assertThat(room.send(new RoomCommand.Volume(TestRoom.ID, guest, 10, own))).isEqualTo(NOT_HOST);
    Actor by = Actor.page(host);
    assertThat(room.send(new RoomCommand.Volume(TestRoom.ID, guest, 10, by))).isEqualTo(DONE);
    assertThat(room.send(new RoomCommand.SetRole(TestRoom.ID, guest, Role.HOST, by)))
        .isEqualTo(DONE);
    assertThat(room.send(new RoomCommand.Volume(TestRoom.ID, host, 4, own))).isEqualTo(DONE);
  }
}
