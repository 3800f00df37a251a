package org.convoke.ncco;

import java.util.List;

/** The program of one call, from the answer URL to the end of the call; see the package. */
public final class ProgramMachine {
  private final boolean fallback;

  /**
   * A machine.
   *
   * @param fallback the application has a fallback URL
   */
  public ProgramMachine(boolean fallback) {
    this.fallback = fallback;
  }

  /** Where every program begins. */
  public static ProgramState start() {
    return new ProgramState.Idle();
  }

  /** What follows when {@code input} comes at {@code nowNs}. */
  public ProgramStep step(ProgramState state, ProgramInput input, long nowNs) {
    return new ProgramStep(state, List.of());
  }
}
