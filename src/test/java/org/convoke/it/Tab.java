package org.convoke.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page in a browser: what is wrong in it is collected, its microphone may be a tone. */
final class Tab implements AutoCloseable {
  /** Between its peaks a tone's spectrum falls away: two neighbours of a bin are enough. */
  private static final String LISTEN =
      """
      async ({ hz, ms }) => {
        const sound = document.querySelector("audio")?.srcObject ?? window.session?.stream;
        if (!sound) return -200;
        window.ear ??= new AudioContext();
        await window.ear.resume();
        const source = window.ear.createMediaStreamSource(sound);
        const analyser = window.ear.createAnalyser();
        analyser.fftSize = 8192;
        analyser.smoothingTimeConstant = 0;
        source.connect(analyser);
        const bins = new Float32Array(analyser.frequencyBinCount);
        const middle = Math.round((hz * analyser.fftSize) / window.ear.sampleRate);
        let loudest = -200;
        for (const end = performance.now() + ms; performance.now() < end; ) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          analyser.getFloatFrequencyData(bins);
          loudest = Math.max(loudest, bins[middle - 1], bins[middle], bins[middle + 1]);
        }
        source.disconnect();
        return loudest;
      }
      """;

  private static final String TONE =
      """
      navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext();
        const oscillator = context.createOscillator();
        const loudness = context.createGain();
        const out = context.createMediaStreamDestination();
        oscillator.frequency.value = %d;
        loudness.gain.value = 0.25;
        oscillator.connect(loudness).connect(out);
        oscillator.start();
        return out.stream;
      };
      """;

  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  Tab(Page page) {
    this.page = page;
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
  }

  Page page() {
    return page;
  }

  /** Errors of scripts and refusals of the browser, such as of the content policy. */
  List<String> complaints() {
    return complaints;
  }

  /** From the next page on the microphone is a tone at -12 dBFS. */
  Tab tone(int hz) {
    page.addInitScript(TONE.formatted(hz));
    return this;
  }

  Tab go(String url) {
    page.navigate(url);
    return this;
  }

  /** How loud a tone was within the next second, in dB of the analyser: -12 dBFS show as -18. */
  double heard(int hz) {
    Object db = page.evaluate(LISTEN, Map.of("hz", hz, "ms", 1000));
    return ((Number) db).doubleValue();
  }

  /** Opens a room's link and joins it by its page. */
  Tab join(URI link, String name) {
    page.navigate(link.toString());
    page.getByLabel("Your name").fill(name);
    page.locator("#join").click();
    page.locator("body[data-view=room], body[data-view=waiting]").waitFor();
    return this;
  }

  /** The page's button of that name. */
  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** One of those who are listed. */
  Locator person(String name) {
    return page.locator("li.person").filter(new Locator.FilterOptions().setHasText(name));
  }

  /** Waits until the page tells it: in short news, above everything, or in a heading. */
  void awaitText(String text) {
    page.getByText(text).first().waitFor();
  }

  @Override
  public void close() {
    page.context().close();
  }
}
