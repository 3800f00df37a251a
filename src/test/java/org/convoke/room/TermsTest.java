package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomCommand.Terms;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.junit.jupiter.api.Test;

/** The terms on which applications let calls take part, and what keeps the room from one. */
class TermsTest {
  private static final Terms WAITS = new Terms(false, false, null, null);
  private static final Terms ENDS = new Terms(true, true, null, null);

  private final TestRoom room = new TestRoom(TestRoom.settings(100, false, false, 0));

  private static RoomCommand.Claim on(Terms terms) {
    return on(terms, CallId.random(), Role.GUEST);
  }

  private static RoomCommand.Claim on(Terms terms, CallId call, Role role) {
    return new RoomCommand.Claim(
        TestRoom.ID,
        call,
        LegId.next(),
        role,
        "A",
        "100",
        false,
        null,
        "phone",
        false,
        false,
        terms);
  }

  private static Terms speaksTo(CallId... calls) {
    return new Terms(true, false, List.of(calls), null);
  }

  private static Terms hears(CallId... calls) {
    return new Terms(true, false, null, List.of(calls));
  }

  private ParticipantId joined(RoomCommand.Claim claim) {
    return ((RoomReply.Joined) room.send(claim)).participant();
  }

  private ParticipantId waiting(RoomCommand.Claim claim) {
    RoomReply.Waiting reply = (RoomReply.Waiting) room.send(claim);
    assertThat(reply.why()).isEqualTo("host");
    return reply.participant();
  }

  private void leave(ParticipantId who) {
    room.send(new RoomCommand.Leave(TestRoom.ID, who, "caller_hung_up"));
  }

  private Set<LegId> unheard(RoomCommand.Claim listener) {
    Set<LegId> last = Set.of();
    for (Effect effect : room.effects) {
      if (effect instanceof Effect.Join join && join.leg().equals(listener.leg())) {
        last = join.settings().unheard();
      } else if (effect instanceof Effect.Adjust adjust && adjust.leg().equals(listener.leg())) {
        last = adjust.settings().unheard();
      }
    }
    return last;
  }

  // --- who starts and who ends a meeting

  @Test
  void whoDoesNotStartTheMeetingWaitsForOneWhoDoesThoughTheRoomWaitsForNobody() {
    ParticipantId one = waiting(on(WAITS));
    ParticipantId two = waiting(on(WAITS));
    assertThat(room.room.roster().live()).isFalse();
    joined(on(ENDS));
    assertThat(room.notices(RoomNotice.Admitted.class))
        .extracting(RoomNotice.Admitted::participant)
        .containsExactly(one, two);
    joined(on(WAITS));
  }

  @Test
  void everybodyWhoComesWithoutTermsStartsIt() {
    ParticipantId waits = waiting(on(WAITS));
    room.joined(Role.GUEST);
    assertThat(room.member(waits).state()).isEqualTo("joined");
    TestRoom other = new TestRoom(TestRoom.PLAIN);
    RoomReply reply = other.send(on(WAITS));
    other.browserJoined(Role.LISTENER);
    assertThat(other.member(((RoomReply.Waiting) reply).participant()).state()).isEqualTo("joined");
  }

  @Test
  void aHostStartsItWhateverHisTerms() {
    joined(on(WAITS, CallId.random(), Role.HOST));
    joined(on(WAITS));
  }

  @Test
  void aMeetingThatEndedMustBeStartedAnew() {
    ParticipantId starter = joined(on(null));
    leave(starter);
    waiting(on(WAITS));
  }

  @Test
  void inARoomThatWaitsForItsHostTheTermsDoNotReplaceHim() {
    TestRoom waits = new TestRoom(TestRoom.settings(100, true, false, 0));
    assertThat(waits.send(on(ENDS))).isInstanceOf(RoomReply.Waiting.class);
    assertThat(waits.send(on(WAITS))).isInstanceOf(RoomReply.Waiting.class);
    waits.joined(Role.HOST);
    assertThat(waits.notices(RoomNotice.Admitted.class)).hasSize(2);
  }

