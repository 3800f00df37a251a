package org.convoke.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.sim.TalkingBridge.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserNotice;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomCommand;
import org.convoke.bus.RoomCommand.Actor;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.media.BrowserDoor;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whole sessions over the bus, with a real room and the sockets played by the test. */
@ExtendWith(VertxExtension.class)
class WebrtcVerticleTest {
  private final ParticipantId ada = ParticipantId.random();
  private final ParticipantId bob = ParticipantId.random();
  private TestSessions sessions;
  private RoomId room;

  @BeforeEach
  void aRoom(Vertx vertx) {
    sessions = new TestSessions(vertx, Map.of("webrtc.max_browsers", "3"));
    room = sessions.room;
  }

  private List<Fact> factsUntil(CallId call, String type) {
    List<Fact> facts = new ArrayList<>();
    sessions.bridge.facts.next(
        type,
        fact -> {
          if (call.equals(fact.call())) {
            facts.add(fact);
          }
          return fact.type().equals(type) && call.equals(fact.call());
        });
    return facts;
  }

  private Fact completed(CallId call) {
    return factsUntil(call, EventType.CALL_COMPLETED).getLast();
  }

  @Test
  void aBrowsersStoryIsTheStoryOfAPhone() {
    BrowserReply.Answered answered = sessions.joined(ada, "s1");
    assertThat(answered.participant()).isEqualTo(ada);
    assertThat(answered.resumed()).isFalse();
    assertThat(answered.answer()).isEqualTo("answer 1 of ours");
    assertThat(answered.seat()).isInstanceOf(RoomReply.Joined.class);
    RoomReply.Member member = sessions.member(ada);
    assertThat(member.via()).isEqualTo("browser");
    assertThat(member.call()).isEqualTo(answered.call());
    sessions.bridge.publish(new LegEvent.Connected(member.leg()));
    assertThat(sessions.media(answered, "connected").socket()).isEqualTo("s1");
    assertThat(await(sessions.ask(new BrowserCommand.Leave(answered.call(), "left"))))
        .isEqualTo(new BrowserReply.Done());
    assertThat(sessions.ended("s1").cause()).isEqualTo("left");
    List<Fact> facts = factsUntil(answered.call(), EventType.CALL_COMPLETED);
    assertThat(facts)
        .extracting(Fact::type)
        .containsExactly(
            EventType.CALL_STARTED,
            EventType.CALL_ANSWERED,
            EventType.PARTICIPANT_JOINED,
            EventType.PARTICIPANT_LEFT,
            EventType.CALL_COMPLETED);
    assertThat(facts.get(0).data())
        .isEqualTo(
            Map.of(
                "direction", "inbound",
                "from", "Ada",
                "to", "garden",
                "source", "ip:192.0.2.9",
                "transport", "webrtc"));
    assertThat(facts.get(1).data())
        .isEqualTo(
            Map.of(
                "codec", "opus",
                "local_address", "127.0.0.1:7878",
                "remote_address", "192.0.2.9"));
    assertThat(facts.get(3).data()).containsEntry("reason", "left");
    assertThat(facts.get(4).data())
        .containsEntry("cause", "left")
        .containsEntry("ended_by", "caller")
        .containsEntry("codec", "opus")
        .containsEntry("remote_address", "192.0.2.9:5000")
        .containsKeys("duration_ms", "quality");
    assertThat(sessions.bridge.media.browsers).isEmpty();
    assertThat(await(sessions.ask(new BrowserCommand.Leave(answered.call(), "left"))))
        .isEqualTo(new BrowserReply.Unknown());
  }

  @Test
  void anOfferThatIsNoneIsRefusedByItsField() {
    BrowserCommand.Join join =
        new BrowserCommand.Join(
            "s1", room, "garden", ada, "Ada", Role.GUEST, false, false, "192.0.2.9", "x");
    assertThat(await(sessions.ask(join)))
        .isEqualTo(new BrowserReply.Refused("invalid_offer", "The offer is no offer.", "offer"));
    assertThat(sessions.bridge.facts.rest()).isEmpty();
    assertThat(sessions.bridge.media.story.rest()).isEmpty();
  }

