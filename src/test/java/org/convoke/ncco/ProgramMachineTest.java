package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.ncco.TestCall.running;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What programs do when, sound by sound and key by key. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgramMachineTest {
  private static final String TALK = "{'action':'talk','text':'hello'}";
  private static final String MENU = "{'action':'talk','text':'menu','bargeIn':true}";
  private static final String MORE = "{'action':'talk','text':'more'}";
  private static final String INPUT = "{'action':'input','type':['dtmf']}";
  private static final String ONE_KEY = "{'action':'input','type':['dtmf'],'dtmf':{'maxDigits':1}}";
  private static final String TO_HASH =
      "{'action':'input','type':['dtmf'],'dtmf':{'maxDigits':6,'submitOnHash':true}}";
  private static final String EACH_KEY =
      "{'action':'input','type':['dtmf'],'mode':'asynchronous','eventUrl':['http://e/k']}";
  private static final String NEXT = "{'action':'talk','text':'next'}";

  private static String program(String... actions) {
    return "[" + String.join(",", actions) + "]";
  }

  // --- sounds, one after the other

  @Test
  void the_end_of_the_program_is_the_end_of_the_call() {
    TestCall call = running(program(TALK));
    assertThat(call.did()).isEqualTo("talk hello");
    assertThat(call.heard().did()).isEqualTo("hang up app_ended");
    assertThat(call.state).isEqualTo(new ProgramState.Over());
  }

  @Test
  void an_empty_program_ends_the_call_at_once() {
    assertThat(running("[]").did()).isEqualTo("hang up app_ended");
  }

  @Test
  void each_sound_waits_for_the_one_before() {
    TestCall call = running(program(TALK, "{'action':'stream','streamUrl':['http://s/a']}"));
    assertThat(call.did()).isEqualTo("talk hello");
    assertThat(call.after(60_000).did()).isEmpty();
    assertThat(call.heard().did()).isEqualTo("stream http://s/a");
    assertThat(call.heard().did()).isEqualTo("hang up app_ended");
  }

  @Test
  void the_end_of_another_sound_is_not_the_end_of_this_one() {
    TestCall call = running(program(TALK, NEXT));
    call.feed(new ProgramInput.SoundEnded(call.soundId + 7));
    assertThat(call.did()).isEqualTo("talk hello");
  }

  @Test
  void a_sound_that_made_way_for_one_from_outside_begins_again_before_the_program_goes_on() {
    TestCall call = running(program(TALK, NEXT));
    long first = call.soundId;
    assertThat(call.uncovered().did()).isEqualTo("talk hello, talk hello");
    call.feed(new ProgramInput.Uncovered(first)).feed(new ProgramInput.SoundEnded(first));
    assertThat(call.did()).as("late").isEmpty();
    assertThat(call.heard().did()).isEqualTo("talk next");
  }

  @Test
  void a_sound_that_made_way_for_one_that_never_ends_has_its_time_limit() {
    TestCall call = running(program(TALK, NEXT));
    assertThat(call.after(16 * 60_000).did()).isEqualTo("talk hello, hush, talk next");
    assertThat(call.heard().uncovered().did()).isEqualTo("hang up app_ended");
  }

  @Test
  void a_sentence_that_made_way_for_a_sound_from_outside_is_not_said_again() {
    TestCall call = new TestCall(false).feed(new ProgramInput.Begin()).after(1500);
    assertThat(call.uncovered().did()).isEqualTo("ask answer, say ONE_MOMENT, music null");
    assertThat(call.fail().uncovered().did())
        .isEqualTo("report -1 null null, hush, say SORRY, hang up app_failed");
  }

  @Test
  void a_sound_that_cannot_be_played_is_told_and_left_out() {
    TestCall call = running(program(TALK, NEXT));
    assertThat(call.did()).isEqualTo("talk hello");
    call.feed(new ProgramInput.SoundFailed(call.soundId, "text", "No voice."));
    assertThat(call.did()).isEqualTo("report 0 talk text, talk next");
  }

  @Test
  void a_sound_that_never_reports_its_end_is_given_up() {
    TestCall call = running(program(TALK, NEXT));
    call.did();
    assertThat(call.after(16 * 60_000).did()).isEqualTo("hush, talk next");
  }

  @Test
  void an_endless_sound_has_no_deadline() {
    TestCall call = running(program("{'action':'talk','text':'hello','loop':0}"));
    call.did();
    assertThat(call.state.wakeAtNs()).isEqualTo(ProgramState.NEVER);
    assertThat(call.replace(program(NEXT)).did()).isEqualTo("hush, transferred by api, talk next");
  }

  @Test
  void a_wait_is_silence_for_its_time() {
    TestCall call = running(program("{'action':'wait','timeout':2.5}", NEXT));
    assertThat(call.after(2_499).did()).isEmpty();
    assertThat(call.after(1).did()).isEqualTo("talk next");
  }

  // --- barging in

  @Test
  void a_key_does_not_cut_a_sound_that_must_be_heard() {
    TestCall call = running(program(TALK, INPUT));
    assertThat(call.keys("48").did()).isEqualTo("talk hello");
    call.heard();
    assertThat(call.state).isInstanceOf(ProgramState.Collecting.class);
    assertThat(call.keys("21").did()).as("kept for the input").isEqualTo("ask keyed '4821'");
  }

  @Test
  void a_key_cuts_a_sound_with_bargeIn_and_counts() {
    TestCall call = running(program(MENU, INPUT));
    call.did();
    assertThat(call.keys("4").did()).isEqualTo("hush");
    assertThat(call.keys("821").did()).isEqualTo("ask keyed '4821'");
  }

  @Test
  void once_bargeIn_is_set_it_stays_until_an_input() {
    TestCall call = running(program(MENU, MORE, ONE_KEY, TALK, ONE_KEY));
    call.did();
    assertThat(call.heard().did()).isEqualTo("talk more");
    assertThat(call.keys("1").did()).isEqualTo("hush, ask keyed '1'");
    assertThat(call.reply("").did()).isEqualTo("talk hello");
    assertThat(call.keys("2").did()).as("no longer").isEmpty();
    assertThat(call.heard().did()).isEqualTo("ask keyed '2'");
  }

  @Test
  void a_key_leaves_out_all_that_could_be_interrupted_before_the_input() {
    TestCall call = running(program(TALK, MENU, MORE, ONE_KEY));
    assertThat(call.keys("1").did()).isEqualTo("talk hello");
    assertThat(call.heard().did()).isEqualTo("ask keyed '1'");
  }

  @Test
  void an_endless_menu_ends_by_a_key() {
    TestCall call =
        running(program("{'action':'talk','text':'menu','loop':0,'bargeIn':true}", ONE_KEY));
    assertThat(call.after(3_600_000).did()).isEqualTo("talk menu");
    assertThat(call.keys("7").did()).isEqualTo("hush, ask keyed '7'");
  }

  // --- what keys that are told one by one are answered

  @Test
  void a_program_in_the_answer_to_a_key_takes_the_place_of_what_runs() {
    TestCall call = running(program(EACH_KEY, TALK, NEXT));
    assertThat(call.keys("1").did()).isEqualTo("talk hello, tell 1 http://e/k");
    assertThat(call.answered("OK").answered("").answered("[]").did()).isEmpty();
    assertThat(call.answered(program(MORE)).did()).isEqualTo("hush, talk more");
    assertThat(call.heard().did()).isEqualTo("hang up app_ended");
    assertThat(call.answered(program(TALK)).did()).as("too late").isEmpty();
  }

  @Test
  void it_takes_the_call_out_of_its_room() {
    TestCall call = running(program(EACH_KEY, "{'action':'conversation','name':'m'}")).joined();
    call.did();
    assertThat(call.answered(program(TALK)).did())
        .isEqualTo("leave, transferred by webhook, talk hello");
  }

  @Test
  void it_takes_the_call_back_on_its_way_into_a_room() {
    TestCall call = running(program(EACH_KEY, "{'action':'conversation','name':'m'}"));
    call.did();
    assertThat(call.answered(program(TALK)).did())
        .isEqualTo("leave, transferred by webhook, talk hello");
    assertThat(call.joined().did()).as("too late").isEmpty();
  }

  @Test
  void who_is_in_a_room_goes_along_with_a_transfer_of_all() {
    NccoAction.Transfer to =
        (NccoAction.Transfer)
            NccoTest.program("[{'action':'transfer','conversationId':'CON-abcd-efgh-jkmn'}]")
                .actions()
                .getFirst();
    TestCall call = running(program("{'action':'conversation','name':'m'}", TALK)).joined();
    call.did();
    assertThat(call.feed(new ProgramInput.Follow(to)).did()).isEqualTo("leave, follow");
    assertThat(call.feed(new ProgramInput.Follow(to)).did()).as("he does already").isEmpty();
    assertThat(call.joined().did()).isEqualTo("transferred by ncco");
    TestCall other = running(program(TALK));
    other.did();
    assertThat(other.feed(new ProgramInput.Follow(to)).did()).as("in no room").isEmpty();
  }

  // --- input

  @Test
  void an_input_ends_3_seconds_after_the_last_key() {
    TestCall call = running(program(INPUT));
    call.after(2_900).keys("4").after(2_900).keys("8").after(2_999);
    assertThat(call.did()).isEmpty();
    assertThat(call.after(1).did()).isEqualTo("ask keyed '48' late");
  }

  @Test
  void without_a_key_it_ends_3_seconds_after_the_prompt() {
    TestCall call = running(program(TALK, INPUT));
    call.after(10_000).did();
    assertThat(call.heard().after(2_999).did()).isEmpty();
    assertThat(call.after(1).did()).isEqualTo("ask keyed '' late");
  }

  @Test
  void the_time_of_an_input_does_not_run_while_its_menu_is_heard() {
    TestCall call = running(program(MENU, INPUT));
    assertThat(call.after(10_000).did()).isEqualTo("talk menu");
    assertThat(call.heard().after(3_000).did()).isEqualTo("ask keyed '' late");
  }

  @Test
  void an_input_ends_at_its_last_digit() {
    assertThat(running(program(INPUT)).keys("482").did()).isEmpty();
    assertThat(running(program(INPUT)).keys("4821").did()).isEqualTo("ask keyed '4821'");
  }

  @Test
  void a_hash_ends_an_input_that_says_so_and_does_not_count() {
    assertThat(running(program(TO_HASH)).keys("48#").did()).isEqualTo("ask keyed '48'");
    assertThat(running(program(TO_HASH)).keys("#").did()).isEqualTo("ask keyed ''");
  }

  @Test
  void elsewhere_hash_and_star_are_keys_as_any() {
    assertThat(running(program(INPUT)).keys("*4#1").did()).isEqualTo("ask keyed '*4#1'");
  }

  @Test
  void keys_that_no_phone_has_are_passed_over() {
    assertThat(running(program(INPUT)).keys("A4B8C2D1").did()).isEqualTo("ask keyed '4821'");
  }

  @Test
  void an_input_with_no_time_takes_what_is_there() {
    String none = "{'action':'input','type':['dtmf'],'dtmf':{'timeOut':0}}";
    TestCall call = running(program(TALK, none));
    call.keys("12").did();
    assertThat(call.heard().after(0).did()).isEqualTo("ask keyed '12' late");
  }

  @Test
  void keys_typed_ahead_serve_several_inputs() {
    TestCall call = running(program(MENU, ONE_KEY, MENU, TO_HASH));
    assertThat(call.keys("1").did()).isEqualTo("talk menu, hush, ask keyed '1'");
    call.keys("48");
    assertThat(call.reply("").did()).as("he knows the second menu").isEmpty();
    assertThat(call.keys("2#").did()).isEqualTo("ask keyed '482'");
  }

  @Test
  void keys_typed_ahead_reach_the_program_that_the_webhook_answers() {
    TestCall call = running(program(ONE_KEY)).keys("14");
    assertThat(call.did()).isEqualTo("ask keyed '1'");
    assertThat(call.reply(program(MENU, ONE_KEY)).did()).isEqualTo("ask keyed '4'");
  }

  @Test
  void a_hash_after_all_digits_is_a_habit_and_not_the_first_key_of_the_next_input() {
    TestCall call = running(program(INPUT, INPUT)).keys("4821").after(400).keys("#");
    call.did();
    assertThat(call.reply("").keys("1111").did()).isEqualTo("ask keyed '1111'");
    TestCall ahead = running(program(TALK, INPUT, INPUT)).keys("4821#11").heard();
    ahead.did();
    assertThat(ahead.reply("").keys("11").did()).isEqualTo("ask keyed '1111'");
  }

  @Test
  void a_hash_some_time_later_is_a_key() {
    TestCall call = running(program(INPUT, INPUT)).keys("4821").after(1_000).reply("");
    call.did();
    assertThat(call.after(1_500).keys("#111").did()).isEqualTo("ask keyed '#111'");
  }

  @Test
  void no_more_keys_are_kept_than_the_longest_input_takes() {
    TestCall call = running(program(TALK, INPUT)).keys("1".repeat(500));
    assertThat(call.state.toString()).contains("keys=20");
  }

  @Test
  void keys_do_not_print() {
    TestCall call = running(program(TALK, INPUT)).keys("482");
    assertThat(call.state.toString()).doesNotContain("482");
    call.heard();
    assertThat(call.state.toString()).doesNotContain("482");
    call.keys("1");
    assertThat(call.state.toString() + call.effects).doesNotContain("482");
    assertThat(new ProgramInput.Digit('7').toString()).doesNotContain("7");
    assertThat(new ProgramEffect.Tell(null, '7').toString()).doesNotContain("7");
  }

  // --- each key at once

  @Test
  void an_asynchronous_input_tells_each_key_while_the_program_goes_on() {
    TestCall call = running(program(EACH_KEY, TALK, NEXT));
    assertThat(call.did()).isEqualTo("talk hello");
    assertThat(call.keys("4#").did()).isEqualTo("tell 4 http://e/k, tell # http://e/k");
    assertThat(call.heard().keys("1").did()).isEqualTo("talk next, tell 1 http://e/k");
  }

  @Test
  void keys_typed_before_an_asynchronous_input_are_told_one_by_one() {
    TestCall call = running(program(TALK, EACH_KEY, NEXT)).keys("48");
    assertThat(call.heard().did())
        .isEqualTo("talk hello, tell 4 http://e/k, tell 8 http://e/k, talk next");
  }

  @Test
  void keys_in_a_room_are_told_who_asked_and_are_for_no_input() {
    TestCall call =
        running(program(EACH_KEY, "{'action':'conversation','name':'a'}", ONE_KEY)).joined();
    call.did();
    assertThat(call.keys("7").did()).isEqualTo("tell 7 http://e/k");
    call.feed(new ProgramInput.Dismissed("ended"));
    assertThat(call.did()).isEmpty();
    assertThat(call.state).isInstanceOf(ProgramState.Collecting.class);
  }

  @Test
  void listening_begins_and_ends_by_REST() {
    TestCall call = running(program(INPUT));
    call.feed(new ProgramInput.Listen(new Webhook("http://r/", "POST")));
    assertThat(call.keys("48").did()).isEqualTo("tell 4 http://r/, tell 8 http://r/");
    call.feed(new ProgramInput.Listen(null));
    assertThat(call.keys("21").did()).as("the input goes on").isEqualTo("ask keyed '4821'");
  }

  @Test
  void an_asynchronous_input_without_a_URL_tells_the_application() {
    String plain = "{'action':'input','type':['dtmf'],'mode':'asynchronous'}";
    assertThat(running(program(plain, TALK)).keys("1").did()).isEqualTo("talk hello, tell 1");
  }
}
