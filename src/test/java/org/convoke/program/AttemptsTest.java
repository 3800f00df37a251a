package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convoke.fetch.FetchFailed;
import org.convoke.fetch.FetchFailed.Kind;
import org.convoke.fetch.FetchRefused;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  @Test
  void onlyWhatMayBeBetterSoonIsTriedAgain() {
    assertThat(IntStream.range(100, 600).filter(Attempts::isTransient).boxed())
        .containsExactly(429, 503, 504);
    List<Kind> again =
        Arrays.stream(Kind.values())
            .filter(kind -> Attempts.isTransient(new FetchFailed(kind, "")))
            .toList();
    assertThat(again)
        .containsExactlyInAnyOrder(
            Kind.CROWDED, Kind.CONNECT_TIMEOUT, Kind.RESPONSE_TIMEOUT, Kind.RESET);
    assertThat(Attempts.isTransient(new FetchRefused("is private"))).isFalse();
  }

  @Test
  void everyFailureHasASentence() {
    for (Kind kind : Kind.values()) {
      assertThat(Attempts.reason(new FetchFailed(kind, "x"))).endsWith(".").contains(" server");
    }
    assertThat(Attempts.reason(new FetchRefused("must begin with https://")))
        .isEqualTo("The URL must begin with https://.");
    assertThat(Attempts.reason(new IllegalStateException("secret"))).doesNotContain("secret");
    assertThat(Attempts.reason(502)).contains("502");
  }
}
