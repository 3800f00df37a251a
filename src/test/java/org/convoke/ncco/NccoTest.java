package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.convoke.id.CallId;
import org.convoke.id.RoomId;
import org.convoke.ncco.NccoAction.Conversation;
import org.convoke.ncco.NccoAction.Input;
import org.convoke.ncco.NccoAction.Notify;
import org.convoke.ncco.NccoAction.Stream;
import org.convoke.ncco.NccoAction.Talk;
import org.convoke.ncco.NccoAction.Transfer;
import org.convoke.ncco.NccoAction.Wait;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What programs may say. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NccoTest {
  private static final String LEG = "0195f3a2-7a10-7c44-8b1f-00163e5a0b11";

  /** JSON with ' in place of ". */
  static Ncco program(String json) {
    Parsed parsed = Ncco.parse(json.replace('\'', '"'));
    assertThat(parsed).as(json).isInstanceOf(Ncco.class);
    return (Ncco) parsed;
  }

  private static <T extends NccoAction> T only(Class<T> type, String options) {
    Ncco program = program("[{" + options + "}]");
    assertThat(program.actions()).hasSize(1);
    return type.cast(program.actions().getFirst());
  }

  @Test
  void a_talk_has_the_documented_defaults() {
    Talk talk = only(Talk.class, "'action':'talk','text':'Hello'");
    assertThat(talk).isEqualTo(new Talk("Hello", false, 1, 0, "en-US", 0, false));
  }

  @Test
  void a_talk_takes_all_its_options() {
    Talk talk =
        (Talk)
            program(
                    "[{'action':'talk','text':'Hola','bargeIn':true,'loop':0,'level':-0.4,"
                        + "'language':'es-MX','style':2,'premium':true},"
                        + "{'action':'input','type':['dtmf']}]")
                .actions()
                .getFirst();
    assertThat(talk).isEqualTo(new Talk("Hola", true, 0, -0.4, "es-MX", 2, true));
  }

  @Test
  void numbers_and_truth_values_may_be_strings_as_SDKs_write_them() {
    assertThat(
            program(
                    "[{'action':'talk','text':4821,'bargeIn':'true','loop':'2','level':'0.5',"
                        + "'style':'1','premium':'False','language':null},"
                        + "{'action':'input','type':['dtmf'],'dtmf':{'timeOut':'7.5',"
                        + "'maxDigits':'6','submitOnHash':'TRUE'},'speech':null}]")
                .actions())
        .containsExactly(
            new Talk("4821", true, 2, 0.5, "en-US", 1, false),
            new Input(null, false, 7_500, 6, true, false));
  }

  @Test
  void old_names_of_voices_choose_the_language() {
    assertThat(only(Talk.class, "'action':'talk','text':'x','voiceName':'Celine'").language())
        .isEqualTo("fr-FR");
    assertThat(only(Talk.class, "'action':'talk','text':'x','voiceName':'Kimberly'").language())
        .isEqualTo("en-US");
    assertThat(
            only(Talk.class, "'action':'talk','text':'x','voiceName':'Amy','language':'de-DE'")
                .language())
        .isEqualTo("de-DE");
  }

  @Test
  void tags_of_ssml_do_not_count_for_the_length_of_a_text() {
    String marked = "<speak>" + "<break time='1s'/>".replace("'", "\\\"").repeat(200) + "a</speak>";
    assertThat(only(Talk.class, "'action':'talk','text':'" + marked + "'").text())
        .startsWith("<speak>")
        .endsWith("a</speak>");
  }

  @Test
  void characters_count_once_however_they_are_encoded() {
    assertThat(only(Talk.class, "'action':'talk','text':'" + "😀".repeat(1_500) + "'").text())
        .hasSize(3_000);
  }

  @Test
  void a_stream_takes_one_URL_in_an_array_or_alone() {
    Stream stream = new Stream("https://example.com/a.mp3?t=1", false, 1, 0);
    assertThat(
            only(Stream.class, "'action':'stream','streamUrl':['https://example.com/a.mp3?t=1']"))
        .isEqualTo(stream);
    assertThat(only(Stream.class, "'action':'stream','streamUrl':'https://example.com/a.mp3?t=1'"))
        .isEqualTo(stream);
    assertThat(
            only(
                Stream.class,
                "'action':'stream','streamUrl':['HTTP://a.example:8080'],'loop':3,'level':'1'"))
        .isEqualTo(new Stream("HTTP://a.example:8080", false, 3, 1));
  }

  @Test
  void an_input_without_a_type_is_an_old_one_with_4_digits_and_3_seconds() {
    Input input =
        only(Input.class, "'action':'input','eventUrl':['http://localhost:3000/nexmo-dtmf']");
    assertThat(input)
        .isEqualTo(
            new Input(
                new Webhook("http://localhost:3000/nexmo-dtmf", "POST"),
                false,
                3_000,
                4,
                false,
                true));
  }

  @Test
  void an_old_input_has_its_settings_at_the_top() {
    assertThat(
            only(
                Input.class,
                "'action':'input','timeOut':'5','maxDigits':1,'submitOnHash':true,"
                    + "'eventUrl':'https://example.com/ivr','eventMethod':'get'"))
        .isEqualTo(
            new Input(new Webhook("https://example.com/ivr", "GET"), false, 5_000, 1, true, true));
  }

  @Test
  void an_input_takes_its_settings_from_dtmf() {
    assertThat(
            only(
                Input.class,
                "'action':'input','type':['dtmf'],'dtmf':{'timeOut':0,'maxDigits':20},"
                    + "'maxDigits':3,'eventUrl':['https://e.example/'],'mode':'synchronous'"))
        .isEqualTo(
            new Input(new Webhook("https://e.example/", "POST"), false, 0, 20, false, false));
  }

  @Test
  void where_keys_and_speech_are_asked_for_keys_are_taken() {
    assertThat(
            only(
                    Input.class,
                    "'action':'input','type':['speech','dtmf'],'speech':{'language':'en-GB'}")
                .maxDigits())
        .isEqualTo(4);
    assertThat(only(Input.class, "'action':'input','type':'dtmf'").legacy()).isFalse();
    assertThat(only(Input.class, "'action':'input','dtmf':{},'speech':{'uuid':['x']}").legacy())
        .isTrue();
  }

  @Test
  void an_asynchronous_input_has_no_settings() {
    assertThat(
            only(Input.class, "'action':'input','type':['dtmf'],'mode':'asynchronous','dtmf':{}")
                .asynchronous())
        .isTrue();
  }

  @Test
  void a_conversation_has_the_documented_defaults() {
    assertThat(only(Conversation.class, "'action':'conversation','name':' stand-up '"))
        .isEqualTo(
            new Conversation("stand-up", true, false, null, false, null, null, false, false, null));
    assertThat(only(Conversation.class, "'action':'conversation','name':4821").room())
        .isEqualTo("4821");
  }

  @Test
  void a_conversation_takes_all_its_options() {
    Conversation room =
        only(
            Conversation.class,
            "'action':'conversation','name':'a','startOnEnter':'false','endOnExit':true,"
                + "'musicOnHoldUrl':['https://e.example/m.mp3'],'canSpeak':[],'canHear':['"
                + LEG.toUpperCase(Locale.ROOT)
                + "'],'record':true,'transcription':{'language':'en-US'},"
                + "'eventUrl':['https://e.example/r'],'eventMethod':'POST'");
    assertThat(room.startOnEnter()).isFalse();
    assertThat(room.endOnExit()).isTrue();
    assertThat(room.musicOnHoldUrl()).isEqualTo("https://e.example/m.mp3");
    assertThat(room.canSpeak()).isEmpty();
    assertThat(room.canHear()).containsExactly(new CallId(LEG));
    assertThat(room.record()).isTrue();
    assertThat(room.transcription()).isTrue();
    assertThat(room.webhook()).isEqualTo(new Webhook("https://e.example/r", "POST"));
    assertThat(
            only(
                    Conversation.class,
                    "'action':'conversation','name':'a','mute':true,"
                        + "'musicOnHoldUrl':'https://e.example/m.mp3'")
                .mute())
        .isTrue();
  }

  @Test
  void a_notify_carries_its_payload_as_it_was_written() {
    Notify notify =
        only(
            Notify.class,
            "'action':'notify','payload':{ 'a': [1.50, null, {'b': true}], 'c': 'é' },"
                + "'eventUrl':['https://e.example/n'],'eventMethod':'GET'");
    assertThat(notify.payload()).isEqualTo("{\"a\":[1.50,null,{\"b\":true}],\"c\":\"é\"}");
    assertThat(notify.webhook()).isEqualTo(new Webhook("https://e.example/n", "GET"));
  }

  @Test
  void a_wait_is_10_seconds_and_kept_within_a_tenth_and_two_hours() {
    assertThat(only(Wait.class, "'action':'wait'").timeoutMs()).isEqualTo(10_000);
    assertThat(only(Wait.class, "'action':'wait','timeout':0.5").timeoutMs()).isEqualTo(500);
    assertThat(only(Wait.class, "'action':'wait','timeout':'2.5'").timeoutMs()).isEqualTo(2_500);
    assertThat(only(Wait.class, "'action':'wait','timeout':0").timeoutMs()).isEqualTo(100);
    assertThat(only(Wait.class, "'action':'wait','timeout':-3").timeoutMs()).isEqualTo(100);
    assertThat(only(Wait.class, "'action':'wait','timeout':1e99").timeoutMs()).isEqualTo(7_200_000);
  }

  @Test
  void a_transfer_names_a_conversation() {
    assertThat(
            only(
                Transfer.class,
                "'action':'transfer','conversationId':'CON-abcd-efgh-jkmn','canHear':[]"))
        .isEqualTo(new Transfer(new RoomId("abcd-efgh-jkmn"), false, null, List.of()));
  }

  @Test
  void options_that_nobody_knows_are_passed_over() {
    assertThat(only(Wait.class, "'action':'wait','timeout':1,'colour':{'deep':['x']}").timeoutMs())
        .isEqualTo(1_000);
  }

  @Test
  void what_is_no_program_in_an_answer_lets_the_program_go_on() {
    for (String body :
        new String[] {null, "", " \n", "OK", "{}", "{\"status\":\"ok\"}", "<html>", "[]", "null"}) {
      assertThat(Ncco.parseReply(body)).as(body).isEqualTo(new Ncco(List.of()));
    }
    assertThat(Ncco.parseReply(" [{\"action\":\"wait\"}]")).isInstanceOf(Ncco.class);
    assertThat(Ncco.parseReply("[{\"action\":\"wai")).isInstanceOf(NccoFault.class);
    assertThat(Ncco.parseReply("{\"action\":\"wait\"}")).isInstanceOf(NccoFault.class);
  }

  @Test
  void a_byte_order_mark_is_passed_over() {
    assertThat(Ncco.parse("\ufeff[{\"action\":\"wait\"}]")).isInstanceOf(Ncco.class);
  }

  @Test
  void nothing_that_is_said_keyed_or_secret_prints() {
    Ncco program =
        program(
            "[{'action':'talk','text':'your code is 4821'},"
                + "{'action':'stream','streamUrl':['https://e.example/a.wav?key=4821']},"
                + "{'action':'notify','payload':{'pin':'4821'},"
                + "'eventUrl':['https://e.example/n?key=4821']},"
                + "{'action':'conversation','name':'4821'}]");
    assertThat(program.toString()).contains("Talk").doesNotContain("4821");
  }
}
