package org.convoke.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.convoke.audio.Biquad;
import org.convoke.audio.Clip;
import org.convoke.audio.WavFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CMU Flite: English only. */
final class FliteEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(FliteEngine.class);
  private static final int SECONDS = 10;
  private static final int PROBE_SECONDS = 10;

  /** The better first; those that speak nothing but the time are not among them. */
  private static final List<String> BEST = List.of("slt", "rms", "awb", "kal16", "kal");

  /** Hz, as the voices have it of themselves. */
  private static final List<Integer> PITCHES = List.of(170, 105, 120, 105, 105);

  private final String program;
  private final List<String> voices;
  private final ProcessRunner runner;
  private final Path folder;

  private FliteEngine(String program, List<String> voices, ProcessRunner runner, Path folder) {
    this.program = program;
    this.voices = voices;
    this.runner = runner;
    this.folder = folder;
  }

  /** The program with the voices that it has, or null when it cannot be used. */
  static FliteEngine find(String program, ProcessRunner runner, Path folder) {
    try {
      String said = new String(runner.run(List.of(program, "-lv"), "", PROBE_SECONDS));
      List<String> has = Arrays.asList(said.substring(said.indexOf(':') + 1).strip().split("\\s+"));
      List<String> voices = BEST.stream().filter(has::contains).toList();
      return voices.isEmpty() ? null : new FliteEngine(program, voices, runner, folder);
    } catch (IOException e) {
      LOG.warn("{} is there but cannot be used: {}", program, e.getMessage());
      return null;
    }
  }

  @Override
  public String name() {
    return "flite";
  }

  @Override
  public String version() {
    return "flite " + String.join(",", voices) + " 1";
  }

  @Override
  public boolean speaks(String language) {
    return Engine.language(language).equals("en");
  }

  @Override
  public int languages() {
    return 1;
  }

  @Override
  public WavFile say(Part.Say part, int style) throws IOException {
    String voice = voices.get(Math.floorMod(style, voices.size()));
    // It seeks in what it writes, so that it needs a file.
    Path wav = Files.createTempFile(folder, "flite", ".wav");
    try {
      List<String> command = new ArrayList<>(List.of(program, "-voice", voice));
      if (part.prosody().rate() != 1) {
        set(command, "duration_stretch", 1 / part.prosody().rate());
      }
      if (part.prosody().pitch() != 1) {
        int own = PITCHES.get(BEST.indexOf(voice));
        set(command, "int_f0_target_mean", own * part.prosody().pitch());
      }
      command.addAll(List.of("-o", wav.toString()));
      runner.run(command, part.text() + "\n", SECONDS);
      if (Files.size(wav) > ProcessRunner.MAX_OUTPUT) {
        throw new IOException("it wrote too much");
      }
      return WavFile.parse(Files.readAllBytes(wav), "flite's sound");
    } finally {
      Files.deleteIfExists(wav);
    }
  }

  private static void set(List<String> command, String feature, double value) {
    command.addAll(List.of("--setf", String.format(Locale.ROOT, "%s=%.3f", feature, value)));
  }

  @Override
  public Biquad[] tone() {
    return new Biquad[] {
      Biquad.highPass(120, Clip.RATE),
      Biquad.peak(220, 1.2, -6, Clip.RATE),
      Biquad.peak(2600, 0.8, 7, Clip.RATE)
    };
  }
}
