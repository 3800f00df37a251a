package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.junit.jupiter.api.Test;

/** Who must knock, and who is host of a room that its visitors made. */
class AccessTest {
  private static final RoomReply NOT_HOST = new RoomReply.Forbidden("not_host");

  private final TestRoom knock = new TestRoom(TestRoom.KNOCK);
  private final TestRoom visited = new TestRoom(TestRoom.VISITED);

  private static String why(RoomReply reply) {
    return ((RoomReply.Waiting) reply).why();
  }

  @Test
  void guestsKnockByBrowserAndByPhoneAndHostsAndSpeakersDoNot() {
    assertThat(why(knock.claim(Role.GUEST))).isEqualTo("lobby");
    assertThat(why(knock.send(TestRoom.browser(Role.GUEST, false)))).isEqualTo("lobby");
    assertThat(knock.send(TestRoom.browser(Role.SPEAKER, true)))
        .isInstanceOf(RoomReply.Joined.class);
    assertThat(knock.claim(Role.HOST)).isInstanceOf(RoomReply.Joined.class);
  }

  @Test
  void aListenerKnocksUnlessHeWasInvited() {
    assertThat(why(knock.send(TestRoom.browser(Role.LISTENER, false)))).isEqualTo("lobby");
    assertThat(knock.send(TestRoom.browser(Role.LISTENER, true)))
        .isInstanceOf(RoomReply.Joined.class);
  }

  @Test
  void anOpenRoomIsNotKnockedAt() {
    TestRoom open = new TestRoom(TestRoom.PLAIN);
    for (Role role : Role.values()) {
      assertThat(open.send(TestRoom.browser(role, false))).isInstanceOf(RoomReply.Joined.class);
    }
  }

  @Test
  void aHostHearsOfTheKnockAndAdmitsPhonesAndBrowsersAlike() {
    ParticipantId host = knock.joined(Role.HOST);
    ParticipantId phone = knock.waiting(Role.GUEST, false);
    RoomCommand.Claim browser = TestRoom.browser(Role.GUEST, false);
    knock.send(browser);
    assertThat(knock.notices(RoomNotice.SomeoneWaits.class))
        .extracting(RoomNotice.SomeoneWaits::participant)
        .containsExactly(host, host);
    assertThat(knock.of(Effect.Join.class)).hasSize(1);
    assertThat(knock.send(new RoomCommand.Admit(TestRoom.ID, phone, Actor.page(phone))))
        .isEqualTo(NOT_HOST);
    knock.send(new RoomCommand.Admit(TestRoom.ID, null, Actor.keypad(host)));
    assertThat(knock.member(phone).state()).isEqualTo("joined");
    assertThat(knock.member(browser.participant()).state()).isEqualTo("joined");
  }

  @Test
  void whoWaitsComesInWhenTheRoomIsOpenedAndWhoGuessedPinsDoesNot() {
    ParticipantId guest = knock.waiting(Role.GUEST, false);
    ParticipantId guesser = knock.waiting(Role.GUEST, true);
    knock.settings(TestRoom.PLAIN);
    assertThat(knock.member(guest).state()).isEqualTo("joined");
    assertThat(knock.member(guesser).state()).isEqualTo("waiting");
  }

  @Test
  void whoWaitsAndIsGivenARoleThatNeedNotKnockComesIn() {
    ParticipantId guest = knock.waiting(Role.GUEST, false);
    knock.send(new RoomCommand.SetRole(TestRoom.ID, guest, Role.SPEAKER));
    assertThat(knock.member(guest).state()).isEqualTo("joined");
  }

  @Test
  void theFirstBrowserInARoomMadeByAVisitIsHostWhileThereIsNone() {
    RoomReply.Member phone = visited.member(visited.joined(Role.GUEST));
    RoomReply.Member first = visited.browserJoined(Role.GUEST);
    RoomReply.Member second = visited.browserJoined(Role.GUEST);
    assertThat(phone.role()).isEqualTo(Role.GUEST);
    assertThat(first.role()).isEqualTo(Role.HOST);
    assertThat(second.role()).isEqualTo(Role.GUEST);
    visited.send(new RoomCommand.Away(TestRoom.ID, first.id(), true));
    assertThat(visited.browserJoined(Role.GUEST).role()).isEqualTo(Role.GUEST);
    visited.send(new RoomCommand.Leave(TestRoom.ID, first.id(), "left"));
    assertThat(visited.browserJoined(Role.GUEST).role()).isEqualTo(Role.HOST);
  }

  @Test
  void whoWantsToListenIsNoHostAndALockKeepsStrangersOut() {
    assertThat(visited.browserJoined(Role.LISTENER).role()).isEqualTo(Role.LISTENER);
    RoomReply.Member host = visited.browserJoined(Role.GUEST);
    visited.send(new RoomCommand.Lock(TestRoom.ID, true, Actor.page(host.id())));
    visited.send(new RoomCommand.Leave(TestRoom.ID, host.id(), "left"));
    assertThat(visited.send(TestRoom.browser(Role.GUEST, false)))
        .isEqualTo(new RoomReply.Refused("locked"));
  }
}
