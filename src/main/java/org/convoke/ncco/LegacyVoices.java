package org.convoke.ncco;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The languages of the voices that talk named before there were language and style. */
final class LegacyVoices {
  private static final String DEFAULT = "en-US";

  private static final Map<String, List<String>> VOICES =
      Map.ofEntries(
          Map.entry("cs-CZ", List.of("iveta")),
          Map.entry("cy-GB", List.of("gwyneth")),
          Map.entry("da-DK", List.of("naja", "mads")),
          Map.entry("de-DE", List.of("marlene", "hans", "vicki")),
          Map.entry("en-AU", List.of("nicole", "russell")),
          Map.entry("en-GB", List.of("amy", "brian", "emma", "geraint")),
          Map.entry("en-IN", List.of("raveena", "aditi")),
          Map.entry("es-ES", List.of("conchita", "enrique")),
          Map.entry("es-US", List.of("penelope", "miguel")),
          Map.entry("fr-CA", List.of("chantal")),
          Map.entry("fr-FR", List.of("mathieu", "celine")),
          Map.entry("is-IS", List.of("dora", "karl")),
          Map.entry("it-IT", List.of("carla", "giorgio")),
          Map.entry("ja-JP", List.of("mizuki", "takumi")),
          Map.entry("ko-KR", List.of("seoyeon")),
          Map.entry("nb-NO", List.of("liv")),
          Map.entry("nl-NL", List.of("lotte", "ruben")),
          Map.entry("pl-PL", List.of("jacek", "ewa", "jan", "maja")),
          Map.entry("pt-BR", List.of("vitoria", "ricardo")),
          Map.entry("pt-PT", List.of("cristiano", "ines")),
          Map.entry("ro-RO", List.of("carmen")),
          Map.entry("ru-RU", List.of("tatyana", "maxim")),
          Map.entry("sv-SE", List.of("astrid")),
          Map.entry("tr-TR", List.of("filiz")),
          Map.entry("zh-CN", List.of("zhiyu")));

  private LegacyVoices() {}

  /** The language of a voice, case ignored; of one that is not known, and of none, American. */
  static String language(String voice) {
    String name = voice == null ? "" : voice.strip().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, List<String>> voices : VOICES.entrySet()) {
      if (voices.getValue().contains(name)) {
        return voices.getKey();
      }
    }
    return DEFAULT;
  }
}
