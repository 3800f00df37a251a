package org.convoke.dialin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The lettered scenarios of the package, each by its letter. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PinDialogueTest {
  private static final RoomId ROOM = new RoomId("abcd-efgh-jkmn");
  private static final ParticipantId ADA = ParticipantId.random();
  private static final Input RIGHT = new Input.Accepted(ROOM, Role.GUEST, false, 0);
  private static final Input WRONG = new Input.Rejected(0);

  private final TestCaller caller = new TestCaller();

  private TestCaller asked(int pinLength) {
    caller.feed(new Input.Ask(pinLength));
    assertThat(caller.did()).isEqualTo("say welcome+enter-pin");
    return caller;
  }

  private TestCaller ready(int pinLength) {
    return asked(pinLength).saidAll();
  }

  @Test
  void A_the_fourth_key_completes_a_pin_of_four() {
    ready(4).keys("482");
    assertThat(caller.did()).isEmpty();
    caller.keys("1");
    assertThat(caller.did()).isEqualTo("check 4821 1");
    caller.feed(RIGHT);
    assertThat(caller.did()).isEqualTo("claim GUEST");
    caller.feed(new Input.Joined(1, false));
    assertThat(caller.did()).isEqualTo("say one-other-here");
  }

  private TestCaller seated() {
    caller.feed(new Input.GoTo(ROOM, Role.GUEST, false, 0)).feed(new Input.Joined(1, false));
    caller.saidAll().did();
    return caller;
  }

  @Test
  void V_who_is_held_by_the_api_hears_the_waiting_sound_until_he_is_back() {
    seated().feed(new Input.Held(true));
    assertThat(caller.did()).isEqualTo("play WAITING");
    caller.feed(new Input.Alone(true)).feed(new Input.Held(false));
    assertThat(caller.did()).isEmpty();
    caller.feed(new Input.Alone(false));
    assertThat(caller.did()).isEqualTo("hush");
    caller.feed(new Input.Tell(List.of(new Phrase.Prompt("now-muted")))).feed(new Input.Held(true));
    assertThat(caller.did()).isEqualTo("say now-muted");
    caller.saidAll();
    assertThat(caller.did()).isEqualTo("play WAITING");
    caller.feed(new Input.Held(false));
    assertThat(caller.did()).isEqualTo("hush");
  }

  @Test
  void W_who_is_moved_is_welcomed_there_and_who_is_turned_away_stays() {
    seated().feed(new Input.Joined(1, true));
    assertThat(caller.did()).isEqualTo("say welcome+one-other-here+audience-muted");
    caller.saidAll().feed(new Input.TurnedAway("full"));
    assertThat(caller.did()).isEqualTo("say room-full");
    caller.saidAll().feed(new Input.Held(true));
    assertThat(caller.did()).isEqualTo("play WAITING");
    caller.feed(new Input.MustWait("host"));
    assertThat(caller.did()).isEqualTo("say welcome+waiting-for-host");
    caller.saidAll().feed(new Input.TurnedAway("locked"));
    assertThat(caller.did()).isEqualTo("play WAITING, say room-locked");
    caller.saidAll().feed(new Input.Joined(0, false));
    assertThat(caller.did()).isEqualTo("play WAITING, say welcome+you-are-first");
  }

  @Test
  void B_a_key_interrupts_the_prompt_at_once_and_counts() {
    asked(4).keys("4");
    assertThat(caller.did()).isEqualTo("hush");
    caller.keys("821");
    assertThat(caller.did()).isEqualTo("check 4821 1");
  }

  @Test
  void C_where_lengths_differ_the_hash_completes() {
    ready(0).keys("4821");
    assertThat(caller.did()).isEmpty();
    caller.keys("#");
    assertThat(caller.did()).isEqualTo("check 4821 1");
  }

  @Test
  void D_where_lengths_differ_a_pause_completes() {
    ready(0).keys("4821").after(4_999);
    assertThat(caller.did()).isEmpty();
    caller.after(1);
    assertThat(caller.did()).isEqualTo("check 4821 1");
  }

  @Test
  void E_where_lengths_differ_the_tenth_key_completes() {
    ready(0).keys("482148210");
    assertThat(caller.did()).isEmpty();
    caller.keys("9");
    assertThat(caller.did()).isEqualTo("check 4821482109 1");
  }

  @Test
  void F_the_star_starts_over_within_the_same_try() {
    ready(4).keys("48*");
    assertThat(caller.did()).isEqualTo("say enter-pin");
    caller.keys("4821");
    assertThat(caller.did()).isEqualTo("hush, check 4821 1");
  }

  @Test
  void G_three_wrong_pins_end_with_goodbye_and_bye() {
    ready(4).keys("1111").feed(WRONG);
    assertThat(caller.did()).isEqualTo("check 1111 1, say wrong-pin+enter-pin");
    caller.keys("1111").feed(WRONG);
    assertThat(caller.did()).isEqualTo("hush, check 1111 2, say wrong-pin+enter-pin");
    caller.keys("1111").feed(WRONG);
    assertThat(caller.did()).isEqualTo("hush, check 1111 3, say wrong-pin+goodbye");
    caller.keys("4821").saidAll();
    assertThat(caller.did()).isEqualTo("hang up pin_failed");
    caller.keys("4821").saidAll().after(60_000);
    assertThat(caller.did()).isEmpty();
  }

  @Test
  void H_silence_costs_a_try_each_time_and_ends_the_call() {
    ready(4).after(9_999);
    assertThat(caller.did()).isEmpty();
    caller.after(1);
    assertThat(caller.did()).isEqualTo("missed 1 left 2 timeout, say too-slow+enter-pin");
    caller.saidAll().after(10_000);
    assertThat(caller.did()).isEqualTo("missed 2 left 1 timeout, say too-slow+enter-pin");
    caller.saidAll().after(10_000);
    assertThat(caller.did()).isEqualTo("missed 3 left 0 timeout, say too-slow+goodbye");
    caller.saidAll();
    assertThat(caller.did()).isEqualTo("hang up pin_failed");
  }

  @Test
  void I_a_pin_that_is_not_finished_costs_a_try() {
    ready(4).keys("48").after(5_000);
    assertThat(caller.did()).isEqualTo("missed 1 left 2 timeout, say too-slow+enter-pin");
    caller.keys("4821");
    assertThat(caller.did()).isEqualTo("hush, check 4821 2");
  }

  @Test
  void J_starting_over_does_not_stretch_the_total_time() {
    ready(4);
    for (int i = 0; i < 29; i++) {
      caller.keys("4*").after(1_000);
    }
    assertThat(caller.did()).doesNotContain("missed");
    caller.keys("4*").after(1_000);
    assertThat(caller.did()).contains("missed 1 left 2 timeout");
  }

  @Test
  void K_fewer_keys_than_any_pin_has_are_wrong_without_asking() {
    ready(0).keys("12#");
    assertThat(caller.did()).isEqualTo("missed 1 left 2 incomplete, say wrong-pin+enter-pin");
  }

  @Test
  void L_a_try_that_nobody_could_judge_does_not_count() {
    ready(4);
    for (int i = 1; i < 5; i++) {
      caller.keys("4821").feed(new Input.NoAnswer());
      assertThat(caller.did()).endsWith("check 4821 1, say system-busy+try-again+enter-pin");
    }
    caller.keys("4821").feed(new Input.NoAnswer()).saidAll();
    assertThat(caller.did())
        .endsWith("check 4821 1, say system-busy+try-later+goodbye, hang up unavailable");
  }

  @Test
  void M_a_throttled_answer_comes_after_the_hold_tone() {
    ready(4).keys("1111");
    caller.after(100).feed(new Input.Rejected(4_000));
    assertThat(caller.did()).isEqualTo("check 1111 1, play HOLD_TONE");
    caller.keys("48").after(3_899);
    assertThat(caller.did()).isEmpty();
    caller.after(1);
    assertThat(caller.did()).isEqualTo("say wrong-pin+enter-pin");
    caller.keys("4821").feed(new Input.Accepted(ROOM, Role.GUEST, true, 8_000)).after(7_999);
    assertThat(caller.did()).isEqualTo("hush, check 4821 2, play HOLD_TONE");
    caller.after(1);
    assertThat(caller.did()).isEqualTo("claim GUEST lobby");
  }

  @Test
  void M_the_voice_comes_at_the_same_time_however_long_the_lookup_took() {
    for (int lookupMs : new int[] {1, 50, 399}) {
      TestCaller one = new TestCaller();
      one.feed(new Input.Ask(4)).saidAll().keys("1111").after(lookupMs);
      one.feed(new Input.Rejected(400)).did();
      one.after(399 - lookupMs);
      assertThat(one.did()).isEmpty();
      one.after(1);
      assertThat(one.did()).isEqualTo("say wrong-pin+enter-pin");
    }
  }

  @Test
  void N_a_room_that_is_full_locked_or_closed_says_so_and_ends_the_call() {
    for (String why : List.of("full", "locked", "closed")) {
      TestCaller one = new TestCaller();
      one.feed(new Input.Ask(4)).saidAll().keys("4821").feed(RIGHT).did();
      one.feed(new Input.TurnedAway(why)).saidAll();
      assertThat(one.did()).isEqualTo("say room-" + why + "+goodbye, hang up room_" + why);
    }
  }

  @Test
  void N_a_room_that_cannot_be_asked_says_try_later() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.TurnedAway("unavailable")).saidAll();
    assertThat(caller.did()).endsWith("say system-busy+try-later+goodbye, hang up unavailable");
  }

  @Test
  void O_who_waits_for_the_host_hears_music_until_let_in() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.MustWait("host"));
    assertThat(caller.did()).endsWith("claim GUEST, say waiting-for-host");
    caller.saidAll();
    assertThat(caller.did()).isEqualTo("play WAITING");
    caller.keys("*6").feed(new Input.LetIn(1, true));
    assertThat(caller.did()).isEqualTo("say admitted+one-other-here+audience-muted");
    assertThat(caller.state).isInstanceOf(State.Seated.class);
  }

  @Test
  void O_who_is_in_the_lobby_is_told_that_a_host_must_let_him_in() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.MustWait("lobby"));
    assertThat(caller.did()).endsWith("say waiting-for-admission");
  }

  @Test
  void P_a_call_straight_to_a_room_is_claimed_at_once_and_welcomed_there() {
    caller.feed(new Input.GoTo(ROOM, Role.HOST, false, 0));
    assertThat(caller.did()).isEqualTo("claim HOST");
    caller.feed(new Input.Joined(3, false));
    assertThat(caller.did()).isEqualTo("say welcome+3+others-here");
  }

  @Test
  void P_a_throttled_call_straight_to_a_room_waits_first() {
    caller.feed(new Input.GoTo(ROOM, Role.GUEST, true, 2_000)).after(1_999);
    assertThat(caller.did()).isEqualTo("play HOLD_TONE");
    caller.after(1).feed(new Input.MustWait("lobby"));
    assertThat(caller.did()).isEqualTo("claim GUEST lobby, say welcome+waiting-for-admission");
  }

  @Test
  void Q_music_plays_to_the_only_one_until_the_second_joins() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.Joined(0, false)).saidAll();
    assertThat(caller.did()).endsWith("say you-are-first, play WAITING");
    caller.feed(new Input.Alone(false));
    assertThat(caller.did()).isEqualTo("hush");
    caller.feed(new Input.Alone(true));
    assertThat(caller.did()).isEqualTo("play WAITING");
  }

  @Test
  void Q_company_that_comes_during_the_prompt_leaves_it_and_spares_the_music() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.Joined(0, false));
    caller.did();
    caller.feed(new Input.Alone(false)).saidAll();
    assertThat(caller.did()).isEmpty();
  }

  @Test
  void Q_a_known_key_cuts_the_prompt_and_the_music_goes_on() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.Joined(0, false));
    caller.did();
    caller.keys("*");
    assertThat(caller.did()).isEqualTo("play WAITING");
    caller.keys("6");
    assertThat(caller.did()).isEmpty();
  }

  @Test
  void in_the_room_an_answer_replaces_and_a_notice_follows_what_is_said() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.Joined(2, false));
    caller.did();
    caller.feed(new Input.Mention(List.of(new Phrase.Prompt("someone-waiting"))));
    assertThat(caller.did()).isEmpty();
    caller.saidAll();
    assertThat(caller.did()).isEqualTo("say someone-waiting");
    caller.feed(new Input.Tell(List.of(new Phrase.Prompt("now-muted"))));
    assertThat(caller.did()).isEqualTo("say now-muted");
    caller.saidAll().saidAll();
    assertThat(caller.did()).isEmpty();
  }

  @Test
  void R_an_ended_meeting_is_said_whatever_speaks_and_ends_the_call() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.Joined(2, false));
    caller.did();
    caller.feed(new Input.Dismissed("ended")).saidAll();
    assertThat(caller.did()).isEqualTo("say meeting-ended+goodbye, hang up room_ended");
  }

  @Test
  void R_who_is_removed_or_left_by_the_host_hears_that() {
    ready(4).keys("4821").feed(RIGHT).feed(new Input.MustWait("host"));
    caller.did();
    caller.feed(new Input.Dismissed("removed")).saidAll();
    assertThat(caller.did()).isEqualTo("say removed+goodbye, hang up removed");
    TestCaller other = new TestCaller();
    other.feed(new Input.GoTo(ROOM, Role.GUEST, false, 0)).feed(new Input.Joined(1, false)).did();
    other.feed(new Input.Dismissed("host_left"));
    assertThat(other.did()).isEqualTo("say host-left+meeting-ended+goodbye");
  }

  @Test
  void S_a_prompt_that_never_ends_does_not_hold_the_call() {
    asked(4).after(40_000);
    assertThat(caller.did()).isEqualTo("missed 1 left 2 timeout, say too-slow+enter-pin");
    caller.feed(new Input.Dismissed("ended")).after(30_000);
    assertThat(caller.did()).isEqualTo("say meeting-ended+goodbye, hang up room_ended");
  }

  @Test
  void T_a_star_as_the_first_key_begins_a_code_of_six_digits() {
    asked(4).keys("*");
    assertThat(caller.did()).isEqualTo("hush");
    caller.keys("12345");
    assertThat(caller.did()).isEmpty();
    caller.keys("6");
    assertThat(caller.did()).isEqualTo("code 123456 1");
    caller.feed(new Input.AcceptedCode(ROOM, ADA, 0));
    assertThat(caller.did()).isEqualTo("merge " + ADA);
    caller.feed(new Input.Joined(1, false)).saidAll();
    assertThat(caller.did()).isEqualTo("say merged+one-other-here");
  }

  @Test
  void T_a_wrong_code_sounds_like_a_wrong_pin_and_costs_a_try() {
    ready(4).keys("*123456").feed(new Input.Rejected(300)).after(300);
    assertThat(caller.did()).isEqualTo("code 123456 1, say wrong-pin+enter-pin");
    caller.keys("4821");
    assertThat(caller.did()).isEqualTo("hush, check 4821 2");
  }

  @Test
  void T_a_hash_ends_a_code_and_too_few_digits_are_wrong() {
    ready(4).keys("*123#");
    assertThat(caller.did()).isEqualTo("missed 1 left 2 incomplete, say wrong-pin+enter-pin");
    caller.keys("*123456#").feed(new Input.Rejected(0));
    assertThat(caller.did()).isEqualTo("hush, code 123456 2, say wrong-pin+enter-pin");
  }

  @Test
  void T_a_star_within_a_code_starts_over() {
    ready(4).keys("*12*");
    assertThat(caller.did()).isEqualTo("say enter-pin");
    caller.keys("4821");
    assertThat(caller.did()).isEqualTo("hush, check 4821 1");
  }

  @Test
  void T_a_pin_after_a_star_is_a_pin_when_nothing_more_comes() {
    ready(4).keys("*4821").after(4_999);
    assertThat(caller.did()).isEmpty();
    caller.after(1);
    assertThat(caller.did()).isEqualTo("check 4821 1");
    TestCaller hash = new TestCaller();
    hash.feed(new Input.Ask(4)).saidAll().keys("*4821#");
    assertThat(hash.did()).endsWith("check 4821 1");
    TestCaller few = new TestCaller();
    few.feed(new Input.Ask(4)).saidAll().keys("*48").after(5_000);
    assertThat(few.did()).endsWith("missed 1 left 2 timeout, say too-slow+enter-pin");
  }

  @Test
  void T_who_may_only_wait_or_comes_too_late_hears_that() {
    ready(4).keys("*123456").feed(new Input.AcceptedCode(ROOM, ADA, 0)).did();
    caller.feed(new Input.MustWait("lobby"));
    assertThat(caller.did()).isEqualTo("say waiting-for-admission");
    caller.feed(new Input.LetIn(1, false));
    assertThat(caller.did()).isEqualTo("say admitted+one-other-here");
    TestCaller late = new TestCaller();
    late.feed(new Input.Ask(4)).saidAll().keys("*123456");
    late.feed(new Input.AcceptedCode(ROOM, ADA, 0)).feed(new Input.TurnedAway("gone")).saidAll();
    assertThat(late.did()).endsWith("say wrong-pin+goodbye, hang up pin_failed");
  }

  @Test
  void T_a_throttled_code_waits_as_a_pin_does() {
    ready(4).keys("*123456").feed(new Input.AcceptedCode(ROOM, ADA, 2_000)).after(1_999);
    assertThat(caller.did()).isEqualTo("code 123456 1, play HOLD_TONE");
    caller.after(1);
    assertThat(caller.did()).isEqualTo("merge " + ADA);
  }

  @Test
  void U_a_dialled_code_makes_the_call_the_sound_at_once() {
    caller.feed(new Input.Become(ROOM, ADA, 0));
    assertThat(caller.did()).isEqualTo("merge " + ADA);
    caller.feed(new Input.Joined(2, true));
    assertThat(caller.did()).isEqualTo("say merged+2+others-here+now-muted");
    caller.feed(new Input.Dismissed("left")).saidAll();
    assertThat(caller.did()).isEqualTo("say goodbye, hang up left");
  }

  @Test
  void a_hash_after_a_complete_pin_or_before_the_first_key_does_nothing() {
    asked(4).keys("#");
    assertThat(caller.did()).isEmpty();
    caller.keys("4821#").feed(WRONG);
    assertThat(caller.did()).isEqualTo("hush, check 4821 1, say wrong-pin+enter-pin");
    caller.keys("#AB");
    assertThat(caller.did()).isEmpty();
  }

  @Test
  void nothing_that_prints_shows_a_key() {
    ready(4).keys("482");
    assertThat(caller.state.toString()).doesNotContain("482");
    assertThat(new Input.Digit('4').toString()).doesNotContain("4");
    caller.keys("1");
    assertThat(caller.actions.toString()).doesNotContain("4821");
    TestCaller code = new TestCaller();
    code.feed(new Input.Ask(4)).saidAll().keys("*12345");
    assertThat(code.state.toString()).doesNotContain("123");
    code.keys("6");
    assertThat(code.actions.toString()).doesNotContain("123456");
  }
}
