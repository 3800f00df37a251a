package org.convoke.audio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The samples of every {@link Sound}. Prompts are read from the class path at construction and kept
 * at 16 kHz; other rates, tones and music are made when first asked for and then kept. Any thread
 * may ask; who must not wait (a media loop) asks {@link #prepare} from elsewhere first.
 */
public final class SoundLibrary {
  /** The language that has every prompt. */
  public static final String FALLBACK = "en";

  private static final List<String> LANGUAGES = List.of("en", "de");
  private static final int PROMPT_RATE = 16000;
  private static final int MAX_SILENCE_MS = 60_000;
  private static final int KEY_MS = 100;

  /** Each of the two tones; about -10 dBm0, as phones send them. */
  private static final double KEY_DBFS = -13;

  private record Key(Sound sound, int rate) {}

  private final Map<String, Map<String, short[]>> prompts = new HashMap<>();
  private final Map<Key, short[]> made = new ConcurrentHashMap<>();

  /** Reads all prompts, some 6 MB; fails when the program's own resources are broken. */
  public SoundLibrary() {
    for (String language : LANGUAGES) {
      prompts.put(language, load(language));
    }
  }

  /** The languages that can be spoken. */
  public static List<String> languages() {
    return LANGUAGES;
  }

  /** The names of a language's own prompts, sorted. */
  public Set<String> names(String language) {
    return new TreeSet<>(prompts.getOrDefault(language, Map.of()).keySet());
  }

  /** There is such a prompt, in this language or in English. */
  public boolean has(String language, String name) {
    return prompt(language, name) != null;
  }

  /**
   * A sound's samples, shared by all: not to be changed. Music and the hold tone loop without a
   * seam.
   *
   * @param rate 8000, 16000 or 48000
   * @throws IllegalArgumentException for a prompt that is not there, not even in English
   */
  public short[] samples(Sound sound, int rate) {
    if (sound instanceof Sound.Silence silence) {
      return new short
          [(int) ((long) Math.clamp(silence.millis(), 0, MAX_SILENCE_MS) * rate / 1000)];
    }
    if (sound instanceof Sound.Recording recording) {
      return new WavFile(Clip.RATE, recording.clip().samples()).at(rate).samples();
    }
    Key key = new Key(sound, rate);
    short[] known = made.get(key);
    return known != null ? known : made.computeIfAbsent(key, SoundLibrary.this::make);
  }

  /** Makes everything at one rate, so that later calls of {@link #samples} cost nothing. */
  public void prepare(int rate) {
    prompts.forEach((language, own) ->
        own.keySet().forEach(name -> samples(new Sound.Prompt(language, name), rate)));
    for (Sound.Kind kind : Sound.Kind.values()) {
      samples(new Sound.Tone(kind), rate);
    }
    samples(new Sound.Music(), rate);
  }

  /** The prompts that say a number, 0 to 9999; another number is said as the nearest of these. */
  public static List<Sound.Prompt> numbers(String language, int n) {
    return SpokenNumbers.parts(language, Math.clamp(n, 0, 9999));
  }

  private short[] make(Key wanted) {
    return switch (wanted.sound()) {
      case Sound.Prompt prompt -> {
        short[] pcm = prompt(prompt.language(), prompt.name());
        if (pcm == null) {
          throw new IllegalArgumentException("no prompt is named " + prompt.name());
        }
        yield new WavFile(PROMPT_RATE, pcm).at(wanted.rate()).samples();
      }
      case Sound.Tone tone -> ToneGenerator.tone(tone.kind(), wanted.rate());
      case Sound.Key key -> ToneGenerator.dtmf(key.key(), KEY_MS, KEY_DBFS, wanted.rate());
      case Sound.Music music -> HoldMusic.loop(wanted.rate());
      case Sound.Silence silence -> throw new IllegalStateException("silence is not kept");
      case Sound.Recording recording -> throw new IllegalStateException("clips are not kept");
    };
  }

  private short[] prompt(String language, String name) {
    short[] own = prompts.getOrDefault(language, Map.of()).get(name);
    return own != null ? own : prompts.get(FALLBACK).get(name);
  }

  private static Map<String, short[]> load(String language) {
    String folder = "/prompts/" + language + "/";
    Map<String, short[]> loaded = new HashMap<>();
    try {
      for (String name : names(folder + "names.txt", new ArrayList<>())) {
        try (InputStream in = open(folder + name + ".wav")) {
          WavFile wav = WavFile.read(in, folder + name + ".wav");
          loaded.put(name, wav.at(PROMPT_RATE).samples());
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("prompts of " + language + ": " + broken.getMessage(), broken);
    }
    return Map.copyOf(loaded);
  }

  private static List<String> names(String resource, List<String> names) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(resource), StandardCharsets.UTF_8))) {
      in.lines().filter(line -> !line.isBlank()).forEach(names::add);
    }
    return names;
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = SoundLibrary.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException(resource + " is missing from the class path");
    }
    return in;
  }
}
