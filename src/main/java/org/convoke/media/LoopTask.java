package org.convoke.media;

/** What another thread asks of a loop. */
interface LoopTask {
  void run(MediaLoop loop, long nowNs);
}
