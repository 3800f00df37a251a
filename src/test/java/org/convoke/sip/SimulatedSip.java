package org.convoke.sip;

import java.util.Set;
import org.convoke.capacity.Admission;
import org.convoke.config.Config;
import org.convoke.media.Media;
import org.convoke.sim.Node;
import org.convoke.sim.World;
import org.convoke.store.Credentials;
import org.convoke.store.Numbers;
import org.convoke.store.Trunks;

/** The real SIP verticle over a stack in virtual time. */
public final class SimulatedSip {
  private SimulatedStack stack;
  public final SipVerticle verticle;

  public SimulatedSip(
      World world,
      Node node,
      Config config,
      Media media,
      Trunks trunks,
      Credentials credentials,
      Numbers numbers) {
    verticle =
        new SipVerticle(
            config,
            world,
            media,
            trunks,
            credentials,
            numbers,
            new Admission(),
            (receiver, counters) -> stack = new SimulatedStack(world, node, receiver),
            world.random("sip"));
  }

  /** Transactions that are under way. */
  public Set<String> transactions() {
    return stack.transactions();
  }
}
