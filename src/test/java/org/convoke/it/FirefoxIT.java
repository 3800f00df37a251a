package org.convoke.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firefox, as Debian has it, joins, is heard and hears. */
class FirefoxIT {
  /** Its fake microphone's. */
  private static final int FAKE_HZ = 700;

  private static final String JOIN =
      """
      async ({ url, token }) => {
        const { Convoke } = await import("/convoke.js");
        window.session = await Convoke.join({ url, token, constraints:
            { autoGainControl: false, echoCancellation: false, noiseSuppression: false } });
        return session.me.id;
      }
      """;

  /** The energy that came, RMS of full scale: {@code totalAudioEnergy} of the W3C's statistics. */
  private static final String ENERGY = "async () => (await session.stats()).totalAudioEnergy";

  @TempDir Path folder;

  @Test
  void itJoinsAndIsHeardAndHears() {
    try (Bridge bridge = Bridge.start(folder.resolve("data"));
        Playwright playwright = Playwright.create(Chromium.withoutDownloads());
        Browser firefox = playwright.firefox().launch(options())) {
      JsonObject room = bridge.createRoom("firefox");
      Page page = firefox.newPage();
      page.setDefaultTimeout(60_000);
      page.navigate(bridge.url("/convoke.js").toString());
      String token = Visitor.token(bridge, room, "speaker", "Fox");
      page.evaluate(JOIN, Map.of("url", bridge.url("").toString(), "token", token));
      try (Caller phone = Caller.join(bridge, room, "phone", 900)) {
        phone.hears(FAKE_HZ);
        Bridge.await("packets", () -> energy(page) > 0.001);
        double before = energy(page);
        Bridge.await("a second of the tone", () -> energy(page) > before + 0.001);
        phone.phone().tone(0);
        page.evaluate("() => session.mute()");
        phone.misses(FAKE_HZ);
        page.evaluate("() => session.leave()");
        bridge.awaitJoined(room.getString("id"), 1);
      }
    }
  }

  private static double energy(Page page) {
    return ((Number) page.evaluate(ENERGY)).doubleValue();
  }

  private static BrowserType.LaunchOptions options() {
    return new BrowserType.LaunchOptions()
        .setChannel("moz-firefox")
        .setExecutablePath(Chromium.program("firefox-esr"))
        .setTimeout(120_000)
        .setFirefoxUserPrefs(
            Map.of(
                "media.navigator.streams.fake",
                true,
                "media.navigator.audio.fake_frequency",
                FAKE_HZ,
                "media.navigator.permission.disabled",
                true,
                "media.autoplay.default",
                0));
  }
}
