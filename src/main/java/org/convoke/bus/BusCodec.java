package org.convoke.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Hands {@link BusMessage}s over as they are: they are immutable, so sender and receiver may share
 * one instance. A clustered bus will need a wire form; until there is one, asking for it is a
 * defect.
 */
public final class BusCodec implements MessageCodec<BusMessage, BusMessage> {
  private static final String NAME = "convoke";

  private BusCodec() {}

  /** Makes {@code vertx} carry every {@link BusMessage}. Call once, before the first verticle. */
  public static void register(Vertx vertx) {
    vertx.eventBus().registerCodec(new BusCodec());
    vertx.eventBus().codecSelector(body -> body instanceof BusMessage ? NAME : null);
  }

  @Override
  public void encodeToWire(Buffer buffer, BusMessage message) {
    throw new UnsupportedOperationException("the bus is local");
  }

  @Override
  public BusMessage decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("the bus is local");
  }

  @Override
  public BusMessage transform(BusMessage message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
