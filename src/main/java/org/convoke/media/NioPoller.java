package org.convoke.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.function.Consumer;

/** A selector. */
final class NioPoller implements SocketPoller {
  private final Selector selector;
  private PacketSocket[] ready = new PacketSocket[64];
  private int count;
  private final Consumer<SelectionKey> collect = this::collect;

  NioPoller() throws IOException {
    selector = Selector.open();
  }

  @Override
  public void add(PacketSocket socket) {
    try {
      // A key cancelled a moment ago, by the leg's move to and fro, forbids a new one until purged.
      SelectionKey old = ((NioSocket) socket).channel.keyFor(selector);
      if (old != null && !old.isValid()) {
        selector.selectNow();
      }
      ((NioSocket) socket).channel.register(selector, SelectionKey.OP_READ, socket);
    } catch (ClosedChannelException e) {
      // A leg that closes while it moves: there is nothing to watch.
      remove(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void remove(PacketSocket socket) {
    SelectionKey key = ((NioSocket) socket).channel.keyFor(selector);
    if (key != null) {
      key.cancel();
    }
    for (int i = 0; i < count; i++) {
      if (ready[i] == socket) {
        ready[i] = null;
      }
    }
  }

  @Override
  public int poll() {
    count = 0;
    try {
      selector.selectNow(collect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  private void collect(SelectionKey key) {
    if (count == ready.length) {
      ready = Arrays.copyOf(ready, 2 * count);
    }
    ready[count++] = (PacketSocket) key.attachment();
  }

  @Override
  public PacketSocket ready(int index) {
    return ready[index];
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
