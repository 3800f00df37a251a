package org.convoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.BusCodec;
import org.convoke.bus.LegEvent;
import org.convoke.bus.LegSpeech;
import org.convoke.id.LegId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LegEventGatewayTest {
  private final BlockingQueue<LegEvent> heard = new LinkedBlockingQueue<>();

  @Test
  void whoSpeaksComesInOrderAndWhatIsUrgentAtItsOwnAddress(Vertx vertx) throws Exception {
    BusCodec.register(vertx);
    BlockingQueue<LegEvent> urgent = new LinkedBlockingQueue<>();
    vertx
        .eventBus()
        .<LegSpeech>consumer(Addresses.LEG_SPEECH, it -> heard.addAll(it.body().events()));
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, it -> urgent.add(it.body()));
    LegEventGateway gateway = new LegEventGateway(vertx);
    LegId leg = LegId.next();
    List<LegEvent> speech =
        List.of(
            new LegEvent.SpeakingChanged(leg, true),
            new LegEvent.Level(leg, -20),
            new LegEvent.SpeakingChanged(leg, false));
    LegEvent silent = new LegEvent.MediaSilent(leg, 30_000);
    speech.forEach(gateway);
    gateway.accept(silent);
    assertThat(urgent.poll(20, TimeUnit.SECONDS)).isEqualTo(silent);
    for (LegEvent event : speech) {
      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
    }
    assertThat(urgent).isEmpty();
  }
}
