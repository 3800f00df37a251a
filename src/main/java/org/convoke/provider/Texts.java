package org.convoke.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.convoke.dialin.Phrase;

/** What the recorded prompts of a language say, for providers that speak for us. */
public final class Texts {
  private final Map<String, String> byName;

  /** The language as BCP 47 has it, with a region, which some providers ask for. */
  private final String tag;

  private Texts(String tag, Map<String, String> byName) {
    this.tag = tag;
    this.byName = byName;
  }

  /**
   * The texts of {@code en} or {@code de}; of another language the English ones.
   *
   * @throws UncheckedIOException when the program's own resources are broken
   */
  public static Texts of(String language) {
    boolean german = language.startsWith("de");
    return new Texts(german ? "de-DE" : "en-US", load(german ? "de" : "en"));
  }

  public String tag() {
    return tag;
  }

  /** The phrases as one text. Only prompts come before somebody sits in a room. */
  public String say(List<Phrase> phrases) {
    return phrases.stream()
        .map(phrase ->
            switch (phrase) {
              case Phrase.Prompt prompt -> byName.getOrDefault(prompt.name(), "");
              case Phrase.Number number -> String.valueOf(number.value());
              case Phrase.Keys keys -> keys.keys();
            })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static Map<String, String> load(String language) {
    String resource = "/prompt-texts/" + language + ".txt";
    Map<String, String> texts = new HashMap<>();
    try (InputStream in = Texts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing from the class path");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> line.indexOf('|') > 0 && !line.startsWith("#"))
          .forEach(line ->
              texts.put(
                  line.substring(0, line.indexOf('|')),
                  line.substring(line.indexOf('|') + 1).strip()));
      return Map.copyOf(texts);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
