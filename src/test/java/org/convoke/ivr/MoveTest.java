package org.convoke.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.junit5.VertxExtension;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that go from one room to another, over the bus. */
@ExtendWith(VertxExtension.class)
class MoveTest {
  private TalkingBridge bridge;
  private RoomId here;
  private RoomId there;

  @BeforeEach
  void twoRooms(Vertx vertx) {
    bridge = new TalkingBridge(vertx);
    here = bridge.rooms.add(false, false, null);
    there = bridge.rooms.add(false, false, null);
  }

  private CallReply move(Phone phone, RoomId to) {
    return TalkingBridge.await(
        bridge
            .vertx
            .eventBus()
            .<CallReply>request(
                Addresses.IVR, new IvrCommand.Move(phone.call(), phone.leg(), to, Role.GUEST))
            .map(Message::body));
  }

  @Test
  void aCallLeavesOneRoomAndIsWelcomedInTheOther() {
    Phone stays = bridge.joined(here, Role.GUEST);
    Phone phone = bridge.joined(here, Role.GUEST);
    assertThat(move(phone, there)).isEqualTo(new CallReply.Done());
    Fact left = bridge.fact(EventType.PARTICIPANT_LEFT);
    assertThat(left.room()).isEqualTo(here);
    assertThat(left.data()).containsEntry("reason", "moved");
    assertThat(bridge.fact(EventType.PARTICIPANT_JOINED).room()).isEqualTo(there);
    bridge.media(phone, "leave");
    bridge.media(phone, "join");
    bridge.media(phone, "play en/welcome+en/you-are-first");
    assertThat(bridge.roster(here).members())
        .extracting(RoomReply.Member::call)
        .containsExactly(stays.call());
    assertThat(bridge.roster(there).members())
        .extracting(RoomReply.Member::call)
        .containsExactly(phone.call());
    bridge.hangUp(phone, "caller_hung_up");
    Fact gone = bridge.fact(EventType.PARTICIPANT_LEFT);
    assertThat(gone.room()).isEqualTo(there);
    assertThat(bridge.media.mixed).containsOnlyKeys(stays.leg());
  }

  @Test
  void whoIsTurnedAwayHearsWhyAndStays() {
    Phone phone = bridge.joined(here, Role.GUEST);
    bridge.room(new RoomCommand.Lock(there, true, RoomCommand.Actor.API));
    assertThat(move(phone, there)).isEqualTo(new CallReply.Refused("room", "The room is locked."));
    bridge.media(phone, "play en/room-locked");
    assertThat(bridge.roster(here).members()).hasSize(1);
    assertThat(bridge.media.mixed).containsOnlyKeys(phone.leg());
    assertThat(move(phone, RoomId.random()))
        .isEqualTo(new CallReply.Refused("room", "The room is closed."));
  }

  @Test
  void whoWaitsCanBeMovedAndWhoIsInNoRoomCannot() {
    RoomId waits = bridge.rooms.add(true, false, null);
    Phone phone = bridge.call(new AdmissionAnswer.Admit(waits, Role.GUEST, false, 0));
    bridge.media(phone, "play en/welcome+en/waiting-for-host");
    assertThat(move(phone, there)).isEqualTo(new CallReply.Done());
    bridge.media(phone, "join");
    Phone keying = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.media(keying, "play en/welcome+en/enter-pin");
    assertThat(move(keying, there)).isInstanceOf(CallReply.Refused.class);
    bridge.hangUp(keying, "caller_hung_up");
    assertThat(move(keying, there)).isEqualTo(new CallReply.Unknown());
  }

  @Test
  void whoIsHeldByTheApiHearsTheWaitingSoundAndComesBack() {
    bridge.joined(here, Role.GUEST);
    Phone phone = bridge.joined(here, Role.GUEST);
    RoomReply.Member member = bridge.roster(here).members().getLast();
    bridge.room(new RoomCommand.Hold(here, member.id(), true, false));
    bridge.media(phone, "adjust held");
    bridge.media(phone, "play music loop");
    bridge.room(new RoomCommand.Hold(here, member.id(), false, false));
    bridge.media(phone, "adjust");
    bridge.media(phone, "stop");
  }
}
