package org.convoke.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.DatagramTransport;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;

/**
 * Datagrams of a browser's DTLS: what the screen lets pass are whole records, and a handshake whose
 * flights are anything at all ends by a verdict and with no keys.
 */
public final class DtlsFuzz {
  private static final DtlsIdentity BRIDGE = DtlsIdentity.create(Instant.EPOCH);
  private static final DtlsIdentity BROWSER = DtlsIdentity.create(Instant.EPOCH);
  private static final int MAX_DATAGRAMS = 8;

  private DtlsFuzz() {}

  /** The datagrams that a browser sends in its handshake, each behind its length. */
  public static List<byte[]> seeds() {
    List<byte[]> flown = java.util.Collections.synchronizedList(new ArrayList<>());
    Wire.Network recording =
        datagram -> {
          flown.add(datagram);
          return List.of(datagram);
        };
    DtlsClient.Manner manner = DtlsClient.Manner.ORDINARY;
    try (Wire wire =
        new Wire(BROWSER, BROWSER.fingerprint(), BRIDGE, manner, recording, Wire.PERFECT)) {
      wire.connect().serverKeys();
    } catch (Exception e) {
      throw new IllegalStateException("no handshake", e);
    }
    List<byte[]> seeds = new ArrayList<>();
    byte[] all = new byte[0];
    for (byte[] datagram : List.copyOf(flown)) {
      byte[] length = {(byte) (datagram.length >> 8), (byte) datagram.length};
      all = Seeds.joined(all, length, datagram);
      seeds.add(all);
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    int sound = DtlsRecords.sound(input, 0, input.length);
    assertThat(sound).isBetween(0, input.length);
    assertThat(DtlsRecords.sound(Arrays.copyOf(input, sound), 0, sound)).isEqualTo(sound);
    byte[] shifted = Seeds.joined(new byte[3], input, new byte[] {22, 22});
    assertThat(DtlsRecords.sound(shifted, 3, input.length)).isEqualTo(sound);

    Choices choices = new Choices(input);
    Script script = new Script(choices);
    Wire.Ears ears = new Wire.Ears();
    DtlsServer server = new DtlsServer(BRIDGE, BROWSER.fingerprint(), (b, o, n) -> {}, ears);
    boolean shaken = false;
    try {
      server.shake(script);
      shaken = true;
    } catch (IOException | RuntimeException verdict) {
      // Which is what a session takes for the end of its handshake.
      assertThat(ears.keys).isNotDone();
    }
    assertThat(shaken).as("nobody can finish by repeating another's handshake").isFalse();
  }

  /** Gives the datagrams that pass the screen, then ends. */
  private static final class Script implements DatagramTransport {
    private final Choices choices;
    private int given;

    Script(Choices choices) {
      this.choices = choices;
    }

    @Override
    public int getReceiveLimit() {
      return DatagramQueue.MAX_BYTES;
    }

    @Override
    public int getSendLimit() {
      return 1200;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
      while (choices.isLeft() && given++ < MAX_DATAGRAMS) {
        byte[] next = choices.take(choices.u16() & 0x7FF);
        int sound = Math.min(length, DtlsRecords.sound(next, 0, next.length));
        if (sound > 0) {
          System.arraycopy(next, 0, buffer, offset, sound);
          return sound;
        }
      }
      throw new IOException("end");
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {}

    @Override
    public void close() {}
  }
}
