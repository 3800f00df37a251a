package org.convoke.sim;

/** Defects that are planted to see whether {@link Watch} and {@link Books} would notice. */
enum Fault {
  /** call.completed is told twice. */
  DOUBLED_END("I1"),
  /** The journal takes events and loses some. */
  LOST_EVENT("I2"),
  /** Who is asked for a PIN has a seat before he keyed it. */
  OPEN_DOOR("I4"),
  /** Wrong PINs are not counted. */
  UNCOUNTED_GUESS("I5"),
  /** A leg is told to be closed and keeps its ports. */
  OPEN_LEG("I9"),
  /** Consumers are told of what is not committed. */
  FORGED_EVENT("I10");

  /** What it violates. */
  final String invariant;

  Fault(String invariant) {
    this.invariant = invariant;
  }
}
