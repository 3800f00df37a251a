package org.convoke.webrtc;

import static org.convoke.sim.TalkingBridge.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.Map;
import org.convoke.audio.Codec;
import org.convoke.bus.Addresses;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserNotice;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomReply;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.media.BrowserTerms;
import org.convoke.sim.Story;
import org.convoke.sim.TalkingBridge;

/** The webrtc verticle among those that talk and seat people, and its browsers' sockets. */
final class TestSessions {
  private static final BrowserTerms TERMS =
      new BrowserTerms(
          "them",
          "a password of theirs",
          "sha-256",
          new byte[32],
          Codec.OPUS,
          111,
          -1,
          0,
          -1,
          1,
          true,
          true,
          true,
          true);

  final TalkingBridge bridge;
  final Vertx vertx;
  final RoomId room;
  final WebrtcVerticle verticle;
  final Story<BrowserNotice> notices = new Story<>();

  /** {@code options} of the configuration, beside a seat that is kept for a second. */
  TestSessions(Vertx vertx, Map<String, String> options) {
    this.vertx = vertx;
    this.bridge = new TalkingBridge(vertx);
    this.room = bridge.rooms.add(false, false, null);
    vertx
        .eventBus()
        .<BrowserNotice>consumer(Addresses.BROWSER_NOTICES, it -> notices.add(it.body()));
    Map<String, String> all = new java.util.HashMap<>(Map.of("webrtc.seat_seconds", "1"));
    all.putAll(options);
    verticle =
        new WebrtcVerticle(
            ConfigLoader.load(null, Map.of(), all),
            Clock.system(),
            bridge.media,
            offer ->
                offer.startsWith("v=0")
                    ? new Offers.Reading.Taken(
                        TERMS, (door, _, version) -> "answer " + version + " of " + door.ufrag())
                    : new Offers.Reading.Refused("The offer is no offer."));
    await(vertx.deployVerticle(verticle));
  }

  BrowserCommand.Join offer(RoomId where, ParticipantId who, String socket) {
    return new BrowserCommand.Join(
        socket, where, "garden", who, "Ada", Role.GUEST, false, false, "192.0.2.9", "v=0");
  }

  Future<BrowserReply> ask(BrowserCommand command) {
    return vertx.eventBus().<BrowserReply>request(Addresses.BROWSER, command).map(Message::body);
  }

  BrowserReply join(ParticipantId who, String socket) {
    return await(ask(offer(room, who, socket)));
  }

  BrowserReply.Answered joined(ParticipantId who, String socket) {
    return (BrowserReply.Answered) join(who, socket);
  }

  /** In the room, with sound. */
  BrowserReply.Answered connected(ParticipantId who, String socket) {
    BrowserReply.Answered answered = joined(who, socket);
    bridge.publish(new LegEvent.Connected(leg(who)));
    media(answered, "connected");
    return answered;
  }

  BrowserNotice.Media media(BrowserReply.Answered whose, String state) {
    return (BrowserNotice.Media)
        notices.next(
            "media " + state,
            it ->
                it instanceof BrowserNotice.Media media
                    && media.state().equals(state)
                    && media.call().equals(whose.call()));
  }

  BrowserNotice.Ended ended(String socket) {
    return (BrowserNotice.Ended)
        notices.next(
            "the end at " + socket,
            it -> it instanceof BrowserNotice.Ended ended && ended.socket().equals(socket));
  }

  void tell(BrowserCommand command) {
    vertx.eventBus().send(Addresses.BROWSER, command);
  }

  CallReply call(CallCommand command) {
    return await(vertx.eventBus().<CallReply>request(Addresses.BROWSER_CALL, command)).body();
  }

  void hangUp(CallId call) {
    call(new CallCommand.HangUp(call, "api"));
  }

  RoomReply.Member member(ParticipantId who) {
    return bridge.roster(room).members().stream()
        .filter(member -> member.id().equals(who))
        .findFirst()
        .orElse(null);
  }

  LegId leg(ParticipantId who) {
    return member(who).leg();
  }

  /** Waits for a command to the media plane. */
  void media(String what) {
    bridge.media.story.next(what, it -> it.equals(what));
  }
}
