package org.convoke.it;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The browser library's own tests, which are JavaScript and run in a browser: each function that a
 * test file exports is one.
 */
class LibraryIT {
  private static final Path LIBRARY = Path.of("src/main/npm/convoke");
  private static final Path PAGE = Path.of("src/main/resources/web");
  private static final Path TESTS = Path.of("src/test/resources/library");

  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  @TestFactory
  Stream<DynamicTest> itsParts() {
    return tests("parts.test.js");
  }

  @TestFactory
  Stream<DynamicTest> partsOfTheRoomsPage() {
    return tests("page.test.js");
  }

  @TestFactory
  Stream<DynamicTest> aSession() {
    return tests("session.test.js");
  }

  private static Stream<DynamicTest> tests(String file) {
    Tab tab = chromium.open();
    Page page = tab.page();
    // No server: a loopback address, where pages get a microphone, answered from the folders.
    page.route("http://127.0.0.1/**", LibraryIT::answer);
    page.navigate("http://127.0.0.1/test/empty.html");
    Object names =
        page.evaluate(
            "async file => Object.keys(window.tests = await import(file))", "/test/" + file);
    return ((List<?>) names)
        .stream()
            .map(name ->
                DynamicTest.dynamicTest(
                    name.toString(), () -> page.evaluate("name => window.tests[name]()", name)))
            .onClose(tab::close);
  }

  private static void answer(Route route) {
    String path = URI.create(route.request().url()).getPath();
    Path file = file(path);
    Route.FulfillOptions options = new Route.FulfillOptions();
    if (path.endsWith(".html")) {
      route.fulfill(
          options.setContentType("text/html").setBody("<!doctype html><title>test</title>"));
    } else if (Files.exists(file)) {
      route.fulfill(options.setContentType("text/javascript").setPath(file));
    } else {
      route.fulfill(options.setStatus(404));
    }
  }

  private static Path file(String path) {
    if (path.startsWith("/test/")) {
      return TESTS.resolve(path.substring("/test/".length()));
    }
    return path.startsWith("/assets/")
        ? PAGE.resolve(path.substring("/assets/".length()))
        : LIBRARY.resolve(path.substring(1));
  }
}