  @Test
  void aRoomsRefusalEndsTheCallAndClosesTheLeg() {
    sessions.connected(ada, "s1");
    sessions.bridge.room(new RoomCommand.Lock(room, true, Actor.API));
    BrowserReply.Refused locked = (BrowserReply.Refused) sessions.join(bob, "s2");
    assertThat(locked.code()).isEqualTo("room_locked");
    sessions.bridge.facts.next("its call", it -> it.type().equals(EventType.CALL_STARTED));
    Fact end =
        sessions.bridge.facts.next("its end", it -> it.type().equals(EventType.CALL_COMPLETED));
    assertThat(end.data()).containsEntry("cause", "room_locked");
    RoomId never = RoomId.random();
    BrowserReply.Refused closed =
        (BrowserReply.Refused) await(sessions.ask(sessions.offer(never, bob, "s2")));
    assertThat(closed.code()).isEqualTo("room_closed");
    assertThat(completed(factOf(never, bob)).data()).containsEntry("cause", "room_closed");
    assertThat(sessions.bridge.media.browsers).containsExactly(sessions.leg(ada));
  }

  /** The call that was last begun. */
  private CallId factOf(RoomId where, ParticipantId who) {
    return sessions
        .bridge
        .facts
        .next("a call of " + who + " to " + where, it -> it.type().equals(EventType.CALL_STARTED))
        .call();
  }

  @Test
  void whoHasNoLegHasNoSeatAndNoCall() {
    sessions.bridge.media.door =
        () -> CompletableFuture.failedStage(new IllegalStateException("too many"));
    BrowserReply.Refused refused = (BrowserReply.Refused) sessions.join(ada, "s1");
    assertThat(refused.code()).isEqualTo("overloaded");
    assertThat(sessions.bridge.roster(room).members()).isEmpty();
    assertThat(sessions.bridge.facts.rest()).isEmpty();
  }

  @Test
  void soManyBrowsersAndNoMoreButWhoIsThereMayComeBack() {
    for (ParticipantId who : List.of(ada, bob, ParticipantId.random())) {
      sessions.joined(who, "s" + who);
    }
    BrowserReply.Refused refused =
        (BrowserReply.Refused) sessions.join(ParticipantId.random(), "s4");
    assertThat(refused.code()).isEqualTo("overloaded");
    assertThat(sessions.joined(ada, "s5").resumed()).isTrue();
  }

  @Test
  void whoWaitsHearsMusicUntilHeIsAdmitted() {
    RoomId waiting = sessions.bridge.rooms.add(true, false, null);
    BrowserReply.Answered answered =
        (BrowserReply.Answered) await(sessions.ask(sessions.offer(waiting, ada, "s1")));
    assertThat(((RoomReply.Waiting) answered.seat()).why()).isEqualTo("host");
    LegId leg = sessions.bridge.roster(waiting).members().getFirst().leg();
    sessions.media(leg + " play music loop");
    sessions.bridge.room(new RoomCommand.Admit(waiting, ada, Actor.API));
    sessions.media(leg + " stop");
    assertThat(sessions.bridge.media.mixed).containsKey(leg);
  }

  @Test
  void aSecondTabTakesTheSeatOverWithoutATone() {
    BrowserReply.Answered first = sessions.connected(ada, "s1");
    sessions.connected(bob, "s9");
    sessions.bridge.room(new RoomCommand.Mute(room, ada, true, Actor.page(ada)));
    LegId old = sessions.leg(ada);
    sessions.bridge.media.story.rest();
    BrowserReply.Answered second = sessions.joined(ada, "s2");
    assertThat(second.call()).isEqualTo(first.call());
    assertThat(second.resumed()).isTrue();
    assertThat(second.answer()).isEqualTo("answer 2 of ours");
    assertThat(((RoomReply.Joined) second.seat()).muted()).isTrue();
    assertThat(sessions.ended("s1").cause()).isEqualTo("replaced");
    LegId now = sessions.leg(ada);
    assertThat(now).isNotEqualTo(old);
    sessions.media(old + " close");
    assertThat(sessions.bridge.media.mixed).containsKey(now).doesNotContainKey(old);
    assertThat(sessions.bridge.media.story.rest()).noneMatch(it -> it.startsWith("announce"));
    sessions.tell(new BrowserCommand.Detach(first.call(), "s1"));
    sessions.bridge.publish(new LegEvent.Connected(now));
    sessions.media(second, "connected");
    assertThat(sessions.member(ada).away()).isFalse();
  }

