package org.convoke.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
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

/** Whole dialogues over the bus: the callers' keys in, what is played and told out. */
@ExtendWith(VertxExtension.class)
class IvrVerticleTest {
  private TalkingBridge bridge;
  private RoomId room;

  @BeforeEach
  void aBridgeWithOneRoom(Vertx vertx) {
    bridge = new TalkingBridge(vertx);
    room = bridge.rooms.add(false, false, null);
    bridge.admission =
        check ->
            switch (check.pin().digits()) {
              case "4821" -> new AdmissionAnswer.Admit(room, Role.GUEST, false, 0);
              case "9374" -> new AdmissionAnswer.Admit(room, Role.HOST, false, 0);
              default -> new AdmissionAnswer.Reject(0, false);
            };
  }

  @Test
  void aCallerKeysThePinAndIsInTheMixWhileHeHearsWhoIsThere() {
    Phone one = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.media(one, "play en/welcome+en/enter-pin");
    bridge.keys(one, "4821");
    bridge.media(one, "join");
    bridge.media(one, "play en/you-are-first");
    bridge.media(one, "play music loop");
    Phone two = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.keys(two, "4821");
    bridge.media(two, "join");
    bridge.media(one, "stop");
    bridge.hangUp(two, "caller_hung_up");
    Fact left = bridge.fact(EventType.PARTICIPANT_LEFT);
    assertThat(left.call()).isEqualTo(two.call());
    assertThat(left.data()).containsEntry("reason", "caller_hung_up");
    bridge.media(one, "play music loop");
  }

  @Test
  void noKeyBeforeAdmissionBecomesAFactAndEachAfterItDoes() {
    Phone one = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.keys(one, "4821");
    bridge.media(one, "play en/you-are-first");
    bridge.keys(one, "7");
    Fact first = bridge.facts.next("a key", it -> it.type().equals(EventType.DTMF_RECEIVED));
    assertThat(first.data())
        .isEqualTo(Map.of("digit", "7", "duration_ms", 80, "source", "rfc4733"));
    assertThat(first.room()).isEqualTo(room);
    assertThat(first.participant()).isNotNull();
  }

  @Test
  void threeWrongPinsEndTheCall() {
    Phone one = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.keys(one, "1111");
    bridge.media(one, "play en/wrong-pin+en/enter-pin");
    bridge.keys(one, "2222");
    bridge.media(one, "play en/wrong-pin+en/enter-pin");
    bridge.keys(one, "33#");
    bridge.media(one, "play en/wrong-pin+en/goodbye");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("pin_failed");
    Fact rejected = bridge.fact(EventType.PIN_REJECTED);
    assertThat(rejected.data())
        .isEqualTo(Map.of("attempt", 3, "attempts_left", 0, "why", "incomplete"));
    assertThat(bridge.media.mixed).isEmpty();
  }

  @Test
  void aThrottledCallerHearsTheHoldTone() {
    bridge.admission = _ -> new AdmissionAnswer.Reject(30_000, true);
    Phone one = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.keys(one, "1111");
    bridge.media(one, "play HOLD loop");
  }

  @Test
  void whenNobodyCanJudgeThePinTheCallerIsAskedAgain() {
    bridge.admission = _ -> new AdmissionAnswer.Unavailable();
    Phone one = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.keys(one, "4821");
    bridge.media(one, "play en/system-busy+en/try-again+en/enter-pin");
  }

  @Test
  void theRoomsLanguageIsSpokenOnceTheRoomIsKnown() {
    RoomId german = bridge.rooms.add(true, false, "de");
    Phone one = bridge.call(new AdmissionAnswer.Admit(german, Role.GUEST, false, 0));
    bridge.media(one, "play de/welcome+de/waiting-for-host");
    bridge.media(one, "play music loop");
    Phone host = bridge.call(new AdmissionAnswer.Admit(german, Role.HOST, false, 0));
    bridge.media(host, "play de/welcome+de/you-are-first");
    bridge.media(one, "play de/admitted+de/one-other-here");
  }

  @Test
  void theKeypadMutesAndSaysWhyWhenAHostDid() {
    Phone guest = bridge.joined(room, Role.GUEST);
    bridge.keys(guest, "*6");
    bridge.media(guest, "adjust muted");
    bridge.media(guest, "play en/now-muted");
    bridge.keys(guest, "*6");
    bridge.media(guest, "play en/now-unmuted");
    RoomReply.Member member = bridge.roster(room).members().getFirst();
    bridge.room(new RoomCommand.Mute(room, member.id(), true, RoomCommand.Actor.API));
    bridge.media(guest, "play en/muted-by-host");
    bridge.keys(guest, "*6");
    bridge.media(guest, "play en/muted-until-host");
    assertThat(bridge.media.mixed.get(guest.leg()).muted()).isTrue();
    bridge.room(new RoomCommand.Mute(room, member.id(), false, RoomCommand.Actor.API));
    bridge.media(guest, "play en/unmuted-by-host");
  }

  @Test
  void volumeHandAndHeadCountAreAnsweredToThePresserAlone() {
    Phone one = bridge.joined(room, Role.GUEST);
    bridge.keys(one, "*3");
    bridge.media(one, "play en/nobody-else-here");
    Phone two = bridge.joined(room, Role.GUEST);
    bridge.joined(room, Role.GUEST);
    bridge.media.story.rest();
    bridge.keys(one, "*3*8*2*2*5*9");
    bridge.media(one, "play en/number-2+en/others-here");
    bridge.media(one, "adjust listen4");
    bridge.media(one, "play en/volume-up");
    bridge.media(one, "play en/volume-down");
    bridge.media(one, "adjust listen-4");
    bridge.media(one, "play en/volume-down");
    bridge.media(one, "play en/hand-raised");
    bridge.media(one, "play en/hand-lowered");
    assertThat(bridge.media.story.rest()).noneMatch(it -> it.startsWith(two.leg() + " "));
  }

