package org.convoke.health;

import java.util.function.Supplier;

/** Whether all media loops have turned since they were asked. */
public final class LoopsProbe implements Probe {
  private final Supplier<long[]> turnedNs;
  private long askedNs;

  /**
   * @param turnedNs when each loop turned last
   */
  public LoopsProbe(Supplier<long[]> turnedNs) {
    this.turnedNs = turnedNs;
  }

  @Override
  public String name() {
    return "media";
  }

  @Override
  public void ask(long nowNs) {
    askedNs = nowNs;
  }

  @Override
  public boolean look(long nowNs) {
    return standing() == 0;
  }

  private int standing() {
    int standing = 0;
    for (long turned : turnedNs.get()) {
      standing += turned - askedNs < 0 ? 1 : 0;
    }
    return standing;
  }

  @Override
  public Outcome outcome() {
    return standing() == 0 ? Outcome.ANSWERED : Outcome.MISSED;
  }

  @Override
  public String reason() {
    return standing() + " media loops do not turn.";
  }
}