  @Test
  void whoseConnectionIsCutKeepsHisSeatForAWhileAndComesBackToIt() {
    BrowserReply.Answered first = sessions.connected(ada, "s1");
    LegId old = sessions.leg(ada);
    sessions.tell(new BrowserCommand.Detach(first.call(), "s1"));
    assertThat(sessions.call(new CallCommand.Describe(first.call())))
        .isInstanceOf(CallReply.Described.class);
    assertThat(sessions.member(ada).away()).isTrue();
    assertThat(sessions.bridge.media.mixed).doesNotContainKey(old);
    BrowserReply.Answered second = sessions.joined(ada, "s2");
    assertThat(second.call()).isEqualTo(first.call());
    assertThat(second.resumed()).isTrue();
    assertThat(sessions.member(ada).away()).isFalse();
    sessions.bridge.publish(new LegEvent.Connected(sessions.leg(ada)));
    sessions.media(second, "connected");
    sessions.hangUp(first.call());
    assertThat(sessions.ended("s2").cause()).isEqualTo("hung_up_by_api");
    assertThat(factsUntil(first.call(), EventType.CALL_COMPLETED))
        .extracting(Fact::type)
        .containsExactly(
            EventType.CALL_STARTED,
            EventType.CALL_ANSWERED,
            EventType.PARTICIPANT_JOINED,
            EventType.PARTICIPANT_LEFT,
            EventType.CALL_COMPLETED);
  }