  @Test
  void hostKeysAreForHosts() {
    Phone guest = bridge.joined(room, Role.GUEST);
    for (String keys : new String[] {"*4", "*7", "*#", "*0"}) {
      bridge.keys(guest, keys);
      bridge.media(guest, "play en/not-a-host");
    }
    assertThat(bridge.roster(room).locked()).isFalse();
  }

  @Test
  void aHostMutesTheAudienceLocksTheRoomAndEndsItOnTheSecondPress() {
    Phone guest = bridge.joined(room, Role.GUEST);
    Phone host = bridge.joined(room, Role.HOST);
    bridge.keys(host, "*4");
    bridge.media(guest, "adjust muted");
    bridge.media(host, "play en/audience-muted");
    bridge.keys(host, "*4");
    bridge.media(host, "play en/audience-unmuted");
    bridge.keys(host, "*7");
    bridge.media(host, "play en/room-now-locked");
    assertThat(bridge.rooms.rooms.get(room).locked()).isTrue();
    Phone late = bridge.call(new AdmissionAnswer.Admit(room, Role.GUEST, false, 0));
    bridge.media(late, "play en/room-locked+en/goodbye");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("room_locked");
    bridge.keys(host, "*0");
    bridge.media(host, "play en/press-again-to-end");
    bridge.keys(host, "*0");
    bridge.media(guest, "play en/meeting-ended+en/goodbye");
    assertThat(bridge.fact(EventType.ROOM_ENDED).data()).containsEntry("reason", "ended_by_host");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("room_ended");
  }

  @Test
  void aHostAdmitsFromTheLobbyByKeyAndHearsOfIt() {
    Phone host = bridge.joined(room, Role.HOST);
    bridge.keys(host, "*#");
    bridge.media(host, "play en/nobody-waiting");
    Phone guest = bridge.call(new AdmissionAnswer.Admit(room, Role.GUEST, true, 0));
    bridge.media(guest, "play en/welcome+en/waiting-for-admission");
    bridge.media(host, "play en/someone-waiting");
    assertThat(bridge.media.mixed).doesNotContainKey(guest.leg());
    bridge.keys(guest, "*6");
    bridge.keys(host, "*#");
    bridge.media(guest, "join");
    bridge.media(guest, "play en/admitted+en/one-other-here");
    bridge.keys(guest, "7");
    Fact first =
        bridge.facts.next(
            "the guest's first key",
            it -> it.type().equals(EventType.DTMF_RECEIVED) && it.call().equals(guest.call()));
    assertThat(first.data()).containsEntry("digit", "7");
  }

  @Test
  void helpIsSpokenAndAKeyCutsIt() {
    Phone guest = bridge.joined(room, Role.GUEST);
    bridge.media.slow = true;
    bridge.keys(guest, "*1");
    assertThat(bridge.media(guest, "play en/help-intro"))
        .contains("en/help-mute+en/star+en/number-6")
        .doesNotContain("help-host");
    bridge.keys(guest, "*");
    bridge.media(guest, "play music loop");
  }

  @Test
  void theMusicComesBackAfterAnAnnouncement() {
    Phone guest = bridge.joined(room, Role.GUEST);
    bridge.media(guest, "play music loop");
    bridge.announce(guest);
    bridge.media.over(guest.leg());
    bridge.media(guest, "play music loop");
    bridge.announce(guest);
    bridge.announceNoMore(guest);
    bridge.media(guest, "play music loop");
  }

  @Test
  void anAnnouncementInPlaceOfAPromptIsNotCutOffByTheMusic() {
    bridge.media.slow = true;
    Phone guest = bridge.joined(room, Role.GUEST);
    bridge.announce(guest);
    bridge.keys(guest, "7");
    bridge.fact(EventType.DTMF_RECEIVED);
    assertThat(bridge.media.story.rest()).hasSize(1);
    bridge.media.over(guest.leg());
    bridge.media(guest, "play music loop");
  }

  @Test
  void thePhonesHoldTakesItOutOfTheMixAlsoWhenItCameBeforeTheSeat() {
    Phone one = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge
        .vertx
        .eventBus()
        .send(Addresses.IVR, new IvrCommand.HeldByPeer(one.call(), one.leg(), true));
    bridge.keys(one, "4821");
    bridge.media(one, "adjust held");
    bridge
        .vertx
        .eventBus()
        .send(Addresses.IVR, new IvrCommand.HeldByPeer(one.call(), one.leg(), false));
    bridge.fact(EventType.PARTICIPANT_RESUMED);
    assertThat(bridge.media.mixed.get(one.leg()).held()).isFalse();
  }

  @Test
  void aCallThatEndsDuringItsClaimLeavesNobodyInTheMix() {
    Phone one = bridge.call(new AdmissionAnswer.Admit(room, Role.GUEST, false, 0));
    bridge.hangUp(one, "caller_hung_up");
    assertThat(bridge.media.mixed).isEmpty();
    assertThat(bridge.roster(room).members()).isEmpty();
    bridge.hangUp(one, "caller_hung_up");
  }

  @Test
  void whoIsRemovedHearsSoAndIsHungUp() {
    Phone one = bridge.joined(room, Role.GUEST);
    RoomReply.Member member = bridge.roster(room).members().getFirst();
    bridge.room(new RoomCommand.Remove(room, member.id(), RoomCommand.Actor.API));
    bridge.media(one, "play en/removed+en/goodbye");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("removed");
  }
}
