package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.convoke.bus.RoomReply;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.AfterEach;

/** A program verticle with a bridge around it; phones call its applications. */
abstract class ProgramTest {
  static final String TALK = "[{'action':'talk','text':'Good morning'}]".replace('\'', '"');
  static final String PIN =
      """
      [{"action":"talk","text":"Key your PIN","bargeIn":true},
       {"action":"input","type":["dtmf"],"dtmf":{"maxDigits":4,"timeOut":10},
        "eventUrl":["https://app.example.com/dtmf"]}]\
      """;
  static final String MEET =
      """
      [{"action":"conversation","name":"standup"},{"action":"talk","text":"After"}]\
      """;

  /** Who comes by it waits, with music, for one who comes by {@link #MEET}. */
  static final String WAIT =
      """
      [{"action":"conversation","name":"standup","startOnEnter":false,
        "musicOnHoldUrl":["https://app.example.com/wait.mp3"]}]\
      """;

  final Vertx vertx = Vertx.vertx();
  final ProgramBridge bridge = new ProgramBridge(vertx);
  final FakeServer server = bridge.server;

  @AfterEach
  void stop() {
    TalkingBridge.await(vertx.close());
  }

  void media(Phone phone, String what) {
    bridge.bridge.media(phone, what);
  }

  /** One who is in a room; whatever is sent from now on finds his program there. */
  Phone meets(ApplicationId application) {
    Phone phone = bridge.call(application);
    media(phone, "join");
    bridge.bridge.roster(RoomId.random()); // answered after the claim was
    return phone;
  }

  /** Of those who came to {@link #MEET} only this one is there. */
  void meetsAlone(Phone phone, ApplicationId application) {
    assertThat(bridge.bridge.roster(room(application, "standup")).members())
        .extracting(RoomReply.Member::call)
        .containsExactly(phone.call());
  }

  RoomId room(ApplicationId application, String name) {
    return bridge.bridge.rooms.conversations.get(application + " " + name);
  }

  String cause(Phone phone) {
    return bridge.bridge.hangUps.next("its end", it -> it.call().equals(phone.call())).cause();
  }
}
