package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BatchSocketIT {
  private static final int FIRST_IP = 0x7F010001;
  private static final int PEERS = 300;

  @Test
  void manyAddressesShareOnePortAndEachGetsItsOwn() throws IOException {
    try (BatchSocket bridge = new BatchSocket(0);
        BatchSocket all = BatchSocket.ofAllAddresses()) {
      byte[] datagram = new byte[BatchSocket.LONG_BYTES];
      for (int i = 0; i < PEERS; i++) {
        datagram[0] = (byte) i;
        all.queue(datagram, 20, FIRST_IP + i, Native.LOOPBACK, bridge.port());
      }
      all.flush();
      int[] received = {0};
      until(() -> {
        int count = bridge.receive();
        for (int i = 0; i < count; i++) {
          assertThat(bridge.read(i, datagram)).isEqualTo(20);
          assertThat(bridge.sourcePort(i)).isEqualTo(all.port());
          bridge.release(i);
        }
        received[0] += count;
        return received[0] == PEERS;
      });
      for (int i = 0; i < PEERS; i++) {
        datagram[0] = (byte) i;
        bridge.queue(datagram, 400, Native.LOOPBACK, FIRST_IP + i, all.port());
      }
      bridge.flush();
      Set<Integer> reached = new HashSet<>();
      until(() -> {
        int count = all.receive();
        for (int i = 0; i < count; i++) {
          int index = all.destination(i) - FIRST_IP;
          assertThat(all.read(i, datagram)).isEqualTo(400);
          assertThat(datagram[0]).isEqualTo((byte) index);
          assertThat(all.arrivalNs(i)).isPositive();
          reached.add(index);
          all.release(i);
        }
        return reached.size() == PEERS;
      });
    }
  }

  private static void until(BooleanSupplier done) {
    for (long turn = 0; !done.getAsBoolean(); turn++) {
      assertThat(turn).as("nothing comes any more").isLessThan(20_000_000);
      Thread.onSpinWait();
    }
  }
}
