package org.convoke.sim;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries SIP datagrams between phones and the bridge: late, twice, in another order, or never. */
public final class Network {
  /** Where the bridge is. */
  public static final String ADDRESS = "192.0.2.1";

  public static final int PORT = 5060;

  private final World world;
  private final double loss;
  private final double slow;
  private final Map<InetSocketAddress, Consumer<String>> phones = new HashMap<>();
  private BiConsumer<InetSocketAddress, String> bridge;

  Network(World world) {
    this.world = world;
    loss = world.chance(0.4) ? 0 : world.between(0, 0.15);
    slow = world.chance(0.5) ? 0 : world.between(0, 0.1);
  }

  void listen(InetSocketAddress address, Consumer<String> phone) {
    phones.put(address, phone);
  }

  void gone(InetSocketAddress address) {
    phones.remove(address);
  }

  /** Who takes what is sent to the bridge; null: nobody does. */
  void bridge(BiConsumer<InetSocketAddress, String> handler) {
    bridge = handler;
  }

  void toBridge(InetSocketAddress from, String text) {
    world.trace(from.getPort() + " > " + line(text));
    carry(() -> {
      if (bridge != null) {
        bridge.accept(from, text);
      }
    });
  }

  void toPhone(InetSocketAddress to, String text) {
    world.trace(to.getPort() + " < " + line(text));
    carry(() -> {
      Consumer<String> phone = phones.get(to);
      if (phone != null) {
        phone.accept(text);
      }
    });
  }

  /** What a datagram says, without what is chance in it. */
  private static String line(String text) {
    return text.substring(0, text.indexOf('\r'));
  }

  private void carry(Runnable arrival) {
    if (world.chance(loss)) {
      return;
    }
    world.afterMs(delayMs(), arrival);
    if (world.chance(loss / 10)) {
      world.afterMs(delayMs(), arrival);
    }
  }

  private double delayMs() {
    return world.chance(slow) ? world.between(100, 1500) : world.between(1, 60);
  }
}
