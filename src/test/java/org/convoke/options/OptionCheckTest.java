package org.convoke.options;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class OptionCheckTest {
  private final CommandSpec spec = new CommandLine(CommandSpec.create()).getCommandSpec();
  private final OptionCheck check = new OptionCheck(spec);

  @Test
  void bothEndsOfARangeAreTaken() {
    assertThatCode(() -> check.within("--calls", 1, 1, 5000).within("--calls", 5000, 1, 5000))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsOutsideIsSaidByTheOptionsName() {
    assertThatThrownBy(() -> check.within("--calls", 5001, 1, 5000))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--calls is 1 to 5000, not 5001");
    assertThatThrownBy(() -> check.within("--fail-rate", -0.25, 0, 1))
        .hasMessage("--fail-rate is 0 to 1, not -0.25");
  }

  @Test
  void aRateIsNeitherNothingNorNoNumber() {
    assertThatThrownBy(() -> check.upTo("--rate", 0, 100))
        .hasMessage("--rate is above 0, at most 100, not 0");
    assertThatThrownBy(() -> check.upTo("--rate", Double.NaN, 100))
        .hasMessage("--rate is above 0, at most 100, not NaN");
    assertThatCode(() -> check.upTo("--rate", 0.5, 100)).doesNotThrowAnyException();
  }

  @Test
  void whatNoRangeSaysIsSaidInWords() {
    assertThatThrownBy(() -> check.demand(false, "--api and --key go together"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--api and --key go together");
  }
}
