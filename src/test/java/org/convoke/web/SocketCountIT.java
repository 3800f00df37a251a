package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.convoke.web.socket.Gateway;
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

  @Test
  void oneAddressGetsHalfOfThemAndTheApiKeepsSome() {
    try (TestBridge bridge = new TestBridge(Map.of("http.max_connections", "10"))) {
      List<RawSocket> open = new ArrayList<>();
      try {
        // A proxy on this machine says who comes; what others had put before that does not count.
        for (int i = 0; i < 5; i++) {
          open.add(socket(bridge, "203.0.113.9", "101"));
        }
        open.add(socket(bridge, "203.0.113.9", "429"));
        for (String other : List.of("2001:db8:1:2::1", "2001:db8:1:2::2", "198.51.100.7")) {
          open.getLast().close();
          open.add(socket(bridge, other, "101"));
        }
      } finally {
        open.forEach(RawSocket::close);
      }
    }
  }

  @Test
  void whoSaysNothingKeepsNobodyOut() throws IOException {
    try (TestBridge bridge = new TestBridge(Map.of("http.max_connections", "10"))) {
      List<Socket> open = new ArrayList<>();
      try (RawSocket browser = socket(bridge, "198.51.100.7", "101")) {
        for (int i = 0; i < 30; i++) {
          open.add(new Socket("127.0.0.1", bridge.verticle.port()));
        }
        bridge.call("GET", "/health/live", null).is(200);
        bridge.call("GET", "/health/live", null).is(200);
        // Who has something to do is not sent away for it.
        browser.frame(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
        assertThat(browser.closeCode()).isEqualTo(1000);
      } finally {
        for (Socket one : open) {
          one.close();
        }
      }
      assertThat(bridge.verticle.readings().connectionsRefused()).isPositive();
    }
  }

  /** The half comes with a whole one before it, whose answer says that both were read. */
  @Test
  void whoSendsHalfARequestKeepsNobodyOut() throws IOException {
    String whole = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    String half = whole.replace("\r\n\r\n", "\r\nContent-Length: 500\r\n\r\nx");
    keepsNobodyOut(whole + half);
  }

  /** Such a connection is kept for the next request, and has nothing to do until then. */
  @Test
  void whoFailsToOpenASocketKeepsNobodyOut() throws IOException {
    keepsNobodyOut(
        """
        GET /v1/connect HTTP/1.1
        Host: 127.0.0.1
        Upgrade: websocket
        Sec-WebSocket-Protocol: %s

        """
            .formatted(Gateway.PROTOCOL)
            .replace("\n", "\r\n"));
  }

  /** Takes all places; each says so and is answered something. */
  private static void keepsNobodyOut(String said) throws IOException {
    try (TestBridge bridge = new TestBridge(Map.of("http.max_connections", "10"))) {
      List<Socket> open = new ArrayList<>();
      try {
        for (int i = 0; i < 10; i++) {
          Socket one = new Socket("127.0.0.1", bridge.verticle.port());
          open.add(one);
          one.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
          assertThat(one.getInputStream().read()).as("an answer").isEqualTo('H');
        }
        bridge.call("GET", "/health/live", null).is(200);
        bridge.call("GET", "/health/live", null).is(200);
      } finally {
        for (Socket one : open) {
          one.close();
        }
      }
    }
  }

  private static RawSocket socket(TestBridge bridge, String address, String status) {
    RawSocket raw =
        RawSocket.open(bridge.verticle.port(), 0, "X-Forwarded-For: 192.0.2.1, " + address);
    assertThat(raw.head().getFirst()).as(address).contains(" " + status + " ");
    return raw;
  }
}
