package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomReply;
import org.convoke.fetch.Fetched;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a program's sounds when REST lets its caller hear something else. */
class ProgramAnnouncementsTest extends ProgramTest {
  @BeforeEach
  void soundsLast() {
    bridge.bridge.media.slow = true;
  }

  /** Whatever was sent to the program before is done when it returns. */
  private void settled(Phone phone) {
    bridge.ask(new ProgramCommand.Input(phone.call(), null));
  }

  private void isHeard(Phone phone, String... what) {
    settled(phone);
    assertThat(bridge.bridge.media.story.rest())
        .extracting(it -> it.substring(it.indexOf(' ') + 1))
        .containsExactly(what);
  }

  private Phone waits(ApplicationId id) {
    server.at("/answer", WAIT).at("/answer", MEET);
    Phone phone = bridge.call(id);
    media(phone, "play clip of 32 ms loop");
    return phone;
  }

  @Test
  void theMusicOfOneWhoWaitsComesBackAfterAnAnnouncement() {
    Phone phone = waits(bridge.application());
    bridge.bridge.announce(phone);
    isHeard(phone, "play announcement loop");
    bridge.bridge.media.over(phone.leg());
    media(phone, "play clip of 32 ms loop");
    bridge.bridge.announce(phone);
    bridge.bridge.announceNoMore(phone);
    media(phone, "play clip of 32 ms loop");
  }

  @Test
  void anAnnouncementInPlaceOfAnotherIsNotCutOffByTheMusic() {
    Phone phone = waits(bridge.application());
    bridge.bridge.announce(phone);
    bridge.bridge.announce(phone);
    isHeard(phone, "play announcement loop", "play announcement loop");
    bridge.bridge.media.over(phone.leg());
    isHeard(phone, "play clip of 32 ms loop");
  }

  @Test
  void theMusicDoesNotComeBackToOneWhoWasLetInMeanwhile() {
    ApplicationId id = bridge.application();
    Phone phone = waits(id);
    bridge.bridge.announce(phone);
    meets(id);
    media(phone, "stop");
    settled(phone);
    assertThat(bridge.bridge.media.story.rest()).noneMatch(it -> it.endsWith("loop"));
  }

  @Test
  void theMusicOfOneWhoIsAloneOrHeldComesBackAfterAnAnnouncement() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone phone = meets(id);
    media(phone, "play music loop");
    bridge.bridge.announce(phone);
    bridge.bridge.announceNoMore(phone);
    media(phone, "play music loop");
    Phone other = meets(id);
    media(phone, "stop");
    hold(id, other, true);
    media(other, "play music loop");
    bridge.bridge.announce(other);
    bridge.bridge.announceNoMore(other);
    media(other, "play music loop");
    bridge.bridge.announce(other);
    hold(id, other, false);
    media(other, "stop");
    bridge.bridge.announceNoMore(other);
    settled(other);
    assertThat(bridge.bridge.media.story.rest()).noneMatch(it -> it.endsWith("music loop"));
  }

  @Test
  void anAnnouncementNeitherAdvancesAProgramNorEndsItsCall() {
    server.at(
        "/answer",
        """
        [{"action":"stream","streamUrl":["https://app.example.com/long.wav"],"loop":0,
          "bargeIn":true},
         {"action":"input","type":["dtmf"],"eventUrl":["https://app.example.com/dtmf"]}]\
        """);
    Phone phone = bridge.call(bridge.application());
    media(phone, "play clip of 32 ms loop");
    bridge.bridge.announce(phone);
    isHeard(phone, "play announcement loop");
    bridge.bridge.media.over(phone.leg());
    media(phone, "play clip of 32 ms loop");
    bridge.bridge.announce(phone);
    settled(phone);
    bridge.bridge.keys(phone, "1"); // ends what is heard, whoever plays it
    media(phone, "stop");
    settled(phone);
    assertThat(bridge.bridge.media.story.rest()).isEmpty();
  }

  @Test
  void aSentenceThatMadeWayForAnAnnouncementIsFollowedByMusicOnceThatIsOver() {
    server.at("/answer", Promise.<Fetched>promise().future());
    Phone phone = bridge.call(bridge.application());
    media(phone, "play en/one-moment");
    bridge.bridge.announce(phone);
    isHeard(phone, "play announcement loop");
    bridge.bridge.announceNoMore(phone);
    media(phone, "play music loop");
  }

  private void hold(ApplicationId application, Phone phone, boolean held) {
    RoomId room = room(application, "standup");
    RoomReply.Member member =
        bridge.bridge.roster(room).members().stream()
            .filter(it -> it.call().equals(phone.call()))
            .findFirst()
            .orElseThrow();
    bridge.bridge.room(new RoomCommand.Hold(room, member.id(), held, false));
  }

  @Test
  void theMusicDuringASlowAnswerComesBackAfterAnAnnouncement() {
    Promise<Fetched> answer = Promise.promise();
    server.at("/answer", answer.future());
    Phone phone = bridge.call(bridge.application());
    media(phone, "play en/one-moment");
    bridge.bridge.media.over(phone.leg());
    media(phone, "play music loop");
    bridge.bridge.announce(phone);
    bridge.bridge.media.over(phone.leg());
    media(phone, "play music loop");
    FakeServer.status(200, TALK).onComplete(answer);
    media(phone, "stop");
  }
}
