package org.convoke.options;

import java.math.BigDecimal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks the values of one command's options; what is wrong is said by the option's name. */
public final class OptionCheck {
  private final CommandSpec spec;

  /** Of the command that was called. */
  public OptionCheck(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Demands that a number is within its limits, both included.
   *
   * @param option its name, with the dashes
   * @throws ParameterException when it is not, or is not a number
   */
  public OptionCheck within(String option, double value, double least, double most) {
    return demand(
        value >= least && value <= most,
        option + " is " + plain(least) + " to " + plain(most) + ", not " + plain(value));
  }

  /**
   * Demands a number above 0, rates for example.
   *
   * @throws ParameterException when it is not, or is above {@code most}
   */
  public OptionCheck upTo(String option, double value, double most) {
    return demand(
        value > 0 && value <= most,
        option + " is above 0, at most " + plain(most) + ", not " + plain(value));
  }

  /**
   * Demands what no range says.
   *
   * @param otherwise what is wrong, naming the option
   * @throws ParameterException when it does not hold
   */
  public OptionCheck demand(boolean holds, String otherwise) {
    if (!holds) {
      throw wrong(otherwise);
    }
    return this;
  }

  /** What to throw for an option that cannot be taken. */
  public ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private static String plain(double number) {
    return Double.isFinite(number)
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }
}
