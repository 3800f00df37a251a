package org.convoke.health;

/** What a question to a part came to. */
public enum Outcome {
  /** In time. */
  ANSWERED,
  /** Not in time, but others were answered meanwhile. */
  BUSY,
  MISSED,
  /** It could not be asked: that says nothing of it. */
  UNASKED
}