  @Test
  void whoIsAdmittedByTheApiDoesNotStartItForOthers() {
    ParticipantId one = waiting(on(WAITS));
    ParticipantId two = waiting(on(WAITS));
    room.send(new RoomCommand.Admit(TestRoom.ID, one, Actor.API));
    assertThat(room.member(one).state()).isEqualTo("joined");
    assertThat(room.member(two).state()).isEqualTo("waiting");
  }

  @Test
  void whoEndsTheMeetingByHisGoingEndsItForAll() {
    ParticipantId ends = joined(on(ENDS));
    ParticipantId other = joined(on(null));
    room.effects.clear();
    leave(ends);
    assertThat(room.of(Effect.Tell.class).getLast().data())
        .containsEntry("reason", "participant_left_ending");
    assertThat(room.notices(RoomNotice.Dismissed.class))
        .extracting(RoomNotice.Dismissed::participant, RoomNotice.Dismissed::why)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(other, "ended"));
    assertThat(room.facts())
        .containsExactly(
            EventType.PARTICIPANT_LEFT, EventType.PARTICIPANT_LEFT, EventType.ROOM_ENDED);
    assertThat(room.room.isEmpty()).isTrue();
  }

  @Test
  void whoOnlyWaitedEndsNothingByHisGoing() {
    ParticipantId waits = waiting(on(new Terms(false, true, null, null)));
    leave(waits);
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_WAITING, EventType.PARTICIPANT_LEFT);
  }

  // --- who hears whom

  @Test
  void whereNobodyIsRestrictedNobodyIsAdjusted() {
    joined(on(null));
    joined(on(new Terms(true, false, null, null)));
    joined(on(null));
    assertThat(room.of(Effect.Adjust.class)).isEmpty();
    assertThat(room.of(Effect.Join.class))
        .allSatisfy(join -> assertThat(join.settings().unheard()).isEmpty());
  }

  @Test
  void whoSpeaksToSomeIsUnheardByTheOthersBeforeHeIsMixed() {
    RoomCommand.Claim ear = on(null);
    RoomCommand.Claim other = on(null);
    joined(ear);
    joined(other);
    room.effects.clear();
    RoomCommand.Claim whisperer = on(speaksTo(ear.call()));
    joined(whisperer);
    List<Effect> mixing =
        room.effects.stream()
            .filter(it -> it instanceof Effect.Adjust || it instanceof Effect.Join)
            .toList();
    assertThat(mixing).hasSize(2);
    assertThat(((Effect.Adjust) mixing.get(0)).leg()).isEqualTo(other.leg());
    assertThat(mixing.get(1)).isInstanceOf(Effect.Join.class);
    assertThat(unheard(other)).containsExactly(whisperer.leg());
    assertThat(unheard(ear)).isEmpty();
    assertThat(unheard(whisperer)).isEmpty();
  }

  @Test
  void whoSpeaksToNobodyIsHeardByNobodyAndWhoHearsNobodyHearsNobody() {
    RoomCommand.Claim mute = on(speaksTo());
    RoomCommand.Claim deaf = on(hears());
    RoomCommand.Claim plain = on(null);
    joined(mute);
    joined(deaf);
    joined(plain);
    assertThat(unheard(plain)).containsExactly(mute.leg());
    assertThat(unheard(deaf)).containsExactlyInAnyOrder(mute.leg(), plain.leg());
    assertThat(unheard(mute)).isEmpty();
  }

  @Test
  void listsMayNameCallsThatComeLater() {
    CallId later = CallId.random();
    RoomCommand.Claim ear = on(hears(later));
    RoomCommand.Claim stranger = on(null);
    joined(ear);
    joined(stranger);
    assertThat(unheard(ear)).containsExactly(stranger.leg());
    RoomCommand.Claim named = on(null, later, Role.GUEST);
    joined(named);
    assertThat(unheard(ear)).containsExactly(stranger.leg());
  }

  @Test
  void whenTheRestrictedIsGoneNothingIsLeftOfIt() {
    RoomCommand.Claim plain = on(null);
    joined(plain);
    ParticipantId mute = joined(on(speaksTo()));
    assertThat(unheard(plain)).hasSize(1);
    leave(mute);
    assertThat(unheard(plain)).isEmpty();
  }

  @Test
  void anotherLegOfARestrictedVoiceIsUnheardToo() {
    RoomReply.Member ear = room.browserJoined(Role.GUEST);
    RoomReply.Member browser = room.browserJoined(Role.GUEST);
    RoomCommand.Claim listener = on(hears(ear.call()));
    joined(listener);
    assertThat(unheard(listener)).containsExactly(browser.leg());
    LegId next = LegId.next();
    room.send(new RoomCommand.Reseat(TestRoom.ID, browser.id(), next));
    assertThat(unheard(listener)).containsExactly(next);
  }

  // --- earmuffs, hands, hold

  @Test
  void theApiAndHostsKeepTheRoomFromOneAndOthersDoNot() {
    ParticipantId host = room.joined(Role.HOST);
    ParticipantId guest = room.joined(Role.GUEST);
    room.facts();
    assertThat(earmuff(host, true, Actor.page(guest)))
        .isEqualTo(new RoomReply.Forbidden("not_host"));
    assertThat(earmuff(guest, true, Actor.API)).isEqualTo(new RoomReply.Done(true));
    assertThat(room.of(Effect.Adjust.class).getLast().settings().deaf()).isTrue();
    assertThat(room.of(Effect.Tell.class).getLast().data()).isEqualTo(Map.of("by", "api"));
    assertThat(room.member(guest).earmuffed()).isTrue();
    assertThat(earmuff(guest, true, Actor.API)).isEqualTo(new RoomReply.Done(false));
    assertThat(earmuff(guest, false, Actor.page(host))).isEqualTo(new RoomReply.Done(true));
    assertThat(room.of(Effect.Adjust.class).getLast().settings().deaf()).isFalse();
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_EARMUFFED, EventType.PARTICIPANT_UNEARMUFFED);
  }

  private RoomReply earmuff(ParticipantId who, boolean earmuffed, Actor actor) {
    return room.send(new RoomCommand.Earmuff(TestRoom.ID, who, earmuffed, actor));
  }

  @Test
  void hostsAndTheApiLowerTheHandsOfOthers() {
    ParticipantId host = room.joined(Role.HOST);
    ParticipantId guest = room.joined(Role.GUEST);
    ParticipantId other = room.joined(Role.GUEST);
    room.send(new RoomCommand.RaiseHand(TestRoom.ID, guest, true));
    assertThat(room.send(hand(guest, Actor.page(other))))
        .isEqualTo(new RoomReply.Forbidden("not_host"));
    assertThat(room.send(hand(guest, Actor.page(host)))).isEqualTo(new RoomReply.Done(true));
    assertThat(room.member(guest).handRaised()).isFalse();
    room.send(new RoomCommand.RaiseHand(TestRoom.ID, guest, true));
    assertThat(room.send(hand(guest, Actor.API))).isEqualTo(new RoomReply.Done(true));
  }

  private static RoomCommand hand(ParticipantId who, Actor actor) {
    return new RoomCommand.RaiseHand(TestRoom.ID, who, false, actor);
  }

  @Test
  void whoIsHeldByTheApiIsToldSoAndAgainByANewLine() {
    RoomReply.Member browser = room.browserJoined(Role.GUEST);
    room.send(new RoomCommand.Hold(TestRoom.ID, browser.id(), true, true));
    assertThat(room.notices(RoomNotice.Held.class)).isEmpty();
    room.send(new RoomCommand.Hold(TestRoom.ID, browser.id(), true, false));
    assertThat(room.notices(RoomNotice.Held.class))
        .containsExactly(new RoomNotice.Held(TestRoom.ID, browser.id(), browser.leg(), true));
    LegId next = LegId.next();
    room.send(new RoomCommand.Reseat(TestRoom.ID, browser.id(), next));
    room.send(new RoomCommand.Hold(TestRoom.ID, browser.id(), false, false));
    assertThat(room.notices(RoomNotice.Held.class))
        .extracting(RoomNotice.Held::leg, RoomNotice.Held::held)
        .endsWith(
            org.assertj.core.groups.Tuple.tuple(next, true),
            org.assertj.core.groups.Tuple.tuple(next, false));
  }
}
