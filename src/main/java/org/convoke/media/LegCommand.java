package org.convoke.media;

import java.util.concurrent.CompletableFuture;
import org.convoke.bus.LegReport;
import org.convoke.dtls.DtlsKeys;

/** What the door's methods become on their way to a leg. */
sealed interface LegCommand {
  record Connect(LegSettings settings) implements LegCommand {}

  record Play(Playback playback) implements LegCommand {}

  /** {@code playback} 0: whatever plays. */
  record Stop(long playback) implements LegCommand {}

  record InfoDigit(char digit, int durationMs) implements LegCommand {
    @Override
    public String toString() {
      return "InfoDigit";
    }
  }

  record SendKeys(String digits, CompletableFuture<Boolean> answer) implements LegCommand {
    @Override
    public String toString() {
      return "SendKeys";
    }
  }

  record Join(RoomHandle room, MixSettings settings) implements LegCommand {}

  record Adjust(MixSettings settings) implements LegCommand {}

  record Leave() implements LegCommand {}

  record Report(CompletableFuture<LegReport> answer) implements LegCommand {}

  /** A browser's handshake gave keys. */
  record Secured(DtlsKeys keys) implements LegCommand {}

  /** A browser's handshake failed, or the browser ended what it gave. */
  record Unsecured(String why) implements LegCommand {}

  record Close() implements LegCommand {}
}
