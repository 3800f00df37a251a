package org.convoke.speech;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.convoke.audio.WavFile;

/**
 * A command of the operator's, such as piper: the text comes on its stdin in one line, the WAV goes
 * to its stdout. {@code {language}} and {@code {style}} in its arguments are filled in.
 */
final class CommandEngine implements Engine {
  private static final int SECONDS = 10;
  private static final String ALL = "*";

  private final List<String> command;
  private final Set<String> languages;
  private final ProcessRunner runner;

  /**
   * @param command the program and its arguments
   * @param languages tags that it speaks, in small letters; {@code *} for all
   */
  CommandEngine(List<String> command, Set<String> languages, ProcessRunner runner) {
    this.command = List.copyOf(command);
    this.languages = Set.copyOf(languages);
    this.runner = runner;
  }

  @Override
  public String name() {
    String program = command.getFirst();
    return program.substring(program.lastIndexOf('/') + 1);
  }

  @Override
  public String version() {
    return "command " + String.join("\0", command);
  }

  @Override
  public boolean speaks(String language) {
    return languages.contains(ALL)
        || languages.contains(language.toLowerCase(Locale.ROOT))
        || languages.contains(Engine.language(language));
  }

  @Override
  public int languages() {
    return languages.size();
  }

  @Override
  public WavFile say(Part.Say part, int style) throws IOException {
    // A tag begins with a letter, so that no argument becomes an option by it.
    List<String> filled =
        command.stream()
            .map(word ->
                word.replace("{language}", part.language())
                    .replace("{style}", Integer.toString(Math.max(0, style))))
            .toList();
    return WavFile.parse(runner.run(filled, part.text() + "\n", SECONDS), name() + "'s sound");
  }
}
