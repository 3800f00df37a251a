package org.convoke.pin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.MakePass;
import org.convoke.id.EntryPass;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.junit.jupiter.api.Test;

class EntryPassesTest {
  private static final AdmissionAnswer IN =
      new AdmissionAnswer.Admit(RoomId.random(), Role.GUEST, false, 0);

  private final EntryPasses passes = new EntryPasses(new Random(1));

  private EntryPass make(long nowNs) {
    return passes.make(new MakePass(IN, "twilio", "CA1"), nowNs).pass();
  }

  @Test
  void aPassLetsInOnce() {
    EntryPass pass = make(0);
    assertThat(EntryPass.isEntryPass(pass.value())).isTrue();
    assertThat(passes.valid(pass, 1)).isTrue();
    assertThat(passes.spend(pass, 1))
        .hasValueSatisfying(made -> {
          assertThat(made.leadsTo()).isEqualTo(IN);
          assertThat(made.provider()).isEqualTo("twilio");
          assertThat(made.providerCallId()).isEqualTo("CA1");
        });
    assertThat(passes.valid(pass, 1)).isFalse();
    assertThat(passes.spend(pass, 1)).isEmpty();
  }

  @Test
  void aPassIsVoidAfterAMinute() {
    EntryPass pass = make(Long.MAX_VALUE - 10);
    long late = Long.MAX_VALUE - 10 + EntryPasses.VALID_NS;
    assertThat(passes.valid(pass, late - 1)).isTrue();
    assertThat(passes.spend(pass, late)).isEmpty();
  }

  @Test
  void tooManyMakeTheOldestVoid() {
    EntryPass first = make(0);
    EntryPass second = make(0);
    for (int i = 1; i < EntryPasses.MAX; i++) {
      make(0);
    }
    assertThat(passes.valid(first, 0)).isFalse();
    assertThat(passes.valid(second, 0)).isTrue();
  }

  @Test
  void aPassDoesNotPrint() {
    EntryPass pass = make(0);
    assertThat(pass.toString()).doesNotContain(pass.value().substring(2));
    assertThat(new AdmissionAnswer.Pass(pass, java.time.Instant.EPOCH).toString())
        .doesNotContain(pass.value());
  }
}
