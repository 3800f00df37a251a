package org.convoke.media;

import java.io.IOException;

/** No socket could be made because the process, or the machine, has too many files open. */
final class NoDescriptors extends IOException {
  private static final long serialVersionUID = 1L;

  NoDescriptors(String message) {
    super(message + ": too many files are open");
  }

  /** Whether {@code failure} is that. The JDK's channels say it in words alone. */
  static boolean is(IOException failure) {
    return failure instanceof NoDescriptors
        || String.valueOf(failure.getMessage()).contains("Too many open files");
  }
}
