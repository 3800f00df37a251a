package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections at one time are counted, not those that there ever were. */
@Timeout(60)
class SocketCountIT {
  @Test
  void socketsThatHaveClosedMakeRoomForOthers() {
    try (TestBridge bridge = new TestBridge(Map.of("http.max_connections", "10"))) {
      for (int i = 0; i < 40; i++) {
        try (RawSocket raw = RawSocket.open(bridge.verticle.port(), 0)) {
          raw.frame(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
          assertThat(raw.closeCode()).as("socket %d", i).isEqualTo(1000);
        }
      }
      bridge.call("GET", "/health/live", null).is(200);
    }
  }
}
