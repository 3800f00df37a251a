package org.convoke.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeTest {
  @Test
  void theStatusIsTheProvidersOwnWord() {
    assertThat(Notice.data(Provider.TWILIO, "CA1", Map.of("CallStatus", "completed", "To", "49")))
        .isEqualTo(Map.of("provider", "twilio", "provider_call_id", "CA1", "status", "completed"));
  }

  @Test
  void anErrorOfVonageSaysWhyAndWhere() {
    Map<String, String> error = Map.of("reason", "Syntax error", "conversation_uuid", "CON-1");
    assertThat(Notice.isNamed(Provider.VONAGE, "", error)).isTrue();
    assertThat(Notice.data(Provider.VONAGE, "", error))
        .isEqualTo(
            Map.of(
                "provider",
                "vonage",
                "status",
                "error",
                "reason",
                "Syntax error",
                "conversation_uuid",
                "CON-1"));
  }

  @Test
  void aRecordingOfVonageIsOne() {
    Map<String, String> record = Map.of("recording_uuid", "r", "conversation_uuid", "CON-1");
    assertThat(Notice.data(Provider.VONAGE, "", record)).containsEntry("status", "record");
  }

  @Test
  void aTransferOfVonageIsOneWithItsTypeAndWithout() {
    Map<String, String> plain = Map.of("conversation_uuid_from", "a", "conversation_uuid_to", "b");
    Map<String, String> typed = Map.of("type", "transfer", "conversation_uuid_to", "b");
    assertThat(Notice.data(Provider.VONAGE, "u", plain))
        .containsEntry("status", "transfer")
        .containsEntry("conversation_uuid_from", "a")
        .containsEntry("conversation_uuid_to", "b");
    assertThat(Notice.data(Provider.VONAGE, "u", typed)).containsEntry("status", "transfer");
  }

  @Test
  void whatNamesNoCallIsNotTaken() {
    assertThat(Notice.isNamed(Provider.VONAGE, "", Map.of("reason", "r"))).isFalse();
    assertThat(Notice.isNamed(Provider.TWILIO, "", Map.of("conversation_uuid", "c"))).isFalse();
    assertThat(Notice.isNamed(Provider.TWILIO, "CA1", Map.of())).isTrue();
  }

  @Test
  void whatIsTooLongIsCut() {
    Map<String, String> error = Map.of("reason", "x".repeat(60_000));
    assertThat(Notice.data(Provider.VONAGE, "u", error)).containsEntry("reason", "x".repeat(500));
  }
}