  @Test
  void whoDoesNotComeBackHasLeftAfterThat() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    sessions.bridge.publish(new LegEvent.MediaSilent(sessions.leg(ada), 4000));
    sessions.media(answered, "lost");
    assertThat(sessions.ended("s1").cause()).isEqualTo("media_timeout");
    List<Fact> facts = factsUntil(answered.call(), EventType.CALL_COMPLETED);
    assertThat(facts)
        .extracting(Fact::type)
        .containsSubsequence(
            EventType.CALL_MEDIA_SILENT, EventType.PARTICIPANT_LEFT, EventType.CALL_COMPLETED);
    assertThat(facts.getLast().data()).containsEntry("cause", "media_timeout");
    assertThat(sessions.bridge.roster(room).members()).isEmpty();
  }

  @Test
  void aFreshOfferIsHeardOnceItIsConnectedAndTheOldLegUntilThen() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    LegId old = sessions.leg(ada);
    BrowserReply.Answered fresh =
        (BrowserReply.Answered)
            await(sessions.ask(new BrowserCommand.Renew(answered.call(), "v=0")));
    assertThat(fresh.seat()).isNull();
    assertThat(fresh.answer()).isEqualTo("answer 2 of ours");
    assertThat(sessions.leg(ada)).isEqualTo(old);
    LegId next =
        sessions.bridge.media.browsers.stream()
            .filter(leg -> !leg.equals(old))
            .findFirst()
            .orElseThrow();
    sessions.bridge.publish(new LegEvent.Connected(next));
    sessions.media(answered, "connected");
    assertThat(sessions.leg(ada)).isEqualTo(next);
    sessions.media(old + " close");
    sessions.hangUp(answered.call());
    assertThat(completed(answered.call()).data()).containsEntry("cause", "api");
    assertThat(sessions.bridge.media.browsers).isEmpty();
  }

  @Test
  void aFreshOfferOfNobodysSessionIsUnknown() {
    assertThat(await(sessions.ask(new BrowserCommand.Renew(CallId.random(), "v=0"))))
        .isEqualTo(new BrowserReply.Unknown());
  }

  @Test
  void offersAreCounted() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    BrowserReply reply = answered;
    for (int i = 0; i < 20; i++) {
      reply = await(sessions.ask(new BrowserCommand.Renew(answered.call(), "v=0")));
    }
    assertThat(((BrowserReply.Refused) reply).code()).isEqualTo("overloaded");
    assertThat(sessions.bridge.media.browsers).as("the leg and the last offer's").hasSize(2);
  }

  // --- ends by another's hand

  @Test
  void whoIsRemovedIsToldAndHasOneEnd() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    sessions.bridge.room(new RoomCommand.Remove(room, ada, Actor.API));
    assertThat(sessions.ended("s1").cause()).isEqualTo("removed");
    List<Fact> facts = factsUntil(answered.call(), EventType.CALL_COMPLETED);
    assertThat(facts).extracting(Fact::type).doesNotHaveDuplicates();
    assertThat(facts.getLast().data()).containsEntry("cause", "removed");
  }

  @Test
  void theEndOfTheMeetingEndsTheSession() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    sessions.bridge.room(new RoomCommand.End(room, "ended_by_api", Actor.API));
    assertThat(sessions.ended("s1").cause()).isEqualTo("room_ended");
    assertThat(completed(answered.call()).data()).containsEntry("cause", "room_ended");
  }

  @Test
  void theApiSeesBrowsersCalls() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    CallReply.Described one =
        (CallReply.Described) sessions.call(new CallCommand.Describe(answered.call()));
    assertThat(one.state()).isEqualTo("answered");
    assertThat(one.quality().codec()).isEqualTo("opus");
    CallId stranger = CallId.random();
    CallReply.DescribedAll all =
        (CallReply.DescribedAll)
            sessions.call(new CallCommand.DescribeAll(List.of(stranger, answered.call())));
    // A moment later it has lasted a moment longer.
    assertThat(all.calls())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("durationMs")
        .containsExactly(one);
    assertThat(sessions.call(new CallCommand.Describe(stranger)))
        .isEqualTo(new CallReply.Unknown());
    assertThat(sessions.call(new CallCommand.HangUp(stranger, "api")))
        .isEqualTo(new CallReply.Unknown());
  }

  // --- a phone as the browser's sound

  private Phone merged() {
    Phone phone = sessions.bridge.call(new AdmissionAnswer.AskPin(4));
    assertThat(sessions.bridge.room(new RoomCommand.Merge(room, ada, phone.call(), phone.leg())))
        .isInstanceOf(RoomReply.Joined.class);
    assertThat(sessions.member(ada).via()).isEqualTo("merged");
    return phone;
  }

  @Test
  void aPhoneThatIsTheSoundGoesOnWhenTheBrowserIsLost() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    Phone phone = merged();
    sessions.tell(new BrowserCommand.Detach(answered.call(), "s1"));
    assertThat(sessions.ended("s1").cause()).isEqualTo("detached");
    assertThat(completed(answered.call()).data()).containsEntry("cause", "detached");
    RoomReply.Member member = sessions.member(ada);
    assertThat(member.via()).isEqualTo("phone");
    assertThat(member.call()).isEqualTo(phone.call());
    BrowserReply.Answered again = sessions.joined(ada, "s2");
    assertThat(again.call()).isNotEqualTo(answered.call());
    assertThat(sessions.member(ada).via()).isEqualTo("merged");
    assertThat(sessions.bridge.roster(room).members()).hasSize(1);
  }

  @Test
  void whoLeavesByHisPageTakesHisPhoneWithHim() {
    BrowserReply.Answered answered = sessions.connected(ada, "s1");
    merged();
    sessions.tell(new BrowserCommand.Leave(answered.call(), "left"));
    assertThat(completed(answered.call()).data()).containsEntry("cause", "left");
    assertThat(sessions.bridge.roster(room).members()).isEmpty();
  }

  // --- what happens at the same time

  @Test
  void ofManyJoinsOfOneAtOnceTheFirstAndTheLastCount() {
    List<Future<BrowserReply>> asked = new ArrayList<>();
    CompletableFuture<BrowserDoor> door = new CompletableFuture<>();
    var ordinary = sessions.bridge.media.door;
    sessions.bridge.media.door = () -> door;
    for (int i = 0; i < 4; i++) {
      asked.add(sessions.ask(sessions.offer(room, ada, "s" + i)));
    }
    assertThat(((BrowserReply.Refused) await(asked.get(1))).code()).isEqualTo("unavailable");
    assertThat(((BrowserReply.Refused) await(asked.get(2))).code()).isEqualTo("unavailable");
    sessions.bridge.media.door = ordinary;
    door.complete(ordinary.get().toCompletableFuture().join());
    BrowserReply.Answered first = (BrowserReply.Answered) await(asked.get(0));
    BrowserReply.Answered last = (BrowserReply.Answered) await(asked.get(3));
    assertThat(last.call()).isEqualTo(first.call());
    assertThat(first.resumed()).isFalse();
    assertThat(last.resumed()).isTrue();
    assertThat(sessions.ended("s0").cause()).isEqualTo("replaced");
    assertThat(sessions.bridge.roster(room).members()).hasSize(1);
    assertThat(sessions.bridge.media.browsers).containsExactly(sessions.leg(ada));
  }

  @Test
  void whoIsHungUpWhileTheRoomIsAskedLeavesNobodyBehind() {
    Promise<Void> database = Promise.promise();
    sessions.bridge.rooms.gate = database.future();
    Future<BrowserReply> asked = sessions.ask(sessions.offer(room, ada, "s1"));
    Fact started =
        sessions.bridge.facts.next("a call", it -> it.type().equals(EventType.CALL_STARTED));
    sessions.hangUp(started.call());
    database.complete();
    assertThat(((BrowserReply.Refused) await(asked)).code()).isEqualTo("unavailable");
    assertThat(completed(started.call()).data()).containsEntry("cause", "api");
    assertThat(sessions.bridge.roster(room).members()).isEmpty();
    assertThat(sessions.bridge.media.browsers).isEmpty();
    assertThat(sessions.notices.rest()).noneMatch(it -> it instanceof BrowserNotice.Ended);
  }

  @Test
  void whoComesAgainWhileHeLeavesHasLeftBeforeHeComes() {
    BrowserReply.Answered first = sessions.connected(ada, "s1");
    sessions.tell(new BrowserCommand.Leave(first.call(), "left"));
    BrowserReply.Answered second = sessions.joined(ada, "s2");
    assertThat(second.call()).isNotEqualTo(first.call());
    assertThat(second.resumed()).isFalse();
    assertThat(sessions.member(ada).call()).isEqualTo(second.call());
    sessions.bridge.facts.next("gone", it -> it.type().equals(EventType.PARTICIPANT_LEFT));
    sessions.bridge.facts.next("come", it -> it.type().equals(EventType.PARTICIPANT_JOINED));
  }

  @Test
  void whoComesBackAfterTheMeetingEndedJoinsTheNext() {
    BrowserReply.Answered first = sessions.connected(ada, "s1");
    CompletableFuture<BrowserDoor> door = new CompletableFuture<>();
    var ordinary = sessions.bridge.media.door;
    sessions.bridge.media.door = () -> door;
    Future<BrowserReply> asked = sessions.ask(sessions.offer(room, ada, "s2"));
    sessions.bridge.room(new RoomCommand.End(room, "ended_by_api", Actor.API));
    assertThat(sessions.ended("s1").cause()).isEqualTo("room_ended");
    sessions.bridge.media.door = ordinary;
    door.complete(ordinary.get().toCompletableFuture().join());
    BrowserReply.Answered second = (BrowserReply.Answered) await(asked);
    assertThat(second.resumed()).isFalse();
    assertThat(second.call()).isNotEqualTo(first.call());
    assertThat(sessions.member(ada).call()).isEqualTo(second.call());
    assertThat(sessions.bridge.media.browsers).containsExactly(sessions.leg(ada));
  }

  @Test
  void aBridgeThatStopsEndsThoseWhoAreThereAndThoseWhoJoin() {
    BrowserReply.Answered there = sessions.connected(ada, "s1");
    CompletableFuture<BrowserDoor> door = new CompletableFuture<>();
    var ordinary = sessions.bridge.media.door;
    sessions.bridge.media.door = () -> door;
    Future<BrowserReply> joining = sessions.ask(sessions.offer(room, bob, "s2"));
    sessions.bridge.media.story.next("bob's leg", it -> it.endsWith("openBrowser"));
    sessions.bridge.media.story.next("bob's leg", it -> it.endsWith("openBrowser"));
    Future<Void> drained = sessions.verticle.drain();
    assertThat(sessions.ended("s1").cause()).isEqualTo("bridge_stopping");
    assertThat(completed(there.call()).data()).containsEntry("cause", "bridge_stopping");
    door.complete(ordinary.get().toCompletableFuture().join());
    assertThat(((BrowserReply.Refused) await(joining)).code()).isEqualTo("unavailable");
    await(drained);
    assertThat(sessions.bridge.roster(room).members()).isEmpty();
    assertThat(sessions.bridge.media.browsers).isEmpty();
    BrowserReply.Refused late = (BrowserReply.Refused) sessions.join(ada, "s3");
    assertThat(late.code()).isEqualTo("unavailable");
  }
}
