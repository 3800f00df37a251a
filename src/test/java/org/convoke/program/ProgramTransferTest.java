package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.convoke.bus.CallReply;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomReply;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;
import org.convoke.sim.TalkingBridge.Phone;
import org.junit.jupiter.api.Test;

/** Programs that give their calls to other conversations. */
class ProgramTransferTest extends ProgramTest {
  @Test
  void aTransferTakesTheCallToAConversationOfItsOwnApplicationAlone() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone first = meets(id);
    RoomId team = bridge.bridge.rooms.conversations.values().iterator().next();
    server.at("/answer", "[{\"action\":\"transfer\",\"conversationId\":\"CON-" + team + "\"}]");
    // The one before the last answer is given once more, the last one from then on.
    meets(id);
    Phone second = bridge.call(id);
    assertThat(bridge.fact(second, EventType.PARTICIPANT_JOINED).room()).isEqualTo(team);
    Phone stranger = bridge.call(bridge.application());
    assertThat(bridge.fact(stranger, EventType.CALL_ERROR).data())
        .containsEntry("action", "transfer");
  }

  @Test
  void aTransferOutOfAConversationTakesAllOfItsCallsAlong() {
    ApplicationId id = bridge.application();
    server
        .at("/answer", "[{\"action\":\"conversation\",\"name\":\"team\"}]")
        .at("/answer", MEET.replace("\"standup\"", "\"standup\",\"endOnExit\":true"));
    Phone host = meets(id);
    List<Phone> others = List.of(meets(id), meets(id), meets(id));
    RoomId team = room(id, "team");
    String transfer =
        "[{\"action\":\"transfer\",\"conversationId\":\"CON-" + team + "\",\"mute\":true}]";
    assertThat(bridge.ask(new ProgramCommand.Replace(others.get(1).call(), transfer, null)))
        .isEqualTo(new CallReply.Done());
    List<Fact> told = new ArrayList<>();
    bridge.bridge.facts.next(
        "three transfers",
        it -> {
          told.add(it);
          return told.stream().filter(ProgramTransferTest::isByNcco).count() == 3;
        });
    assertThat(told)
        .filteredOn(it -> it.type().equals(EventType.PARTICIPANT_LEFT))
        .extracting(it -> it.data().get("reason"))
        .containsExactly(
            "conversation_transferred", "conversation_transferred", "conversation_transferred");
    assertThat(told)
        .filteredOn(ProgramTransferTest::isByNcco)
        .extracting(Fact::call)
        .containsExactlyInAnyOrderElementsOf(others.stream().map(Phone::call).toList());
    assertThat(told) // the first had left it for its new program already
        .filteredOn(ProgramTransferTest::isByNcco)
        .extracting(it -> it.data().get("room_id_from"))
        .containsExactlyInAnyOrder(null, room(id, "standup").value(), room(id, "standup").value());
    assertThat(bridge.bridge.roster(room(id, "standup")).members()).isEmpty();
    assertThat(bridge.bridge.roster(team).members())
        .extracting(RoomReply.Member::call, RoomReply.Member::muted)
        .contains(
            org.assertj.core.groups.Tuple.tuple(host.call(), false),
            org.assertj.core.groups.Tuple.tuple(others.get(0).call(), true))
        .hasSize(4);
    assertThat(bridge.bridge.hangUps.rest()).isEmpty();
  }

  private static boolean isByNcco(Fact fact) {
    return fact.type().equals(EventType.CALL_TRANSFERRED) && "ncco".equals(fact.data().get("by"));
  }

  @Test
  void aTransferThatLeadsNowhereTakesNobodyAlong() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone one = meets(id);
    Phone two = meets(id);
    String transfer =
        "[{\"action\":\"transfer\",\"conversationId\":\"CON-" + RoomId.random() + "\"}]";
    bridge.ask(new ProgramCommand.Replace(one.call(), transfer, null));
    assertThat(bridge.fact(one, EventType.CALL_ERROR).data()).containsEntry("action", "transfer");
    meetsAlone(two, id);
  }

  @Test
  void aTransferByRestToAnotherProgramIsOfTheOneCall() {
    ApplicationId id = bridge.application();
    server.at("/answer", MEET);
    Phone one = meets(id);
    Phone two = meets(id);
    String other = MEET.replace("standup", "other");
    bridge.ask(new ProgramCommand.Replace(one.call(), other, null));
    media(one, "join");
    meetsAlone(two, id);
  }
}
