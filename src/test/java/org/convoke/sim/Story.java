package org.convoke.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What happened, in order, for a test that waits for its next chapter. */
public final class Story<T> {
  private static final long PATIENCE_SECONDS = 30;

  private final LinkedBlockingQueue<T> chapters = new LinkedBlockingQueue<>();

  public void add(T chapter) {
    chapters.add(chapter);
  }

  /** The next chapter that fits; those before it are skipped. Fails when none comes. */
  public T next(String what, Predicate<T> fits) {
    List<T> skipped = new ArrayList<>();
    try {
      T chapter = chapters.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      while (chapter != null) {
        if (fits.test(chapter)) {
          return chapter;
        }
        skipped.add(chapter);
        chapter = chapters.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("waited for " + what + " and saw " + skipped);
  }

  /** What has happened and was not asked for yet. */
  public List<T> rest() {
    List<T> rest = new ArrayList<>();
    chapters.drainTo(rest);
    return rest;
  }
}
