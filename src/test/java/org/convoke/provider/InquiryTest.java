package org.convoke.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.dialin.Action;
import org.convoke.dialin.Input;
import org.convoke.dialin.Phrase;
import org.convoke.dialin.PinDialogue;
import org.convoke.dialin.Rules;
import org.convoke.id.Pin;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.provider.Inquiry.Next;
import org.junit.jupiter.api.Test;

class InquiryTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final RoomId room = RoomId.random();
  private final Inquiry inquiry =
      new Inquiry(new PinDialogue(new Rules(3, 10 * SECOND_NS, 5 * SECOND_NS, 30 * SECOND_NS)));

  private static List<Phrase> prompts(String... names) {
    return List.of(names).stream().<Phrase>map(Phrase.Prompt::new).toList();
  }

  @Test
  void theRightPinEnters() {
    assertThat(inquiry.begin(new Input.Ask(4)))
        .isEqualTo(new Next.Gather(prompts("welcome", "enter-pin"), 0, 4));
    assertThat(inquiry.keyed("4821")).isEqualTo(new Next.Ask(new Action.Check(new Pin("4821"), 1)));
    assertThat(inquiry.answered(new Input.Accepted(room, Role.GUEST, true, 0)))
        .isEqualTo(new Next.Enter(new Action.Claim(room, Role.GUEST, true), 0));
  }

  @Test
  void aWrongPinIsAskedForAgainAndTheThirdEndsTheCall() {
    inquiry.begin(new Input.Ask(4));
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(inquiry.keyed("0000"))
          .isEqualTo(new Next.Ask(new Action.Check(new Pin("0000"), attempt)));
      assertThat(inquiry.answered(new Input.Rejected(0)))
          .isEqualTo(new Next.Gather(prompts("wrong-pin", "enter-pin"), 0, 4));
    }
    inquiry.keyed("0000");
    assertThat(inquiry.answered(new Input.Rejected(0)))
        .isEqualTo(new Next.End(prompts("wrong-pin", "goodbye"), 0));
  }

  @Test
  void theDelayOfAThrottledAnswerIsAPause() {
    inquiry.begin(new Input.Ask(4));
    inquiry.keyed("0000");
    assertThat(inquiry.answered(new Input.Rejected(8_000)))
        .isEqualTo(new Next.Gather(prompts("wrong-pin", "enter-pin"), 8_000, 4));
    inquiry.keyed("4821");
    assertThat(inquiry.answered(new Input.Accepted(room, Role.GUEST, false, 8_000)))
        .isEqualTo(new Next.Enter(new Action.Claim(room, Role.GUEST, false), 8_000));
  }

  @Test
  void whoKeysNothingLosesATry() {
    inquiry.begin(new Input.Ask(4));
    assertThat(inquiry.keyed(""))
        .isEqualTo(new Next.Gather(prompts("too-slow", "enter-pin"), 0, 4));
    inquiry.keyed("");
    assertThat(inquiry.keyed("")).isEqualTo(new Next.End(prompts("too-slow", "goodbye"), 0));
  }

  @Test
  void whereLengthsDifferWhatWasKeyedIsTheWholePin() {
    assertThat(inquiry.begin(new Input.Ask(0)))
        .isEqualTo(new Next.Gather(prompts("welcome", "enter-pin"), 0, 0));
    assertThat(inquiry.keyed("482193"))
        .isEqualTo(new Next.Ask(new Action.Check(new Pin("482193"), 1)));
  }

  @Test
  void tooFewDigitsAreATry() {
    inquiry.begin(new Input.Ask(4));
    assertThat(inquiry.keyed("48"))
        .isEqualTo(new Next.Gather(prompts("wrong-pin", "enter-pin"), 0, 4));
  }

  @Test
  void aNumberThatLeadsToARoomEntersAtOnce() {
    assertThat(inquiry.begin(new Input.GoTo(room, Role.GUEST, false, 0)))
        .isEqualTo(new Next.Enter(new Action.Claim(room, Role.GUEST, false), 0));
  }

  @Test
  void whenNobodyCanJudgeItIsSaid() {
    assertThat(inquiry.begin(new Input.CannotServe()))
        .isEqualTo(new Next.End(prompts("system-busy", "try-later", "goodbye"), 0));
  }

  @Test
  void afterTheEndWhateverIsKeyedGetsAGoodbye() {
    inquiry.begin(new Input.Ask(4));
    for (int attempt = 1; attempt <= 3; attempt++) {
      inquiry.keyed("");
    }
    assertThat(inquiry.keyed("")).isEqualTo(new Next.End(prompts("goodbye"), 0));
    assertThat(inquiry.keyed("4821")).isEqualTo(new Next.End(prompts("goodbye"), 0));
  }

  @Test
  void whoWasLetInAndKeysAgainGetsAGoodbye() {
    inquiry.begin(new Input.GoTo(room, Role.GUEST, false, 0));
    assertThat(inquiry.keyed("4821")).isEqualTo(new Next.End(prompts("goodbye"), 0));
  }

  @Test
  void whoIsStoppedAmidTheKeysOfACodeIsAskedForTheRestInSilence() {
    inquiry.begin(new Input.Ask(4));
    assertThat(inquiry.keyed("*123")).isEqualTo(new Next.Gather(prompts(), 0, 3));
    assertThat(inquiry.keyed("456"))
        .isEqualTo(new Next.Ask(new Action.CheckCode(new Pin("123456"), 1)));
    assertThat(inquiry.answered(new Input.Rejected(0)))
        .isEqualTo(new Next.Gather(prompts("wrong-pin", "enter-pin"), 0, 4));
  }

  @Test
  void whoIsStoppedAmidAPinAfterAStarKeysTheRest() {
    inquiry.begin(new Input.Ask(4));
    assertThat(inquiry.keyed("*482")).isEqualTo(new Next.Gather(prompts(), 0, 3));
    assertThat(inquiry.keyed("1")).isEqualTo(new Next.Ask(new Action.Check(new Pin("4821"), 1)));
  }

  @Test
  void whoIsStoppedAmidTheKeysThatCorrectHisPinKeysTheRest() {
    inquiry.begin(new Input.Ask(4));
    assertThat(inquiry.keyed("12*4")).isEqualTo(new Next.Gather(prompts(), 0, 3));
    assertThat(inquiry.keyed("821")).isEqualTo(new Next.Ask(new Action.Check(new Pin("4821"), 1)));
  }

  @Test
  void theRestOfACodeThatDoesNotComeIsOneTry() {
    inquiry.begin(new Input.Ask(4));
    inquiry.keyed("*123");
    assertThat(inquiry.keyed(""))
        .isEqualTo(new Next.Gather(prompts("too-slow", "enter-pin"), 0, 4));
    assertThat(inquiry.keyed("4821")).isEqualTo(new Next.Ask(new Action.Check(new Pin("4821"), 2)));
  }

  @Test
  void whoEndsACodeTooEarlyHimselfLosesATry() {
    inquiry.begin(new Input.Ask(4));
    assertThat(inquiry.keyed("*12"))
        .isEqualTo(new Next.Gather(prompts("wrong-pin", "enter-pin"), 0, 4));
  }
}
