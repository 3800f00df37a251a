package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.media.MixSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsers' lines that go and come, and phones that are their sound. */
class LinesTest {
  private static final RoomReply UNKNOWN = new RoomReply.Unknown();
  private static final MixSettings PLAIN = MixSettings.DEFAULT;
  private static final MixSettings MUTED = new MixSettings(true, false, 0, 0);

  private final TestRoom room = new TestRoom(TestRoom.PLAIN);
  private final CallId phone = CallId.random();
  private final LegId phoneLeg = LegId.next();
  private RoomReply.Member ada;
  private ParticipantId bob;

  @BeforeEach
  void aBrowserAndAPhone() {
    ada = room.browserJoined(Role.GUEST);
    bob = room.joined(Role.GUEST);
    room.effects.clear();
  }

  private RoomReply away(boolean away) {
    return room.send(new RoomCommand.Away(TestRoom.ID, ada.id(), away));
  }

  private RoomReply merge() {
    return room.send(new RoomCommand.Merge(TestRoom.ID, ada.id(), phone, phoneLeg));
  }

  private RoomReply unmerge(LegId leg) {
    return room.send(new RoomCommand.Unmerge(TestRoom.ID, ada.id(), leg, "caller_hung_up"));
  }

  private RoomReply leave(String reason) {
    return room.send(new RoomCommand.Leave(TestRoom.ID, ada.id(), reason));
  }

  private RoomReply.Member ada() {
    return room.member(ada.id());
  }

  // --- seats

