package org.convoke.metrics;

/** A part's figures, read when somebody asks. Any thread may call it, also two at a time. */
@FunctionalInterface
public interface Source {
  /** Writes what is true now; it must not wait for anybody. */
  void write(Sheet sheet);
}
