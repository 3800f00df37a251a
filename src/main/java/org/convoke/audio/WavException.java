package org.convoke.audio;

import java.io.IOException;

/** A WAV file that cannot be used; the message names the file and says why. */
public final class WavException extends IOException {
  private static final long serialVersionUID = 1;

  WavException(String message) {
    super(message);
  }
}
