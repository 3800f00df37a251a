package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;

/** The body of an INFO: a digit that a key has, or none. */
public final class InfoBodyFuzz {
  private InfoBodyFuzz() {}

  public static List<byte[]> seeds() {
    return Seeds.behindEach(
        2, Seeds.texts(List.of("Signal=5\r\nDuration=160\r\n", "signal = # \nduration= 99", "11")));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    String type = choices.flag() ? "dtmf-relay" : "dtmf";
    DtmfBody body = DtmfBody.parse(type, choices.rest());
    if (body != null) {
      assertThat("0123456789*#ABCD").contains(String.valueOf(body.digit()));
      assertThat(body.durationMs()).isBetween(1, 10_000);
      String again = "Signal=" + body.digit() + "\r\nDuration=" + body.durationMs();
      assertThat(
              DtmfBody.parse(
                  "dtmf-relay", again.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
          .isEqualTo(body);
    }
  }
}
