package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.convoke.fuzz.Seeds;
import org.convoke.store.Rooms;

/**
 * A program that an application answers with: read within its limits or refused by a sentence; then
 * run with a caller who keys, waits and hangs up, which comes to an end.
 */
public final class NccoFuzz {
  private static final int MAX_TURNS = 3_000;

  private NccoFuzz() {}

  public static List<byte[]> seeds() {
    return Seeds.texts(
        List.of(
            ("[{'action':'talk','text':'Welcome','bargeIn':true,'loop':2,'level':'-0.5','style':1,"
                    + "'language':'en-GB','premium':true,'voiceName':'Amy'},"
                    + "{'action':'input','type':['dtmf'],'dtmf':{'timeOut':5,'maxDigits':4,"
                    + "'submitOnHash':true},'eventUrl':['https://e.example/d?x=1'],"
                    + "'eventMethod':'POST'}]")
                .replace('\'', '"'),
            ("[{'action':'input','timeOut':'3','maxDigits':1,"
                    + "'eventUrl':'http://localhost:3000/dtmf'}]")
                .replace('\'', '"'),
            "[{'action':'stream','streamUrl':['https://e.example/a.mp3'],'loop':0,'level':1e-1}]"
                .replace('\'', '"'),
            ("[{'action':'conversation','name':'room','startOnEnter':'false','endOnExit':true,"
                    + "'canSpeak':['0195f3a2-7a10-7c44-8b1f-00163e5a0b11'],'canHear':[],"
                    + "'record':true,'transcription':{},"
                    + "'musicOnHoldUrl':['https://e.example/m.wav']}]")
                .replace('\'', '"'),
            ("[{'action':'notify','payload':{'a':[1,-2.5e3,null,{'b':'\\u00e9'}]},"
                    + "'eventUrl':['https://e.example/n']},{'action':'wait','timeout':0.5},"
                    + "{'action':'transfer','conversationId':'CON-abcd-efgh-jkmn'}]")
                .replace('\'', '"'),
            "{\"ncco\":[]}",
            "[]"));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    checked(Ncco.parseReply(text));
    if (checked(Ncco.parse(text)) instanceof Ncco program) {
      run(program);
    }
  }

  private static Parsed checked(Parsed parsed) {
    switch (parsed) {
      case Ncco program -> {
        assertThat(program.actions()).hasSizeLessThanOrEqualTo(Limits.ACTIONS_MAX);
        program.actions().forEach(NccoFuzz::checked);
      }
      case NccoFault fault -> {
        assertThat(fault.reason()).isNotBlank().endsWith(".").hasSizeLessThan(600);
        assertThat(fault.actionIndex()).isBetween(-1, Limits.ACTIONS_MAX);
      }
    }
    return parsed;
  }

  private static void checked(NccoAction action) {
    switch (action) {
      case NccoAction.Sound sound -> {
        assertThat(sound.level()).isBetween(-1.0, 1.0);
        assertThat(sound.loop()).isBetween(0, Limits.LOOP_MAX);
      }
      case NccoAction.Input input -> {
        assertThat(input.timeOutMs()).isBetween(0, 10_000);
        assertThat(input.maxDigits()).isBetween(1, 20);
      }
      case NccoAction.Conversation room ->
          assertThat(Rooms.isConversationName(room.room())).isTrue();
      case NccoAction.Notify notify ->
          assertThat(notify.payload()).startsWith("{").hasSizeLessThanOrEqualTo(Limits.PAYLOAD_MAX);
      case NccoAction.Wait wait -> assertThat(wait.timeoutMs()).isBetween(100, 7_200_000);
      case NccoAction.Transfer transfer -> assertThat(transfer.conversation()).isNotNull();
    }
  }

  /** Sounds end at once, questions get an empty answer, rooms are joined and left. */
  private static void run(Ncco program) {
    TestCall call = new TestCall(false);
    call.feed(new ProgramInput.Replace(program));
    for (int turn = 0; turn < MAX_TURNS && !(call.state instanceof ProgramState.Over); turn++) {
      switch (turn % 5) {
        case 0 -> call.feed(new ProgramInput.SoundEnded(call.soundId));
        case 1 -> call.feed(new ProgramInput.Replied(call.questionId, new Ncco(List.of())));
        case 2 -> call.joined();
        case 3 -> call.after(turn < 100 ? 500 : 7_200_000);
        default -> call.feed(new ProgramInput.Digit("0123456789*#".charAt(turn % 12)));
      }
      assertThat(call.effects).hasSizeLessThan(1_000);
      call.effects.clear();
    }
    call.feed(new ProgramInput.HungUp());
    assertThat(call.state).isInstanceOf(ProgramState.Over.class);
    call.effects.clear();
    call.keys("1#").heard();
    assertThat(call.effects).as("silent after the end").isEmpty();
  }
}
