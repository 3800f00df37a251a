package org.convoke.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.ParticipantId;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Phones that become the sound of a browser's participant, over the bus. */
@ExtendWith(VertxExtension.class)
class MergeTest {
  private final ParticipantId ada = ParticipantId.random();
  private TalkingBridge bridge;
  private RoomId room;
  private Phone browser;

  @BeforeEach
  void aRoomWithABrowser(Vertx vertx) {
    bridge = new TalkingBridge(vertx);
    room = bridge.rooms.add(false, false, null);
    browser = bridge.browser(room, ada);
    bridge.codes =
        code ->
            code.equals(new Pin("246810"))
                ? new AdmissionAnswer.Merge(room, ada, 0)
                : new AdmissionAnswer.Reject(0, false);
  }

  private RoomReply.Member ada() {
    return bridge.roster(room).members().stream()
        .filter(one -> one.id().equals(ada))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCodeAtThePromptMakesThePhoneTheSoundAndItsKeysActForTheParticipant() {
    Phone phone = bridge.call(new AdmissionAnswer.AskPin(4));
    bridge.keys(phone, "*111111");
    bridge.media(phone, "play en/wrong-pin+en/enter-pin");
    bridge.keys(phone, "*246810");
    bridge.media(browser, "leave");
    bridge.media(phone, "join");
    bridge.media(phone, "play en/merged+en/you-are-first");
    assertThat(ada().via()).isEqualTo("merged");
    assertThat(bridge.fact(EventType.PARTICIPANT_MERGED).call()).isEqualTo(browser.call());
    bridge.keys(phone, "*6");
    bridge.media(phone, "adjust muted");
    bridge.media(phone, "play en/now-muted");
    assertThat(ada().muted()).isTrue();
    Fact key = bridge.fact(EventType.DTMF_RECEIVED);
    assertThat(key.call()).isEqualTo(phone.call());
    assertThat(key.participant()).isEqualTo(ada);
  }

  @Test
  void whenThePhoneHangsUpTheBrowserIsBackAndMuted() {
    Phone phone = bridge.call(new AdmissionAnswer.Merge(room, ada, 0));
    bridge.media(phone, "play en/merged+en/you-are-first");
    bridge.hangUp(phone, "caller_hung_up");
    bridge.media(browser, "join muted");
    assertThat(ada().via()).isEqualTo("browser");
    assertThat(bridge.media.mixed).containsOnlyKeys(browser.leg());
  }

  @Test
  void aCodeKeyedInTheRoomGivesTheOwnSeatUpAndItsDigitsAreNoFacts() {
    Phone phone = bridge.joined(room, Role.GUEST);
    bridge.keys(phone, "**111111");
    bridge.media(phone, "play en/wrong-pin");
    assertThat(bridge.roster(room).members()).hasSize(2);
    bridge.keys(phone, "**246810");
    bridge.media(phone, "leave");
    bridge.media(browser, "leave");
    bridge.media(phone, "join");
    bridge.media(phone, "play en/merged");
    assertThat(bridge.roster(room).members()).hasSize(1);
    List<String> digits =
        bridge.facts.rest().stream()
            .filter(it -> it.type().equals(EventType.DTMF_RECEIVED))
            .map(it -> String.valueOf(it.data().get("digit")))
            .toList();
    assertThat(digits).containsOnly("*");
    bridge.hangUp(phone, "caller_hung_up");
    assertThat(ada().muted()).isTrue();
  }

  @Test
  void aCodeOfAnotherRoomTakesThePhoneThere() {
    RoomId other = bridge.rooms.add(false, false, null);
    Phone phone = bridge.joined(other, Role.GUEST);
    bridge.keys(phone, "**246810");
    bridge.media(phone, "play en/merged");
    assertThat(bridge.roster(other).live()).isFalse();
    assertThat(ada().via()).isEqualTo("merged");
    assertThat(bridge.media.mixed).containsOnlyKeys(phone.leg());
  }

  @Test
  void aCodeWhoseBrowserLeftIsWrongAndThePhoneStaysWhereItIs() {
    RoomId other = bridge.rooms.add(false, false, null);
    Phone phone = bridge.joined(other, Role.GUEST);
    bridge.room(new RoomCommand.Leave(room, ada, "left"));
    bridge.keys(phone, "**246810");
    bridge.media(phone, "play en/wrong-pin");
    assertThat(bridge.roster(other).members()).hasSize(1);
    bridge.hangUp(phone, "caller_hung_up");
    assertThat(bridge.roster(other).members()).isEmpty();
  }

  @Test
  void aThrottledCodeIsAnsweredLaterAndNotToOneWhoHungUp() {
    bridge.codes = _ -> new AdmissionAnswer.Merge(room, ada, 60);
    Phone phone = bridge.joined(room, Role.GUEST);
    bridge.keys(phone, "**246810");
    bridge.hangUp(phone, "caller_hung_up");
    Phone next = bridge.joined(room, Role.GUEST);
    bridge.keys(next, "**246810");
    bridge.media(next, "play en/merged");
    Fact merged = bridge.fact(EventType.PARTICIPANT_MERGED);
    assertThat(merged.data()).containsEntry("call_id", next.call().value());
  }

  @Test
  void whoLeavesByHisBrowserTakesHisPhoneAlong() {
    Phone phone = bridge.call(new AdmissionAnswer.Merge(room, ada, 0));
    bridge.media(phone, "join");
    bridge.room(new RoomCommand.Leave(room, ada, "left"));
    bridge.media(phone, "play en/goodbye");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("left");
    bridge.hangUp(phone, "left");
    assertThat(bridge.roster(room).members()).isEmpty();
  }

  @Test
  void whenTheBrowserIsLostThePhoneStaysAndItsEndIsHis() {
    Phone phone = bridge.call(new AdmissionAnswer.Merge(room, ada, 0));
    bridge.media(phone, "join");
    bridge.room(new RoomCommand.Leave(room, ada, "media_timeout"));
    assertThat(ada().via()).isEqualTo("phone");
    bridge.hangUp(phone, "caller_hung_up");
    Fact left = bridge.fact(EventType.PARTICIPANT_LEFT);
    assertThat(left.data()).containsEntry("reason", "caller_hung_up");
    assertThat(left.call()).isEqualTo(phone.call());
  }

  @Test
  void aCodeOfOneWhoIsGoneEndsADialledCall() {
    bridge.room(new RoomCommand.Leave(room, ada, "left"));
    Phone phone = bridge.call(new AdmissionAnswer.Merge(room, ada, 0));
    bridge.media(phone, "play en/wrong-pin+en/goodbye");
    assertThat(bridge.hangUps.next("BYE", _ -> true).cause()).isEqualTo("pin_failed");
  }
}
