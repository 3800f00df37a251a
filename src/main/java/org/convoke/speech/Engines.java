package org.convoke.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.convoke.audio.WavFile;
import org.convoke.config.ConfigException;
import org.convoke.config.SpeechConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines that this machine has, the best first. A language is spoken by the first that has a
 * voice of it, one that none has by the first that speaks English; where an engine fails the next
 * is asked. One that is inside the jar is always the last.
 */
final class Engines {
  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
  private static final String ENGLISH = "en-US";
  private static final int MAX_TOLD = 100;

  private final List<Engine> engines;
  private final Set<String> toldLanguages = ConcurrentHashMap.newKeySet();

  Engines(List<Engine> engines) {
    this.engines = List.copyOf(engines);
  }

  /**
   * Looks what there is; takes some tenths of a second and blocks.
   *
   * @param folder where programs may leave files
   * @throws ConfigException when the one that is asked for is not there
   */
  static Engines find(SpeechConfig config, Path folder) {
    ProcessRunner runner = new ProcessRunner(folder);
    String wanted = config.engine();
    boolean any = wanted.equals("auto");
    List<Engine> found = new ArrayList<>();
    if ((any || wanted.equals("command")) && !config.command().isBlank()) {
      List<String> words = config.commandWords();
      Path program = program(words.getFirst());
      if (program == null) {
        throw new ConfigException("speech.command", "begins with a program of this machine");
      }
      List<String> command = new ArrayList<>(words);
      command.set(0, program.toString());
      found.add(new CommandEngine(command, Set.copyOf(config.languages()), runner));
    }
    Path flite = program("flite");
    if ((any || wanted.equals("flite")) && flite != null) {
      add(found, FliteEngine.find(flite.toString(), runner, folder));
    }
    Path espeak = program("espeak-ng");
    if ((any || wanted.equals("espeak-ng")) && espeak != null) {
      add(found, EspeakEngine.find(espeak.toString(), runner));
    }
    if (found.isEmpty() && !any && !wanted.equals("builtin")) {
      throw new ConfigException("speech.engine", "names an engine of this machine: no " + wanted);
    }
    found.add(new BuiltinEngine());
    return new Engines(found);
  }

  private static void add(List<Engine> found, Engine engine) {
    if (engine != null) {
      found.add(engine);
    }
  }

  /** A program by its path, or by its name in PATH; or null. */
  private static Path program(String name) {
    if (name.contains("/")) {
      Path path = Path.of(name).toAbsolutePath();
      return Files.isExecutable(path) ? path : null;
    }
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(":")) {
      Path program = Path.of(folder.isEmpty() ? "." : folder).resolve(name).toAbsolutePath();
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        return program;
      }
    }
    return null;
  }

  /** For the log and the banner: who speaks what. */
  String description() {
    StringBuilder text = new StringBuilder();
    Set<String> taken = new HashSet<>();
    for (Engine engine : engines) {
      boolean english = engine.speaks(ENGLISH) && taken.add("en");
      int others = engine.languages() - (engine.speaks(ENGLISH) ? 1 : 0);
      if (!english && others <= 0) {
        continue;
      }
      text.append(text.isEmpty() ? "" : ", ").append(engine.name());
      text.append(english ? " for English" : " for");
      if (others > 0) {
        text.append(english ? " and " : " ").append(others);
        text.append(others == 1 ? " other language" : " other languages");
      }
    }
    return text.toString();
  }

  /** Changes whenever texts would be spoken otherwise. */
  String version() {
    StringBuilder versions = new StringBuilder();
    engines.forEach(engine -> versions.append(engine.version()).append('\n'));
    return versions.toString();
  }

  /** What was spoken, and by whom. */
  record Spoken(WavFile sound, Engine engine) {}

  /** Speaks by the first engine that can. */
  Spoken say(Part.Say part, int style) throws SpeechException {
    Part.Say wanted = part;
    if (engines.stream().noneMatch(engine -> engine.speaks(part.language()))) {
      tellOnce(part.language());
      wanted = new Part.Say(part.text(), ENGLISH, part.prosody());
    }
    for (Engine engine : engines) {
      if (engine.speaks(wanted.language())) {
        try {
          return new Spoken(engine.say(wanted, style), engine);
        } catch (IOException e) {
          LOG.warn("{} did not speak a text: {}", engine.name(), e.getMessage());
        }
      }
    }
    throw new SpeechException(null, "The text could not be spoken: the speech engine failed.");
  }

  private void tellOnce(String language) {
    String tag = Engine.language(language);
    if (toldLanguages.size() < MAX_TOLD && toldLanguages.add(tag.toLowerCase(Locale.ROOT))) {
      LOG.warn("no speech engine here speaks {}: English takes its place", tag);
    }
  }
}
