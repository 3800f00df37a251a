package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoomPageTest {
  private static final Path WEB = Path.of("src/main/resources/web");

  @Test
  void everyScriptOfThePageIsServed() throws IOException {
    try (Stream<Path> files = Files.list(WEB.resolve("room"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".js")))
          .containsExactlyInAnyOrderElementsOf(RoomPage.SCRIPTS);
    }
  }

  @Test
  void theMarkupHasNoScriptOrStyleOfItsOwnAndNothingFromElsewhere() throws IOException {
    String markup = Files.readString(WEB.resolve("room.html"));
    assertThat(markup)
        .doesNotContain("style=", "<style", "://", "javascript:")
        .doesNotContainPattern(" on[a-z]+=");
    assertThat(Pattern.compile("<script[^>]*>").matcher(markup).results().map(r -> r.group()))
        .isEqualTo(List.of("<script type=\"module\" src=\"/assets/room/main.js\">"));
  }

  @Test
  void everyTextOfTheMarkupIsThereInEachLanguage() throws IOException {
    String texts = Files.readString(WEB.resolve("room/texts.js"));
    String german = texts.substring(texts.indexOf("const de ="));
    String english = texts.substring(0, texts.indexOf("const de ="));
    String markup = Files.readString(WEB.resolve("room.html"));
    Pattern wanted = Pattern.compile("data-t(?:-[a-z]+)?=\"(\\w+)\"");
    assertThat(wanted.matcher(markup).results().map(r -> r.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(key -> {
          assertThat(english).contains("\n  " + key + ": ");
          assertThat(german).contains("\n  " + key + ": ");
        });
  }

  @Test
  void theCodeHoldsTheLinkDarkOnWhite() {
    String svg = QrSvg.of("https://meet.example.com/room/weekly-planning");
    // Version 4 of the standard, 33 modules, and the quiet zone around them.
    assertThat(svg.substring(0, 90)).contains("viewBox=\"0 0 41 41\"");
    assertThat(svg.indexOf("<path d=\"M4 4h1v1h-1z")).isPositive();
  }
}
