package org.convoke.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The system's Chromium, headless, driven by Playwright. Its driver lies in the tests' class path
 * and runs on the Node.js that {@code PLAYWRIGHT_NODEJS_PATH} names, or the one of the path. A
 * browser belongs to the thread that started it.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--use-fake-device-for-media-stream",
          "--autoplay-policy=no-user-gesture-required",
          "--allow-loopback-in-peer-connection");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Its microphone is a fake one; {@code more} are flags beside the usual ones. */
  static Chromium start(String... more) {
    return startAs(program("chromium"), more);
  }

  /** The same by a program that starts it. */
  static Chromium startAs(Path program, String... more) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(List.of(more));
    Playwright playwright = Playwright.create(withoutDownloads());
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setTimeout(60_000)
                    .setArgs(flags));
    return new Chromium(playwright, browser);
  }

  /** The driver brings no browsers of its own. */
  static Playwright.CreateOptions withoutDownloads() {
    return new Playwright.CreateOptions()
        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", node()));
  }

  static String node() {
    String named = System.getenv("PLAYWRIGHT_NODEJS_PATH");
    return named == null ? program("node").toString() : named;
  }

  static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not installed: see scripts/test"));
  }

  /** A visitor of his own who lets pages use the microphone; the fake one beeps each second. */
  Tab open() {
    return open(new Browser.NewContextOptions(), true);
  }

  /**
   * @param microphone whether pages are let to it, or refused
   */
  Tab open(Browser.NewContextOptions options, boolean microphone) {
    options.setPermissions(microphone ? List.of("microphone") : List.of());
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(30_000);
    return new Tab(context.newPage());
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
