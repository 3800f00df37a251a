package org.convoke.ncco;

import java.util.List;

/** The outcome of one input: the state that follows and what to do, in order. */
public record ProgramStep(ProgramState next, List<ProgramEffect> effects) {
  public ProgramStep {
    effects = List.copyOf(effects);
  }
}
