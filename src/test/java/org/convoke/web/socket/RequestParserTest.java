package org.convoke.web.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.convoke.web.socket.RequestParser.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParserTest {
  private static final String JOIN =
      "{\"type\":\"join\",\"id\":7,\"name\":\"Ada\",\"offer\":\"v=0\",\"muted\":true,"
          + "\"role\":\"listener\",\"host_pin\":\"4711\",\"unknown\":{\"a\":[1]}}";

  @Test
  void aJoinIsReadAndUnknownFieldsAreIgnored() {
    Parsed.Good good = (Parsed.Good) RequestParser.parse(JOIN);
    Request.Join join = (Request.Join) good.request();
    assertThat(join.id()).isEqualTo(7);
    assertThat(join.name()).isEqualTo("Ada");
    assertThat(join.listener()).isTrue();
    assertThat(join.toString()).doesNotContain("v=0", "4711");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'authenticate'}|token",
        "{'type':'authenticate','token':'a','room':'b'}|room",
        "{'type':'authenticate','token':5}|token",
        "{'type':'join','offer':''}|offer",
        "{'type':'join','offer':'v','name':''}|name",
        "{'type':'join','offer':'v','role':'host'}|role",
        "{'type':'join','offer':'v','host_pin':'12'}|host_pin",
        "{'type':'join','offer':'v','muted':1}|muted",
        "{'type':'hold'}|held",
        "{'type':'send_text','text':' '}|text",
        "{'type':'remove'}|participant_id",
        "{'type':'remove','participant_id':'../x'}|participant_id",
        "{'type':'set_role','participant_id':'01932f1c-6a7e-7c3a-9a51-0f6f3c0b1a11','role':'k'}|role",
        "{'type':'set_volume','participant_id':'01932f1c-6a7e-7c3a-9a51-0f6f3c0b1a11'}|volume_db",
        "{'type':'launch'}|type",
        "{}|type",
        "{'type':'ping','id':[1]}|id"
      })
  void whatIsWrongIsNamed(String text, String field) {
    Parsed.Bad bad = (Parsed.Bad) RequestParser.parse(text.replace('\'', '"'));
    assertThat(bad.fault().field()).isEqualTo(field);
    assertThat(bad.fault().message()).isNotBlank();
  }

  @Test
  void nothingThatComesMakesItThrow() {
    byte[] seed = JOIN.getBytes(StandardCharsets.UTF_8);
    for (int run = 0; run < 20_000; run++) {
      Random random = new Random(run);
      byte[] bytes = seed.clone();
      for (int i = random.nextInt(1, 8); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(bytes.length + 1);
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      Parsed parsed = RequestParser.parse(text);
      assertThat(parsed).as("run %d", run).isNotNull();
    }
  }
}
