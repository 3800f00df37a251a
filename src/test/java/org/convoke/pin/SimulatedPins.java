package org.convoke.pin;

import java.nio.file.Path;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.store.Numbers;
import org.convoke.store.PinLookup;

/** The real pin verticle over stores of a simulation. */
public final class SimulatedPins {
  private SimulatedPins() {}

  public static PinVerticle verticle(
      Config config, Clock clock, PinLookup pins, Numbers numbers, Path folder) {
    PinVerticle.Copying copying = new PinVerticle.Copying(15_000, 1_000);
    return new PinVerticle(config, clock, pins, numbers, null, copying, folder);
  }
}
