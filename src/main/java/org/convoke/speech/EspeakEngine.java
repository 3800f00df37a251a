package org.convoke.speech;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.audio.Biquad;
import org.convoke.audio.Clip;
import org.convoke.audio.WavFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** eSpeak NG: more than a hundred languages. */
final class EspeakEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(EspeakEngine.class);
  private static final int SECONDS = 10;
  private static final int PROBE_SECONDS = 10;
  private static final int WORDS_PER_MINUTE = 165;
  private static final int PITCH = 45;

  /** A line of --voices: priority, then the language. */
  private static final Pattern VOICE =
      Pattern.compile(
          "^\\s*[0-9]+\\s+([a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\\s", Pattern.MULTILINE);

  private static final List<String> VARIANTS = List.of("", "+f3", "+m3", "+f4", "+m7");

  /** Where the program's name of a language is not the common one. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("zh", "cmn", "zh-hk", "yue", "no", "nb", "iw", "he", "in", "id", "fil", "tl");

  private final String program;
  private final Map<String, String> voices;
  private final ProcessRunner runner;

  private EspeakEngine(String program, Map<String, String> voices, ProcessRunner runner) {
    this.program = program;
    this.voices = voices;
    this.runner = runner;
  }

  /** The program with the voices that it has, or null when it cannot be used. */
  static EspeakEngine find(String program, ProcessRunner runner) {
    try {
      byte[] said = runner.run(List.of(program, "--voices"), "", PROBE_SECONDS);
      Map<String, String> voices = voices(new String(said, StandardCharsets.UTF_8));
      return voices.isEmpty() ? null : new EspeakEngine(program, voices, runner);
    } catch (IOException e) {
      LOG.warn("{} is there but cannot be used: {}", program, e.getMessage());
      return null;
    }
  }

  /** The voices of a listing, by language in small letters. */
  static Map<String, String> voices(String listing) {
    Map<String, String> voices = new HashMap<>();
    Matcher matcher = VOICE.matcher(listing);
    while (matcher.find()) {
      String code = matcher.group(1);
      voices.putIfAbsent(code.toLowerCase(Locale.ROOT), code);
      // fr-fr speaks for fr where there is no plain fr, and so on.
      voices.putIfAbsent(Engine.language(code), code);
    }
    return voices;
  }

  @Override
  public String name() {
    return "espeak-ng";
  }

  @Override
  public boolean speaks(String language) {
    return voice(language) != null;
  }

  @Override
  public int languages() {
    return (int) voices.keySet().stream().map(Engine::language).distinct().count();
  }

  /** The voice of a language, by all of its tag or as much as is known of it; or null. */
  private String voice(String tag) {
    String rest = tag.toLowerCase(Locale.ROOT);
    while (true) {
      String voice = voices.get(OTHER_NAMES.getOrDefault(rest, rest));
      int end = rest.lastIndexOf('-');
      if (voice != null || end < 0) {
        return voice;
      }
      rest = rest.substring(0, end);
    }
  }

  @Override
  public WavFile say(Part.Say part, int style) throws IOException {
    String voice = voice(part.language());
    if (voice == null) {
      throw new IOException("it has no voice of that language");
    }
    long words = Math.clamp(Math.round(WORDS_PER_MINUTE * part.prosody().rate()), 80, 450);
    long pitch = Math.clamp(Math.round(PITCH * part.prosody().pitch()), 0, 99);
    String variant = VARIANTS.get(Math.floorMod(style, VARIANTS.size()));
    List<String> command =
        List.of(
            program,
            "-v",
            voice + variant,
            "-s",
            "" + words,
            "-p",
            "" + pitch,
            "-b",
            "1",
            "--stdin",
            "--stdout");
    // [[ would begin names of sounds.
    byte[] wav = runner.run(command, part.text().replace("[[", "[ [") + "\n", SECONDS);
    return WavFile.parse(wav, "espeak-ng's sound");
  }

  @Override
  public Biquad[] tone() {
    return new Biquad[] {
      Biquad.highPass(120, Clip.RATE),
      Biquad.peak(250, 1.2, -3, Clip.RATE),
      Biquad.peak(2600, 0.8, 3, Clip.RATE)
    };
  }
}
