package org.convoke.ncco;

import static org.assertj.core.api.Assertions.assertThat;

import org.convoke.store.Rooms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is named: the action by its index, the field by its path. */
class NccoFaultTest {

  @Test
  void aNameIsNoLongerThanTheStoreKeeps() {
    String face = "\ud83d\ude42";
    String most = face + "a".repeat(Rooms.CONVERSATION_NAME_MAX - 1);
    assertThat(Ncco.parse(conversation("  " + most + " "))).isInstanceOf(Ncco.class);
    assertThat(Ncco.parse(conversation(most + "b")))
        .isInstanceOfSatisfying(
            NccoFault.class,
            fault -> {
              assertThat(fault.field()).isEqualTo("name");
              assertThat(fault.reason()).contains("at most 128 characters");
            });
  }

  private static String conversation(String name) {
    return "[{\"action\":\"conversation\",\"name\":\"" + name + "\"}]";
  }

  /** The second of two actions is faulty. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'action':'talk' | talk | text | is required",
        "'action':'talk','text':' ' | talk | text | is required",
        "'action':'talk','text':['a'] | talk | text | must be a string",
        "'action':'talk','text':'a','loop':-1 | talk | loop | must be a number from 0 to 10000",
        "'action':'talk','text':'a','loop':1.5 | talk | loop | must be a whole number from 0 to",
        "'action':'talk','text':'a','loop':'two' | talk | loop | must be a number from 0 to 10000",
        "'action':'talk','text':'a','level':1.1 | talk | level | must be a number from -1 to 1",
        "'action':'talk','text':'a','level':true | talk | level | must be a number from -1 to 1",
        "'action':'talk','text':'a','bargeIn':'yes' | talk | bargeIn | must be true or false",
        "'action':'talk','text':'a','bargeIn':1 | talk | bargeIn | must be true or false",
        "'action':'talk','text':'a','bargeIn':true | talk | bargeIn | needs an input after it",
        "'action':'talk','text':'a','language':'english!' | talk | language | BCP 47",
        "'action':'talk','text':'a','style':-1 | talk | style | must be a number from 0",
        "'action':'talk','text':'a','premium':{} | talk | premium | must be true or false",
        "'action':'stream' | stream | streamUrl | is required",
        "'action':'stream','streamUrl':[] | stream | streamUrl | is required",
        "'action':'stream','streamUrl':['http://a/','http://b/'] | stream | streamUrl | one URL",
        "'action':'stream','streamUrl':['ftp://a/b.wav'] | stream | streamUrl[0] | http or https",
        "'action':'stream','streamUrl':['http:///b.wav'] | stream | streamUrl[0] | http or https",
        "'action':'stream','streamUrl':'https://a b/' | stream | streamUrl | http or https",
        "'action':'stream','streamUrl':[7] | stream | streamUrl[0] | must be a string",
        "'action':'input','type':['speech'] | input | type | must have dtmf: speech is not",
        "'action':'input','type':[] | input | type | must be an array of dtmf, speech or both",
        "'action':'input','type':['keys'] | input | type | must be an array of dtmf, speech",
        "'action':'input','speech':{} | input | speech | only keys can be collected",
        "'action':'input','type':['dtmf'],'dtmf':{'timeOut':11} | input | dtmf.timeOut | 0 to 10",
        "'action':'input','type':['dtmf'],'dtmf':{'maxDigits':21} | input | dtmf.maxDigits | 1 to",
        "'action':'input','type':['dtmf'],'dtmf':{'maxDigits':0} | input | dtmf.maxDigits | 1 to",
        "'action':'input','dtmf':{'submitOnHash':3} | input | dtmf.submitOnHash | true or false",
        "'action':'input','dtmf':'1' | input | dtmf | must be an object",
        "'action':'input','timeOut':-1 | input | timeOut | must be a number from 0 to 10",
        "'action':'input','mode':'later' | input | mode | must be synchronous or asynchronous",
        "'action':'input','mode':'asynchronous','dtmf':{'maxDigits':1} | input | dtmf | asynchr",
        "'action':'input','mode':'asynchronous','timeOut':1 | input | timeOut | asynchronous",
        "'action':'input','eventUrl':['gopher://a'] | input | eventUrl[0] | http or https",
        "'action':'input','eventUrl':{} | input | eventUrl | must be a string",
        "'action':'input','eventUrl':'http://a','eventMethod':'PUT' | input | eventMethod | POST",
        "'action':'conversation' | conversation | name | is required",
        "'action':'conversation','name':null | conversation | name | is required",
        "'action':'conversation','name':'' | conversation | name | is required",
        "'action':'conversation','name':'undefined' | conversation | name | there was no name",
        "'action':'conversation','name':{} | conversation | name | must be a string",
        "'action':'conversation','name':'\\u202e \\u200b' | conversation | name | a visible character",
        "'action':'conversation','name':'a\\nb' | conversation | name | control characters",
        "'action':'conversation','name':'a','startOnEnter':0 | conversation | startOnEnter | true",
        "'action':'conversation','name':'a','canHear':'x' | conversation | canHear | an array",
        "'action':'conversation','name':'a','canSpeak':['x'] | conversation | canSpeak[0] | uuid",
        "'action':'conversation','name':'a','mute':true,'canSpeak':[] | conversation | mute | not",
        "'action':'conversation','name':'a','transcription':{} | conversation | transcription | r",
        "'action':'conversation','name':'a','record':true,'transcription':1|conversation|transcription|o",
        "'action':'notify','eventUrl':['http://a/'] | notify | payload | is required",
        "'action':'notify','payload':'x','eventUrl':['http://a/'] | notify | payload | an object",
        "'action':'notify','payload':{} | notify | eventUrl | is required",
        "'action':'wait','timeout':'soon' | wait | timeout | must be a number of seconds",
        "'action':'transfer' | transfer | conversationId | is required",
        "'action':'transfer','conversationId':'CON-1' | transfer | conversationId | must be the conversation_uuid",
        "'action':'connect','endpoint':[] | connect | action | is not offered",
        "'action':'record' | record | action | is not offered",
        "'action':'pay' | pay | action | is not offered",
        "'action':'dance' | dance | action | must be one of talk, stream, input",
        "'action':'Talk','text':'a' | Talk | action | must be one of talk, stream, input",
      })
  void whatIsWrongIsNamed(String options, String action, String field, String what) {
    String json = ("[{'action':'wait'},{" + options + "}]").replace('\'', '"');
    assertThat(Ncco.parse(json)).isInstanceOf(NccoFault.class);
    NccoFault fault = (NccoFault) Ncco.parse(json);
    assertThat(fault.actionIndex()).isEqualTo(1);
    assertThat(fault.action()).isEqualTo(action);
    assertThat(fault.field()).isEqualTo(field);
    assertThat(fault.reason())
        .startsWith("Action 1 (from 0), " + action + ": " + field + " ")
        .contains(what)
        .endsWith(".");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "hello",
        "{}",
        "{'action':'wait'}",
        "[{'action':'wait'}",
        "[{'action':'wait'}] x",
        "[{'action':'wait'},]",
        "[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]",
        "null",
        "7",
      })
  void whatIsNoArrayIsNoProgram(String text) {
    NccoFault fault = (NccoFault) Ncco.parse(text.replace('\'', '"'));
    assertThat(fault.actionIndex()).isEqualTo(-1);
    assertThat(fault.action()).isNull();
    assertThat(fault.field()).isNull();
    assertThat(fault.reason()).endsWith(".").doesNotContain("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[7]", "[null]", "[{}]", "[{'action':7}]", "[{'action':null}]"})
  void whatHasNoNameIsNamedByItsIndex(String text) {
    NccoFault fault = (NccoFault) Ncco.parse(text.replace('\'', '"'));
    assertThat(fault.actionIndex()).isZero();
    assertThat(fault.action()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1501 | text | at most 1500 characters besides tags",
        "20000 | text | at most 15000 characters"
      })
  void textsHaveALimit(int length, String field, String what) {
    String json = "[{\"action\":\"talk\",\"text\":\"" + "a".repeat(length) + "\"}]";
    NccoFault fault = (NccoFault) Ncco.parse(json);
    assertThat(fault.field()).isEqualTo(field);
    assertThat(fault.reason()).contains(what);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 5_000, 300_000})
  void programsHaveALimit(int actions) {
    String json = "[" + "{\"action\":\"wait\"},".repeat(actions) + "{\"action\":\"wait\"}]";
    assertThat(Ncco.parse(json)).isInstanceOf(NccoFault.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stream | streamUrl | 'streamUrl':['http://a/%s'] | 3000",
        "conversation | name | 'name':'%s' | 256",
        "notify | payload | 'payload':{'a':'%s'},'eventUrl':['http://a/'] | 8200",
      })
  void fieldsHaveALimit(String action, String field, String options, int length) {
    String json =
        ("[{'action':'" + action + "'," + options.formatted("a".repeat(length)) + "}]")
            .replace('\'', '"');
    NccoFault fault = (NccoFault) Ncco.parse(json);
    assertThat(fault.action()).isEqualTo(action);
    assertThat(fault.field()).startsWith(field);
    assertThat(fault.reason()).contains("at most");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>", "a\\u0000b", "very-long-very-long-very-long-very-long-very"})
  void aNameThatNobodyKnowsIsRepeatedHarmlessly(String name) {
    NccoFault fault = (NccoFault) Ncco.parse("[{\"action\":\"" + name + "\"}]");
    assertThat(fault.action()).matches("[A-Za-z0-9_?-]{1,40}");
  }
}
