package org.convoke.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Section {@code speech}. */
public record SpeechConfig(
    String engine,
    String command,
    String commandLanguages,
    int cacheMib,
    int memoryMib,
    int streamMaxMib,
    int streamMaxSeconds,
    int streamCacheSeconds) {
  public SpeechConfig {
    Check.oneOf("speech.engine", engine, "auto", "command", "flite", "espeak-ng", "builtin");
    Check.that(
        !engine.equals("command") || !command.isBlank(),
        "speech.command",
        "is a program and its arguments, for that is the engine");
    Check.that(
        Arrays.stream(commandLanguages.split(","))
            .allMatch(tag -> tag.strip().matches("\\*|[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")),
        "speech.command_languages",
        "lists languages such as en, de-DE, or is * for all");
    Check.range("speech.cache_mib", cacheMib, 1, 1_000_000);
    Check.range("speech.memory_mib", memoryMib, 1, 16_384);
    Check.range("speech.stream_max_mib", streamMaxMib, 1, 64);
    Check.range("speech.stream_max_seconds", streamMaxSeconds, 1, 3600);
    Check.range("speech.stream_cache_seconds", streamCacheSeconds, 0, 86_400);
  }

  /** The command's words: apart at blanks. */
  public List<String> commandWords() {
    return Arrays.stream(command.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  /** What the command speaks, in small letters. */
  public List<String> languages() {
    return Arrays.stream(commandLanguages.toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .distinct()
        .toList();
  }
}
