package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BrowserLoadIT {
  private static final int LISTENERS = 3;
  private static final int TALKERS = 3;
  private static final int LIMIT_MS = 60_000;

  @Test
  void browsersThatConnectHearAllTalkersButThemselves() throws IOException {
    try (PlaneOfBrowsers plane = new PlaneOfBrowsers(LISTENERS, TALKERS, false)) {
      for (int i = 0; i < plane.browsers.length; i++) {
        plane.join(i);
      }
      // Joined is who heard talker 1 for a while; talker 1 himself never does.
      until(() -> heardTheRoom(plane) == plane.browsers.length - 1);
      plane.load.meter().open();
      until(() -> plane.browsers[LISTENERS].reception.received() > 200);
      for (LoadBrowser browser : plane.browsers) {
        for (int k = 0; k < TALKERS; k++) {
          double least = k == 0 ? 0.03 : 0.3;
          if (k == browser.talker) {
            assertThat(browser.reception.share(k)).as("talker %d himself", k).isLessThan(0.02);
          } else {
            assertThat(browser.reception.share(k))
                .as("talker %d at browser %d", k, browser.index)
                .isGreaterThan(least);
          }
        }
      }
      assertThat(plane.gone).isEmpty();
    }
  }

  private static long heardTheRoom(PlaneOfBrowsers plane) {
    long heard = 0;
    for (LoadBrowser browser : plane.browsers) {
      heard += browser.joinedNs() != 0 ? 1 : 0;
    }
    return heard;
  }

  private static void until(BooleanSupplier done) {
    for (int waitedMs = 0; !done.getAsBoolean(); waitedMs += 20) {
      assertThat(waitedMs).as("it takes too long").isLessThan(LIMIT_MS);
      LockSupport.parkNanos(20_000_000L);
    }
  }
}
