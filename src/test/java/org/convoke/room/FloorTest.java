package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.convoke.bus.EventType;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.media.MixSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloorTest {
  private static final RoomReply CHANGED = new RoomReply.Done(true);
  private static final RoomReply SAME = new RoomReply.Done(false);
  private static final RoomReply NOT_HOST = new RoomReply.Forbidden("not_host");

  private final TestRoom room = new TestRoom(TestRoom.PLAIN);
  private ParticipantId host;
  private ParticipantId guest;

  @BeforeEach
  void aHostAndAGuest() {
    host = room.joined(Role.HOST);
    guest = room.joined(Role.GUEST);
    room.effects.clear();
  }

  private RoomReply mute(ParticipantId who, boolean muted, Actor actor) {
    return room.send(new RoomCommand.Mute(TestRoom.ID, who, muted, actor));
  }

  private RoomReply muteAll(boolean muted, Actor actor) {
    return room.send(new RoomCommand.MuteAll(TestRoom.ID, muted, actor));
  }

  @Test
  void oneMutesAndUnmutesHimself() {
    assertThat(mute(guest, true, Actor.keypad(guest))).isEqualTo(CHANGED);
    assertThat(room.of(Effect.Adjust.class).getLast().settings().muted()).isTrue();
    assertThat(mute(guest, true, Actor.keypad(guest))).isEqualTo(SAME);
    assertThat(mute(guest, false, Actor.keypad(guest))).isEqualTo(CHANGED);
    assertThat(room.notices(RoomNotice.MutedByHost.class)).isEmpty();
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_MUTED, EventType.PARTICIPANT_UNMUTED);
  }

  @Test
  void aHostsMuteIsNotLiftedByTheOneItIsFor() {
    assertThat(mute(guest, true, Actor.keypad(host))).isEqualTo(CHANGED);
    assertThat(room.of(Effect.Tell.class).getLast().data()).isEqualTo(Map.of("by", "host"));
    assertThat(mute(guest, false, Actor.keypad(guest)))
        .isEqualTo(new RoomReply.Forbidden("muted_by_host"));
    assertThat(room.member(guest).muted()).isTrue();
    assertThat(mute(guest, false, Actor.keypad(host))).isEqualTo(CHANGED);
    assertThat(room.member(guest).muted()).isFalse();
    assertThat(room.notices(RoomNotice.MutedByHost.class))
        .extracting(RoomNotice.MutedByHost::muted)
        .containsExactly(true, false);
  }

  @Test
  void aHostsUnmuteLeavesTheOwnMuteAndTheApisLiftsBoth() {
    mute(guest, true, Actor.keypad(guest));
    mute(guest, true, Actor.keypad(host));
    room.effects.clear();
    mute(guest, false, Actor.keypad(host));
    assertThat(room.member(guest).muted()).isTrue();
    assertThat(room.member(guest).mutedByHost()).isFalse();
    assertThat(room.changes(RoomChange.Member.class)).hasSize(1).hasSameSizeAs(room.effects);
    mute(guest, true, Actor.API);
    mute(guest, false, Actor.API);
    assertThat(room.member(guest).muted()).isFalse();
    assertThat(room.of(Effect.Tell.class).getLast().data()).isEqualTo(Map.of("by", "api"));
  }

  @Test
  void aGuestMayNotMuteOthers() {
    assertThat(mute(host, true, Actor.keypad(guest))).isEqualTo(NOT_HOST);
    assertThat(muteAll(true, Actor.keypad(guest))).isEqualTo(NOT_HOST);
    assertThat(room.send(new RoomCommand.Lock(TestRoom.ID, true, Actor.keypad(guest))))
        .isEqualTo(NOT_HOST);
    assertThat(room.effects).isEmpty();
  }

  @Test
  void aMuteOfAllSparesHostsAndHoldsForLateJoiners() {
    assertThat(muteAll(true, Actor.keypad(host))).isEqualTo(CHANGED);
    assertThat(room.member(host).muted()).isFalse();
    assertThat(room.member(guest).muted()).isTrue();
    assertThat(room.of(Effect.Keep.class)).containsExactly(new Effect.Keep(false, true));
    assertThat(((RoomReply.Joined) room.claim(Role.GUEST)).muted()).isTrue();
    assertThat(((RoomReply.Joined) room.claim(Role.HOST)).muted()).isFalse();
    assertThat(muteAll(false, Actor.keypad(host))).isEqualTo(CHANGED);
    assertThat(room.room.roster().members()).noneMatch(RoomReply.Member::muted);
    assertThat(((RoomReply.Joined) room.claim(Role.GUEST)).muted()).isFalse();
  }

  @Test
  void aSecondMuteOfAllReachesOneWhoWasUnmutedBetween() {
    muteAll(true, Actor.API);
    mute(guest, false, Actor.API);
    room.effects.clear();
    assertThat(muteAll(true, Actor.API)).isEqualTo(CHANGED);
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_MUTED);
    assertThat(muteAll(true, Actor.API)).isEqualTo(SAME);
  }

  @Test
  void aPromotionLiftsTheMuteOfAllAndADemotionBringsIt() {
    muteAll(true, Actor.API);
    room.send(new RoomCommand.SetRole(TestRoom.ID, guest, Role.HOST));
    assertThat(room.member(guest).muted()).isFalse();
    room.send(new RoomCommand.SetRole(TestRoom.ID, guest, Role.GUEST));
    assertThat(room.member(guest).muted()).isTrue();
    assertThat(muteAll(false, Actor.keypad(guest))).isEqualTo(NOT_HOST);
  }

  @Test
  void oneIsHeldWhileThePhoneOrTheApiSaysSo() {
    room.send(new RoomCommand.Hold(TestRoom.ID, guest, true, true));
    room.send(new RoomCommand.Hold(TestRoom.ID, guest, true, false));
    room.send(new RoomCommand.Hold(TestRoom.ID, guest, false, true));
    assertThat(room.member(guest).held()).isTrue();
    room.send(new RoomCommand.Hold(TestRoom.ID, guest, false, false));
    assertThat(room.member(guest).held()).isFalse();
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_HELD, EventType.PARTICIPANT_RESUMED);
  }

  @Test
  void volumesStayWithinTheirBounds() {
    assertThat(room.send(new RoomCommand.Volume(TestRoom.ID, guest, 99))).isEqualTo(CHANGED);
    for (int i = 0; i < 5; i++) {
      assertThat(room.send(new RoomCommand.ListenVolume(TestRoom.ID, guest, 4))).isEqualTo(CHANGED);
    }
    assertThat(room.send(new RoomCommand.ListenVolume(TestRoom.ID, guest, 4))).isEqualTo(SAME);
    assertThat(room.of(Effect.Adjust.class).getLast().settings())
        .isEqualTo(new MixSettings(false, false, 20, 20));
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_UPDATED);
  }

  @Test
  void handsNamesAndRolesAreTold() {
    assertThat(room.send(new RoomCommand.RaiseHand(TestRoom.ID, guest, true))).isEqualTo(CHANGED);
    assertThat(room.send(new RoomCommand.RaiseHand(TestRoom.ID, guest, true))).isEqualTo(SAME);
    assertThat(room.member(guest).handRaised()).isTrue();
    room.send(new RoomCommand.RaiseHand(TestRoom.ID, guest, false));
    room.send(new RoomCommand.Rename(TestRoom.ID, guest, "Ada"));
    assertThat(room.member(guest).name()).isEqualTo("Ada");
    assertThat(room.facts())
        .containsExactly(
            EventType.PARTICIPANT_HAND_RAISED,
            EventType.PARTICIPANT_HAND_LOWERED,
            EventType.PARTICIPANT_UPDATED);
  }

  @Test
  void speakingIsToldAtMostOnceASecondAndSettlesOnTheTruth() {
    LegId leg = room.member(guest).leg();
    for (int i = 0; i < 10; i++) {
      room.heard(leg, i % 2 == 0);
      room.after(50);
    }
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_SPEAKING);
    room.after(500).tick();
    assertThat(room.facts()).containsExactly(EventType.PARTICIPANT_QUIET);
    room.after(5_000).tick();
    assertThat(room.facts()).isEmpty();
  }

  @Test
  void whoIsMutedDoesNotSpeakAndWhoLeavesIsQuietFirst() {
    LegId leg = room.member(guest).leg();
    mute(guest, true, Actor.API);
    room.facts();
    room.heard(leg, true);
    assertThat(room.facts()).isEmpty();
    mute(guest, false, Actor.API);
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_UNMUTED, EventType.PARTICIPANT_SPEAKING);
    room.closed(leg);
    assertThat(room.facts())
        .containsExactly(EventType.PARTICIPANT_QUIET, EventType.PARTICIPANT_LEFT);
    room.after(5_000).tick();
    assertThat(room.facts()).isEmpty();
  }

  @Test
  void aCommandForNobodyIsUnknown() {
    assertThat(mute(ParticipantId.random(), true, Actor.API)).isEqualTo(new RoomReply.Unknown());
  }
}
