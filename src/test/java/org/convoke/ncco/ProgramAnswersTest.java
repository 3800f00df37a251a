package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.ncco.TestCall.running;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the application's answers do, and rooms, and others' hands. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgramAnswersTest {
  private static final String TALK = "{'action':'talk','text':'hello'}";
  private static final String NEXT = "{'action':'talk','text':'next'}";
  private static final String NOTIFY =
      "{'action':'notify','payload':{'a':1},'eventUrl':['http://e/n']}";
  private static final String ONE_KEY = "{'action':'input','type':['dtmf'],'dtmf':{'maxDigits':1}}";
  private static final String ROOM =
      "{'action':'conversation','name':'a','musicOnHoldUrl':['http://m/']}";
  private static final String TRANSFER =
      "{'action':'transfer','conversationId':'CON-abcd-efgh-jkmn'}";

  private static String program(String... actions) {
    return "[" + String.join(",", actions) + "]";
  }

  // --- webhooks

  @Test
  void a_program_that_a_webhook_answers_takes_the_place_of_the_rest() {
    TestCall call = running(program(ONE_KEY, TALK)).keys("1");
    assertThat(call.did()).isEqualTo("ask keyed '1'");
    assertThat(call.reply(program(NEXT)).did()).isEqualTo("talk next");
    assertThat(call.heard().did()).isEqualTo("hang up app_ended");
  }

  @Test
  void without_one_the_program_goes_on() {
    TestCall call = running(program(NOTIFY, TALK));
    assertThat(call.did()).isEqualTo("ask reached {\"a\":1}");
    assertThat(call.reply("OK").did()).isEqualTo("talk hello");
  }

  @Test
  void a_webhook_that_fails_is_asked_for_at_the_fallback() {
    TestCall call = running(program(NOTIFY, TALK));
    call.did();
    assertThat(call.fail().did())
        .isEqualTo("report 0 notify eventUrl, ask fallback of reached {\"a\":1}");
    assertThat(call.reply(program(NEXT)).did()).isEqualTo("talk next");
  }

  @Test
  void when_the_fallback_fails_too_the_rest_of_the_program_goes_on() {
    TestCall call = running(program(ONE_KEY, TALK)).keys("1").fail();
    call.did();
    assertThat(call.fail().did()).isEqualTo("report -1 null null, talk hello");
  }

  @Test
  void where_nothing_follows_the_caller_is_told_before_the_end() {
    TestCall call = running(program(ONE_KEY)).keys("1").fail();
    call.did();
    assertThat(call.fail().did()).isEqualTo("report -1 null null, say SORRY");
    assertThat(call.heard().did()).isEqualTo("hang up app_failed");
  }

  @Test
  void without_a_fallback_the_rest_goes_on_at_once() {
    TestCall call = new TestCall(false).feed(new ProgramInput.Begin()).reply(program(NOTIFY, TALK));
    call.did();
    assertThat(call.fail().did()).isEqualTo("report 0 notify eventUrl, talk hello");
  }

  @Test
  void a_faulty_program_is_told_by_its_action_and_field_and_the_fallback_asked() {
    TestCall call = new TestCall(true).feed(new ProgramInput.Begin());
    call.did();
    assertThat(call.reply("[{'action':'wait'},{'action':'conversation'}]").did())
        .isEqualTo("report 1 conversation name, ask fallback of answer");
    assertThat(call.reply(program(TALK)).did()).isEqualTo("talk hello");
  }

  @Test
  void when_nobody_says_what_shall_happen_the_caller_is_told_and_the_call_ends() {
    TestCall call = new TestCall(true).feed(new ProgramInput.Begin()).fail();
    call.did();
    assertThat(call.fail().did()).isEqualTo("report -1 null null, say SORRY");
    assertThat(call.heard().did()).isEqualTo("hang up app_failed");
    TestCall alone = new TestCall(false).feed(new ProgramInput.Begin());
    alone.did();
    assertThat(alone.fail().did()).isEqualTo("report -1 null null, say SORRY");
    assertThat(alone.after(31_000).did()).as("no end reported").isEqualTo("hang up app_failed");
  }

  @Test
  void while_a_server_is_slow_the_caller_hears_that_it_takes_a_moment() {
    TestCall call = new TestCall(true).feed(new ProgramInput.Begin());
    call.after(1_499);
    assertThat(call.did()).isEqualTo("ask answer");
    assertThat(call.after(1).did()).isEqualTo("say ONE_MOMENT");
    assertThat(call.heard().did()).isEqualTo("music null");
    assertThat(call.reply(program(TALK)).did()).isEqualTo("hush, talk hello");
  }

  @Test
  void the_moment_is_said_once_while_the_fallback_is_asked() {
    TestCall call = new TestCall(true).feed(new ProgramInput.Begin()).after(2_000);
    assertThat(call.did()).isEqualTo("ask answer, say ONE_MOMENT");
    assertThat(call.fail().after(5_000).did())
        .isEqualTo("report -1 null null, ask fallback of answer");
    assertThat(call.fail().did()).isEqualTo("report -1 null null, hush, say SORRY");
  }

  @Test
  void an_answer_that_never_comes_has_failed() {
    TestCall call = running(program(NOTIFY, TALK));
    call.did();
    assertThat(call.after(30_000).did())
        .isEqualTo("say ONE_MOMENT, report 0 notify eventUrl, ask fallback of reached {\"a\":1}");
    assertThat(call.after(30_000).did()).isEqualTo("report -1 null null, hush, talk hello");
  }

  @Test
  void late_answers_are_harmless() {
    TestCall call = running(program(NOTIFY, TALK, NEXT));
    long late = call.questionId;
    call.reply("").did();
    call.feed(new ProgramInput.Replied(late, NccoTest.program(program(NEXT))));
    call.feed(new ProgramInput.Failed(late, "Too late."));
    call.feed(new ProgramInput.Faulty(late, NccoFault.of("Too late.")));
    call.feed(new ProgramInput.Joined(late));
    call.feed(new ProgramInput.LetIn());
    call.feed(new ProgramInput.Dismissed("ended"));
    assertThat(call.did()).isEmpty();
    assertThat(call.state.actionIndex()).isEqualTo(1);
  }

  @Test
  void programs_that_replace_each_other_at_once_without_a_sound_end() {
    TestCall call = running(program(NOTIFY));
    for (int i = 0; i < 10; i++) {
      assertThat(call.after(90).did()).as("%d", i).isEqualTo("ask reached {\"a\":1}");
      call.reply(program(NOTIFY));
    }
    assertThat(call.after(90).did()).isEqualTo("ask reached {\"a\":1}");
    call.reply(program(NOTIFY));
    assertThat(call.did()).isEqualTo("report -1 null null, say SORRY");
  }

  @Test
  void programs_that_replace_each_other_with_a_sound_or_slowly_go_on() {
    TestCall call = running(program(TALK, NOTIFY));
    for (int i = 0; i < 100; i++) {
      call.heard().reply(program(TALK, NOTIFY));
    }
    assertThat(call.state).isInstanceOf(ProgramState.Playing.class);
    TestCall slow = running(program("{'action':'wait','timeout':1}", NOTIFY));
    for (int i = 0; i < 100; i++) {
      slow.after(1_000).reply(program("{'action':'wait','timeout':1}", NOTIFY));
    }
    assertThat(slow.state).isInstanceOf(ProgramState.Pausing.class);
  }

  @Test
  void a_call_tells_its_application_so_much_and_no_more() {
    TestCall call = running(program(NOTIFY));
    for (int i = 0; i < 9_998; i++) {
      call.after(1_001).reply(program(NOTIFY));
    }
    call.did();
    assertThat(call.after(1_001).reply(program(NOTIFY)).did())
        .isEqualTo("report -1 null null, say SORRY");
  }

  // --- rooms

  @Test
  void a_conversation_lasts_until_the_call_leaves_the_room() {
    TestCall call = running(program(ROOM, TALK));
    assertThat(call.did()).isEqualTo("enter a");
    assertThat(call.joined().after(7_200_000).did()).isEmpty();
    call.feed(new ProgramInput.Dismissed("ended"));
    assertThat(call.did()).isEqualTo("talk hello");
  }

  @Test
  void when_nothing_follows_the_end_of_the_room_ends_the_call() {
    TestCall call = running(program(ROOM)).joined().feed(new ProgramInput.Dismissed("host_left"));
    assertThat(call.did()).isEqualTo("enter a, hang up room_ended");
  }

  @Test
  void who_is_removed_is_hung_up() {
    TestCall call =
        running(program(ROOM, TALK)).joined().feed(new ProgramInput.Dismissed("removed"));
    assertThat(call.did()).isEqualTo("enter a, hang up removed");
  }

  @Test
  void until_the_room_starts_there_is_its_music() {
    TestCall call = running(program(ROOM));
    call.feed(new ProgramInput.MustWait(call.entryId));
    assertThat(call.did()).isEqualTo("enter a, music http://m/");
    assertThat(call.feed(new ProgramInput.LetIn()).did()).isEqualTo("hush");
    assertThat(call.state).isInstanceOf(ProgramState.InRoom.class);
  }

  @Test
  void who_is_turned_away_goes_on_or_is_told() {
    TestCall call = running(program(ROOM, TALK));
    call.feed(new ProgramInput.TurnedAway(call.entryId, "full"));
    assertThat(call.did()).isEqualTo("enter a, report 0 conversation name, talk hello");
    TestCall last = running(program(ROOM));
    last.feed(new ProgramInput.TurnedAway(last.entryId, "full"));
    assertThat(last.did()).isEqualTo("enter a, report 0 conversation name, say ROOM_FULL");
    assertThat(last.heard().did()).isEqualTo("hang up room_full");
  }

  @Test
  void a_room_that_does_not_answer_is_given_up() {
    TestCall call = running(program(ROOM));
    assertThat(call.after(30_000).did())
        .isEqualTo("enter a, leave, report 0 conversation name, say SORRY");
  }

  @Test
  void a_transfer_ends_the_program() {
    TestCall call = running(program(TRANSFER, TALK));
    assertThat(call.joined().did()).isEqualTo("enter live, transferred by ncco");
    assertThat(call.feed(new ProgramInput.Dismissed("ended")).did())
        .isEqualTo("hang up room_ended");
  }

  @Test
  void a_transfer_to_what_is_not_live_is_told_and_the_program_goes_on() {
    TestCall call = running(program(TRANSFER, TALK));
    call.feed(new ProgramInput.TurnedAway(call.entryId, "gone"));
    assertThat(call.did()).isEqualTo("enter live, report 0 transfer conversationId, talk hello");
  }

  // --- others' hands

  @Test
  void a_program_by_REST_takes_the_place_of_whatever_happens() {
    String next = "transferred by api, talk next";
    assertThat(after(running(program(TALK)))).isEqualTo("hush, " + next);
    assertThat(after(running(program(ONE_KEY)))).isEqualTo(next);
    assertThat(after(running(program(NOTIFY)))).isEqualTo(next);
    assertThat(after(running(program(NOTIFY)).after(2_000))).isEqualTo("hush, " + next);
    assertThat(after(running(program("{'action':'wait'}")))).isEqualTo(next);
    assertThat(after(running(program(ROOM)))).isEqualTo("leave, " + next);
    assertThat(after(running(program(ROOM)).joined())).isEqualTo("leave, " + next);
    TestCall waiting = running(program(ROOM));
    waiting.feed(new ProgramInput.MustWait(waiting.entryId));
    assertThat(after(waiting)).isEqualTo("hush, leave, " + next);
    assertThat(after(new TestCall(true).feed(new ProgramInput.Begin()))).isEqualTo(next);
  }

  private static String after(TestCall call) {
    call.did();
    return call.replace(program(NEXT)).did();
  }

  @Test
  void keys_meant_for_the_program_that_was_replaced_are_forgotten() {
    TestCall call = running(program(TALK, ONE_KEY)).keys("77").replace(program(ONE_KEY));
    call.did();
    assertThat(call.keys("1").did()).isEqualTo("ask keyed '1'");
  }

  @Test
  void what_runs_goes_on_until_the_program_of_a_URL_is_there() {
    TestCall call = running(program(TALK, NEXT));
    call.did();
    call.feed(new ProgramInput.ReplaceByUrl("http://r/"));
    assertThat(call.did()).isEqualTo("ask for http://r/");
    assertThat(call.heard().did()).isEqualTo("talk next");
    assertThat(call.reply(program(ROOM)).did()).isEqualTo("hush, transferred by api, enter a");
  }

  @Test
  void a_URL_without_a_program_changes_nothing() {
    TestCall call = running(program(TALK));
    call.did();
    call.feed(new ProgramInput.ReplaceByUrl("http://r/")).fail();
    assertThat(call.did())
        .isEqualTo("ask for http://r/, report -1 null null, ask fallback of for http://r/");
    assertThat(call.fail().did()).isEqualTo("report -1 null null");
    assertThat(call.heard().did()).isEqualTo("hang up app_ended");
  }

  @Test
  void a_call_that_was_moved_leaves_its_program() {
    for (String program : new String[] {program(TALK, NEXT), program(ROOM, NEXT)}) {
      TestCall call = running(program);
      call.joined().did();
      call.feed(new ProgramInput.Moved(false));
      assertThat(call.did()).as(program).isIn("hush, transferred by api", "transferred by api");
      assertThat(call.feed(new ProgramInput.Dismissed("ended")).did())
          .isEqualTo("hang up room_ended");
    }
  }

  @Test
  void a_call_that_was_moved_may_have_to_wait_there() {
    TestCall call = running(program(ONE_KEY, NEXT));
    call.feed(new ProgramInput.Moved(true));
    assertThat(call.did()).isEqualTo("transferred by api, music null");
    assertThat(call.after(60_000).feed(new ProgramInput.LetIn()).did()).isEqualTo("hush");
    assertThat(call.state).isInstanceOf(ProgramState.InRoom.class);
  }

  @Test
  void who_hangs_up_ends_the_program_wherever_it_is() {
    for (String program :
        new String[] {program(TALK), program(ONE_KEY), program(NOTIFY), program(ROOM)}) {
      TestCall call = running(program);
      call.did();
      call.feed(new ProgramInput.HungUp());
      assertThat(call.after(60_000).keys("1").heard().joined().did()).as(program).isEmpty();
      assertThat(call.state).isEqualTo(new ProgramState.Over());
    }
  }

  @Test
  void what_goes_wrong_while_it_runs_names_the_action_and_the_field() {
    TestCall locked = running(program(ROOM));
    locked.feed(new ProgramInput.TurnedAway(locked.entryId, "locked"));
    assertThat(reasons(locked))
        .containsExactly("Action 0 (from 0), conversation: name: The room is locked.");
    TestCall unheard = running(program(TALK, NOTIFY)).heard().fail();
    assertThat(reasons(unheard))
        .containsExactly("Action 1 (from 0), notify: eventUrl: It did not answer.");
  }

  @Test
  void of_two_errors_the_second_says_that_it_is_of_the_fallback_URL() {
    TestCall call = new TestCall(true).feed(new ProgramInput.Begin()).fail().fail();
    assertThat(reasons(call))
        .containsExactly("It did not answer.", "Fallback URL: It did not answer.");
    String faulty = "[{'action':'talk'}]";
    call = new TestCall(true).feed(new ProgramInput.Begin()).reply(faulty).reply(faulty);
    assertThat(reasons(call))
        .containsExactly(
            "Action 0 (from 0), talk: text is required.",
            "Fallback URL: Action 0 (from 0), talk: text is required.");
  }

  private static List<String> reasons(TestCall call) {
    return call.effects.stream()
        .filter(ProgramEffect.Report.class::isInstance)
        .map(it -> ((ProgramEffect.Report) it).fault().reason())
        .toList();
  }
}
