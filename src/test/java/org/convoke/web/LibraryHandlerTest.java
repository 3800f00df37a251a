package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LibraryHandlerTest {
  private static final Path PACKAGE = Path.of("src/main/npm/convoke");

  @Test
  void everyPartOfTheLibraryIsServed() throws IOException {
    try (Stream<Path> files = Files.list(PACKAGE.resolve("convoke"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".js", "")))
          .containsExactlyInAnyOrderElementsOf(LibraryHandler.PARTS);
    }
  }

  @Test
  void thePackageNeedsNothingElse() throws IOException {
    JsonObject json = new JsonObject(Files.readString(PACKAGE.resolve("package.json")));
    assertThat(json.getString("name")).isEqualTo("convoke");
    assertThat(json.getString("type")).isEqualTo("module");
    assertThat(json.containsKey("dependencies")).isFalse();
    assertThat(PACKAGE.resolve(json.getString("main"))).exists();
    assertThat(PACKAGE.resolve(json.getString("types"))).exists();
  }
}
