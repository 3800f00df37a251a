package org.convoke.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.bus.EventType;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomNotice;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who only listens is never heard, and what changes when a host changes that. */
class ListenerTest {
  private static final RoomReply LISTENER = new RoomReply.Forbidden("listener");

  private final TestRoom room = new TestRoom(TestRoom.PLAIN);
  private ParticipantId host;
  private RoomReply.Member listener;

  @BeforeEach
  void aHostAndAListener() {
    host = room.joined(Role.HOST);
    listener = room.browserJoined(Role.LISTENER);
  }

  private RoomReply mute(boolean muted, Actor actor) {
    return room.send(new RoomCommand.Mute(TestRoom.ID, listener.id(), muted, actor));
  }

  @Test
  void aListenerIsMutedInTheMixFromTheBeginning() {
    assertThat(room.of(Effect.Join.class).getLast().settings().muted()).isTrue();
    assertThat(listener.muted()).isTrue();
    assertThat(listener.mutedByHost()).isFalse();
    room.facts();
    room.heard(listener.leg(), true);
    assertThat(room.facts()).isEmpty();
  }

  @Test
  void nobodyUnmutesAListener() {
    assertThat(mute(false, Actor.page(listener.id()))).isEqualTo(LISTENER);
    assertThat(mute(false, Actor.page(host))).isEqualTo(LISTENER);
    assertThat(mute(false, Actor.API)).isEqualTo(LISTENER);
    room.send(new RoomCommand.MuteAll(TestRoom.ID, true, Actor.API));
    room.effects.clear();
    room.send(new RoomCommand.MuteAll(TestRoom.ID, false, Actor.API));
    assertThat(room.of(Effect.Adjust.class)).isEmpty();
    assertThat(room.member(listener.id()).muted()).isTrue();
  }

  @Test
  void anotherRoleCountsAtOnceBothWays() {
    room.effects.clear();
    room.send(new RoomCommand.SetRole(TestRoom.ID, listener.id(), Role.SPEAKER, Actor.page(host)));
    assertThat(room.of(Effect.Adjust.class).getLast().settings().muted()).isFalse();
    assertThat(room.notices(RoomNotice.MutedByHost.class))
        .extracting(RoomNotice.MutedByHost::muted)
        .containsExactly(false);
    room.heard(listener.leg(), true);
    assertThat(room.facts())
        .containsExactly(
            EventType.PARTICIPANT_UPDATED,
            EventType.PARTICIPANT_UNMUTED,
            EventType.PARTICIPANT_SPEAKING);
    room.after(2_000);
    room.send(new RoomCommand.SetRole(TestRoom.ID, listener.id(), Role.LISTENER, Actor.page(host)));
    assertThat(room.of(Effect.Adjust.class).getLast().settings().muted()).isTrue();
    assertThat(room.facts())
        .containsExactly(
            EventType.PARTICIPANT_UPDATED,
            EventType.PARTICIPANT_MUTED,
            EventType.PARTICIPANT_QUIET);
  }

  @Test
  void hisOwnMuteStaysWhenHeMaySpeak() {
    mute(true, Actor.page(listener.id()));
    room.send(new RoomCommand.SetRole(TestRoom.ID, listener.id(), Role.GUEST));
    assertThat(room.member(listener.id()).muted()).isTrue();
    mute(false, Actor.page(listener.id()));
    assertThat(room.member(listener.id()).muted()).isFalse();
  }

  @Test
  void aListenerRaisesHisHandAndWrites() {
    room.send(new RoomCommand.RaiseHand(TestRoom.ID, listener.id(), true));
    assertThat(room.member(listener.id()).handRaised()).isTrue();
    assertThat(room.send(new RoomCommand.Say(TestRoom.ID, listener.id(), "May I?")))
        .isEqualTo(new RoomReply.Done(true));
  }
}
