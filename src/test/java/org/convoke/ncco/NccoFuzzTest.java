package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an application answers, it is a program or a named fault, and never an exception. */
class NccoFuzzTest {
  private static final String[] SEEDS = {
    "[{'action':'talk','text':'Welcome','bargeIn':true,'loop':2,'level':'-0.5','style':1,"
        + "'language':'en-GB','premium':true,'voiceName':'Amy'},"
        + "{'action':'input','type':['dtmf'],'dtmf':{'timeOut':5,'maxDigits':4,"
        + "'submitOnHash':true},'eventUrl':['https://e.example/d?x=1'],'eventMethod':'POST'}]",
    "[{'action':'input','timeOut':'3','maxDigits':1,'eventUrl':'http://localhost:3000/dtmf'}]",
    "[{'action':'stream','streamUrl':['https://e.example/a.mp3'],'loop':0,'level':1e-1}]",
    "[{'action':'conversation','name':'room','startOnEnter':'false','endOnExit':true,"
        + "'canSpeak':['0195f3a2-7a10-7c44-8b1f-00163e5a0b11'],'canHear':[],'record':true,"
        + "'transcription':{},'musicOnHoldUrl':['https://e.example/m.wav']}]",
    "[{'action':'notify','payload':{'a':[1,-2.5e3,null,{'b':'\\u00e9'}]},"
        + "'eventUrl':['https://e.example/n']},{'action':'wait','timeout':0.5},"
        + "{'action':'transfer','conversationId':'CON-abcd-efgh-jkmn'}]",
  };

  private static final String[] PIECES = {
    "null",
    "true",
    "-1",
    "1e999",
    "0.1",
    "\"\"",
    "\"\\ud800\"",
    "[]",
    "{}",
    "[",
    "}",
    "\"",
    ",",
    ":",
    "\\",
    "\u0000",
    "\ufeff",
    "9".repeat(70),
    "[".repeat(40),
    "\"action\":\"talk\"",
    "'",
  };

  @Test
  void noMutationEscapesAVerdict() {
    int programs = 0;
    int faults = 0;
    for (int seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      String text = SEEDS[random.nextInt(SEEDS.length)].replace('\'', '"');
      int changes = 1 + random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        text = mutated(text, random);
      }
      String which = "seed " + seed;
      Parsed parsed = Ncco.parse(text);
      switch (parsed) {
        case Ncco program -> {
          programs++;
          assertThat(program.actions()).as(which).hasSizeLessThanOrEqualTo(100);
          assertSound(program, which);
        }
        case NccoFault fault -> {
          faults++;
          assertThat(fault.reason()).as(which).isNotBlank().endsWith(".").hasSizeLessThan(300);
        }
      }
      assertThat(Ncco.parseReply(text)).as(which).isNotNull();
    }
    assertThat(programs).isGreaterThan(100);
    assertThat(faults).isGreaterThan(1_000);
  }

  private static void assertSound(Ncco program, String which) {
    for (NccoAction action : program.actions()) {
      switch (action) {
        case NccoAction.Sound sound -> {
          assertThat(sound.level()).as(which).isBetween(-1.0, 1.0);
          assertThat(sound.loop()).as(which).isBetween(0, 10_000);
        }
        case NccoAction.Input input -> {
          assertThat(input.timeOutMs()).as(which).isBetween(0, 10_000);
          assertThat(input.maxDigits()).as(which).isBetween(1, 20);
        }
        case NccoAction.Conversation room -> assertThat(room.room()).as(which).isNotBlank();
        case NccoAction.Notify notify -> assertThat(notify.payload()).as(which).startsWith("{");
        case NccoAction.Wait wait ->
            assertThat(wait.timeoutMs()).as(which).isBetween(100, 7_200_000);
        case NccoAction.Transfer transfer ->
            assertThat(transfer.conversation()).as(which).isNotNull();
      }
    }
  }

  private static String mutated(String text, Random random) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(12));
    String head = text.substring(0, from);
    return switch (random.nextInt(5)) {
      case 0 -> head + text.substring(to);
      case 1 -> head + PIECES[random.nextInt(PIECES.length)] + text.substring(to);
      case 2 -> head + PIECES[random.nextInt(PIECES.length)] + text.substring(from);
      case 3 -> swapped(text, random);
      default ->
          head + (char) random.nextInt(random.nextBoolean() ? 128 : 65_536) + text.substring(to);
    };
  }

  /** A value takes the place of another: still JSON, often another meaning. */
  private static String swapped(String text, Random random) {
    List<Integer> colons = new ArrayList<>();
    for (int i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
      colons.add(i);
    }
    if (colons.isEmpty()) {
      return text;
    }
    int at = colons.get(random.nextInt(colons.size()));
    int end = at + 1;
    while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(0, at + 1) + PIECES[random.nextInt(9)] + text.substring(end);
  }
}