  @Test
  void aBrowserTakesItsParticipantAlongAndComesMutedWhenItWantsTo() {
    ParticipantId id = ParticipantId.random();
    RoomCommand.Claim claim =
        new RoomCommand.Claim(
            TestRoom.ID,
            CallId.random(),
            LegId.next(),
            Role.SPEAKER,
            "Cy",
            "192.0.2.7",
            false,
            id,
            "browser",
            true,
            true);
    assertThat(room.send(claim)).isEqualTo(new RoomReply.Joined(id, 2, true, null));
    assertThat(room.member(id).via()).isEqualTo("browser");
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(claim.leg(), MUTED));
    room.send(new RoomCommand.Mute(TestRoom.ID, id, false, Actor.page(id)));
    assertThat(room.member(id).muted()).isFalse();
  }

  @Test
  void anotherLegTakesTheSeatWithoutTonesFactsOrLosses() {
    room.send(new RoomCommand.Mute(TestRoom.ID, ada.id(), true, Actor.page(ada.id())));
    room.effects.clear();
    LegId next = LegId.next();
    assertThat(room.send(new RoomCommand.Reseat(TestRoom.ID, ada.id(), next)))
        .isEqualTo(new RoomReply.Joined(ada.id(), 1, true, null));
    assertThat(room.effects)
        .filteredOn(it -> !(it instanceof Effect.Publish))
        .containsExactly(
            new Effect.Unmix(ada.leg()),
            new Effect.Gave(ada.leg()),
            new Effect.Took(next),
            new Effect.Join(next, MUTED));
    assertThat(ada().call()).isEqualTo(ada.call());
    room.closed(ada.leg());
    assertThat(room.room.has(ada.id())).isTrue();
    room.closed(next);
    assertThat(room.room.has(ada.id())).isFalse();
  }

  @Test
  void whoWaitsAndComesByAnotherLegWaitsOn() {
    TestRoom knocked = new TestRoom(TestRoom.KNOCK);
    knocked.joined(Role.HOST);
    RoomCommand.Claim claim = TestRoom.browser(Role.GUEST, false);
    knocked.send(claim);
    RoomReply waiting = new RoomReply.Waiting(claim.participant(), "lobby", null);
    LegId next = LegId.next();
    assertThat(knocked.send(new RoomCommand.Reseat(TestRoom.ID, claim.participant(), next)))
        .isEqualTo(waiting);
    knocked.effects.clear();
    knocked.send(new RoomCommand.Admit(TestRoom.ID, claim.participant(), Actor.API));
    assertThat(knocked.of(Effect.Join.class)).containsExactly(new Effect.Join(next, PLAIN));
  }

  @Test
  void phonesAreNotReseatedAndNobodyGetsAnothersLeg() {
    assertThat(room.send(new RoomCommand.Reseat(TestRoom.ID, bob, LegId.next())))
        .isEqualTo(UNKNOWN);
    LegId bobs = room.member(bob).leg();
    assertThat(room.send(new RoomCommand.Reseat(TestRoom.ID, ada.id(), bobs))).isEqualTo(UNKNOWN);
    assertThat(room.send(new RoomCommand.Away(TestRoom.ID, bob, true))).isEqualTo(UNKNOWN);
  }

  @Test
  void aLineThatIsAwayIsOutOfTheMixAndQuietButHasNotLeft() {
    room.heard(ada.leg(), true);
    room.after(2_000).effects.clear();
    assertThat(away(true)).isEqualTo(new RoomReply.Done(true));
    assertThat(away(true)).isEqualTo(new RoomReply.Done(false));
    assertThat(room.of(Effect.Unmix.class)).containsExactly(new Effect.Unmix(ada.leg()));
    assertThat(room.of(Effect.Announce.class)).isEmpty();
    assertThat(ada().away()).isTrue();
    assertThat(ada().speaking()).isFalse();
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_QUIET);
    assertThat(((RoomReply.Joined) room.claim(Role.GUEST)).others()).isEqualTo(2);
    room.effects.clear();
    away(false);
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(ada.leg(), PLAIN));
    assertThat(ada().away()).isFalse();
    assertThat(room.facts()).isEmpty();
  }

  @Test
  void whatChangesWhileALineIsAwayCountsWhenItIsBack() {
    away(true);
    room.effects.clear();
    room.send(new RoomCommand.Mute(TestRoom.ID, ada.id(), true, Actor.API));
    assertThat(room.of(Effect.Adjust.class)).isEmpty();
    LegId next = LegId.next();
    room.send(new RoomCommand.Reseat(TestRoom.ID, ada.id(), next));
    assertThat(room.of(Effect.Unmix.class)).isEmpty();
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(next, MUTED));
    assertThat(ada().away()).isFalse();
  }

  @Test
  void whoIsAwayAndIsAdmittedIsMixedWhenHisLineIsBack() {
    TestRoom knocked = new TestRoom(TestRoom.KNOCK);
    knocked.joined(Role.HOST);
    RoomCommand.Claim claim = TestRoom.browser(Role.GUEST, false);
    knocked.send(claim);
    knocked.send(new RoomCommand.Away(TestRoom.ID, claim.participant(), true));
    knocked.effects.clear();
    knocked.send(new RoomCommand.Admit(TestRoom.ID, claim.participant(), Actor.API));
    assertThat(knocked.of(Effect.Join.class)).isEmpty();
    knocked.send(new RoomCommand.Away(TestRoom.ID, claim.participant(), false));
    assertThat(knocked.of(Effect.Join.class)).containsExactly(new Effect.Join(claim.leg(), PLAIN));
  }

  @Test
  void whoStaysAwayLeavesWithATone() {
    away(true);
    room.effects.clear();
    leave("media_timeout");
    assertThat(room.of(Effect.Unmix.class)).isEmpty();
    assertThat(room.of(Effect.Announce.class)).hasSize(1);
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_LEFT);
  }

  // --- phones as sound

  @Test
  void aPhoneTakesThePlaceOfTheBrowsersLeg() {
    assertThat(merge()).isEqualTo(new RoomReply.Joined(ada.id(), 1, false, null));
    assertThat(room.effects)
        .filteredOn(it -> !(it instanceof Effect.Publish || it instanceof Effect.Tell))
        .containsExactly(
            new Effect.Unmix(ada.leg()),
            new Effect.Took(phoneLeg),
            new Effect.Join(phoneLeg, PLAIN),
            new Effect.Notify(new RoomNotice.Merged(TestRoom.ID, ada.id(), ada.leg(), true)));
    Effect.Tell told = room.of(Effect.Tell.class).getFirst();
    assertThat(told.type()).isEqualTo(EventType.PARTICIPANT_MERGED);
    assertThat(told.call()).isEqualTo(ada.call());
    assertThat(told.data()).isEqualTo(Map.of("call_id", phone.value()));
    assertThat(ada().via()).isEqualTo("merged");
    assertThat(ada().call()).isEqualTo(ada.call());
    assertThat(merge()).isEqualTo(new RoomReply.Joined(ada.id(), 1, false, null));
  }

  @Test
  void whoIsMergedSpeaksAndIsMutedByThePhone() {
    merge();
    room.effects.clear();
    room.heard(ada.leg(), true);
    assertThat(ada().speaking()).isFalse();
    room.heard(phoneLeg, true);
    assertThat(ada().speaking()).isTrue();
    room.send(new RoomCommand.Mute(TestRoom.ID, ada.id(), true, Actor.API));
    assertThat(room.of(Effect.Adjust.class)).containsExactly(new Effect.Adjust(phoneLeg, MUTED));
    assertThat(room.notices(RoomNotice.MutedByHost.class))
        .extracting(RoomNotice.MutedByHost::leg)
        .containsExactly(phoneLeg);
  }

  @Test
  void aBrowsersLineThatGoesWhileItsPhoneSpeaksIsNotMissed() {
    merge();
    room.effects.clear();
    away(true);
    assertThat(room.effects).isEmpty();
    assertThat(ada().away()).isFalse();
    unmerge(phoneLeg);
    assertThat(room.of(Effect.Join.class)).isEmpty();
    assertThat(ada().away()).isTrue();
    away(false);
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(ada.leg(), MUTED));
  }

  @Test
  void whenThePhoneHangsUpTheBrowserIsHeardAgainButMuted() {
    merge();
    room.send(new RoomCommand.Hold(TestRoom.ID, ada.id(), true, true));
    room.effects.clear();
    assertThat(unmerge(phoneLeg)).isEqualTo(new RoomReply.Done(true));
    assertThat(room.of(Effect.Unmix.class)).containsExactly(new Effect.Unmix(phoneLeg));
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(ada.leg(), MUTED));
    assertThat(room.notices(RoomNotice.Merged.class))
        .containsExactly(new RoomNotice.Merged(TestRoom.ID, ada.id(), ada.leg(), false));
    assertThat(room.of(Effect.Tell.class).getFirst().data())
        .isEqualTo(Map.of("call_id", phone.value(), "via", "browser"));
    assertThat(room.of(Effect.Announce.class)).isEmpty();
    assertThat(room.facts())
        .containsExactly(
            EventType.PARTICIPANT_UNMERGED,
            EventType.PARTICIPANT_MUTED,
            EventType.PARTICIPANT_RESUMED);
    assertThat(ada().via()).isEqualTo("browser");
    room.send(new RoomCommand.Mute(TestRoom.ID, ada.id(), false, Actor.page(ada.id())));
    assertThat(ada().muted()).isFalse();
    assertThat(unmerge(phoneLeg)).isEqualTo(UNKNOWN);
  }

  @Test
  void aPhoneWhoseLegIsGoneIsNoSoundAnyMore() {
    merge();
    room.closed(phoneLeg);
    assertThat(ada().via()).isEqualTo("browser");
    assertThat(ada().muted()).isTrue();
  }

  @Test
  void aBrowserThatIsLostForGoodLeavesItsPhoneInTheRoom() {
    merge();
    room.effects.clear();
    assertThat(leave("media_timeout")).isEqualTo(new RoomReply.Done(true));
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_UNMERGED);
    assertThat(room.of(Effect.Unmix.class)).isEmpty();
    assertThat(ada().via()).isEqualTo("phone");
    assertThat(ada().leg()).isEqualTo(phoneLeg);
    assertThat(ada().call()).isEqualTo(phone);
    room.effects.clear();
    assertThat(unmerge(phoneLeg)).isEqualTo(new RoomReply.Done(true));
    assertThat(room.of(Effect.Tell.class).getFirst().data())
        .containsEntry("reason", "caller_hung_up");
    assertThat(room.room.has(ada.id())).isFalse();
  }

  @Test
  void aBrowserThatComesBackFindsItsPhoneStillItsSound() {
    merge();
    leave("detached");
    room.effects.clear();
    RoomCommand.Claim again = TestRoom.browser(ada.id(), Role.GUEST, true);
    assertThat(room.send(again)).isEqualTo(new RoomReply.Joined(ada.id(), 1, false, null));
    assertThat(room.of(Effect.Join.class)).isEmpty();
    assertThat(ada().via()).isEqualTo("merged");
    assertThat(ada().call()).isEqualTo(again.call());
    assertThat(room.notices(RoomNotice.Merged.class))
        .containsExactly(new RoomNotice.Merged(TestRoom.ID, ada.id(), again.leg(), true));
    unmerge(phoneLeg);
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(again.leg(), MUTED));
  }

  @Test
  void whoLeavesIsRemovedOrSeesTheEndTakesHisPhoneAlong() {
    merge();
    room.effects.clear();
    leave("left");
    assertThat(room.of(Effect.Unmix.class)).containsExactly(new Effect.Unmix(phoneLeg));
    assertThat(dismissed()).containsExactly(phoneLeg + " left");

    ada = room.browserJoined(Role.GUEST);
    merge();
    room.effects.clear();
    room.send(new RoomCommand.Remove(TestRoom.ID, ada.id(), Actor.API));
    assertThat(dismissed()).containsExactly(ada.leg() + " removed", phoneLeg + " removed");

    ada = room.browserJoined(Role.GUEST);
    merge();
    room.effects.clear();
    room.send(new RoomCommand.End(TestRoom.ID, "ended_by_api", Actor.API));
    assertThat(dismissed()).contains(ada.leg() + " ended", phoneLeg + " ended");
    assertThat(room.room.isEmpty()).isTrue();
  }

  private List<String> dismissed() {
    return room.notices(RoomNotice.Dismissed.class).stream()
        .map(it -> it.leg() + " " + it.why())
        .toList();
  }

  @Test
  void aSecondPhoneTakesThePlaceOfTheFirst() {
    merge();
    room.effects.clear();
    LegId second = LegId.next();
    room.send(new RoomCommand.Merge(TestRoom.ID, ada.id(), CallId.random(), second));
    assertThat(dismissed()).containsExactly(phoneLeg + " left");
    assertThat(room.of(Effect.Unmix.class)).containsExactly(new Effect.Unmix(phoneLeg));
    assertThat(room.of(Effect.Join.class)).containsExactly(new Effect.Join(second, PLAIN));
    assertThat(unmerge(phoneLeg)).isEqualTo(UNKNOWN);
    assertThat(ada().muted()).isFalse();
  }

  @Test
  void thePhoneOfOneWhoIsNotHereOrIsAPhoneIsMergedWithNobody() {
    assertThat(
            room.send(new RoomCommand.Merge(TestRoom.ID, ParticipantId.random(), phone, phoneLeg)))
        .isEqualTo(UNKNOWN);
    assertThat(room.send(new RoomCommand.Merge(TestRoom.ID, bob, phone, phoneLeg)))
        .isEqualTo(UNKNOWN);
    assertThat(room.effects).isEmpty();
  }

  // --- a phone that is here already

  private RoomReply mergeBob() {
    RoomReply.Member member = room.member(bob);
    return room.send(new RoomCommand.Merge(TestRoom.ID, ada.id(), member.call(), member.leg()));
  }

  @Test
  void aPhoneThatIsHereGivesItsOwnSeatUpWithoutATone() {
    LegId leg = room.member(bob).leg();
    assertThat(mergeBob()).isEqualTo(new RoomReply.Joined(ada.id(), 0, false, null));
    assertThat(room.of(Effect.Announce.class)).isEmpty();
    assertThat(room.of(Effect.Tell.class).getFirst().data()).containsEntry("reason", "merged");
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_LEFT, EventType.PARTICIPANT_MERGED);
    assertThat(room.room.roster().members()).hasSize(1);
    room.closed(leg);
    assertThat(ada().via()).isEqualTo("browser");
  }

  @Test
  void whoIsAloneByAMergeIsTold() {
    LegId leg = room.member(bob).leg();
    mergeBob();
    assertThat(room.notices(RoomNotice.Alone.class))
        .containsExactly(new RoomNotice.Alone(TestRoom.ID, ada.id(), leg, true));
  }

  @Test
  void aPhoneThatCameByTheHostPinMakesItsBrowserAHost() {
    TestRoom ends = new TestRoom(TestRoom.settings(9, false, true, 0));
    RoomReply.Member cy = ends.browserJoined(Role.GUEST);
    RoomReply.Member host = ends.member(ends.joined(Role.HOST));
    ends.facts();
    ends.send(new RoomCommand.Merge(TestRoom.ID, cy.id(), host.call(), host.leg()));
    assertThat(ends.member(cy.id()).role()).isEqualTo(Role.HOST);
    assertThat(ends.facts()).doesNotContain(EventType.ROOM_ENDED);
  }

  @Test
  void aPhoneThatWasLetInLetsItsBrowserIn() {
    TestRoom knocked = new TestRoom(TestRoom.KNOCK);
    RoomCommand.Claim claim = TestRoom.browser(Role.GUEST, false);
    knocked.send(claim);
    RoomReply.Member host = knocked.member(knocked.joined(Role.HOST));
    knocked.facts();
    assertThat(
            knocked.send(
                new RoomCommand.Merge(TestRoom.ID, claim.participant(), host.call(), host.leg())))
        .isEqualTo(new RoomReply.Joined(claim.participant(), 0, false, null));
    assertThat(knocked.notices(RoomNotice.Admitted.class))
        .extracting(RoomNotice.Admitted::leg)
        .containsExactly(claim.leg());
    assertThat(knocked.facts()).doesNotContain(EventType.ROOM_ENDED, EventType.ROOM_STARTED);
  }

  @Test
  void thePhoneOfOneBecomesThePhoneOfAnother() {
    merge();
    RoomReply.Member cy = room.browserJoined(Role.GUEST);
    room.send(new RoomCommand.Merge(TestRoom.ID, cy.id(), phone, phoneLeg));
    assertThat(ada().via()).isEqualTo("browser");
    assertThat(ada().muted()).isTrue();
    assertThat(room.member(cy.id()).via()).isEqualTo("merged");
  }

  @Test
  void aMergeIsAChangeOfTheRosterAndTonesAreForComingAndGoing() {
    merge();
    assertThat(room.changes(RoomChange.Member.class))
        .extracting(it -> it.member().via())
        .containsExactly("merged");
    assertThat(room.of(Effect.Announce.class)).isEmpty();
  }
}
