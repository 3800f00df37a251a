package org.convoke.it;

/** What lies between a browser and the bridge, and can be cut: nothing comes through, both ways. */
interface Cable extends AutoCloseable {
  void cut();

  void mend();

  @Override
  void close();
}
