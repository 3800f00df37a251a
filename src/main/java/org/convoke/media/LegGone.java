package org.convoke.media;

import org.convoke.id.LegId;

/** There is no such leg, or no more. */
final class LegGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LegGone(LegId leg) {
    super("leg " + leg + " is gone", null, false, false);
  }
}
