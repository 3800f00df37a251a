package org.convoke.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.audio.Clip;
import org.convoke.audio.Levels;
import org.convoke.audio.ToneGenerator;
import org.convoke.audio.WavFile;
import org.convoke.audio.WavWriter;
import org.convoke.config.ConfigException;
import org.convoke.config.SpeechConfig;
import org.convoke.speech.Part.Prosody;
import org.convoke.speech.Part.Say;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {
  @TempDir private Path folder;

  /** Speaks a tone of 10 ms a character and remembers what it was asked for. */
  private static final class Tone implements Engine {
    final List<String> said = new ArrayList<>();
    private final String name;
    private final Set<String> languages;
    boolean fails;

    Tone(String name, String... languages) {
      this.name = name;
      this.languages = Set.of(languages);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean speaks(String language) {
      return languages.contains(Engine.language(language));
    }

    @Override
    public int languages() {
      return languages.size();
    }

    @Override
    public WavFile say(Say part, int style) throws IOException {
      if (fails) {
        throw new IOException("a fault of the test");
      }
      said.add(part.language() + " " + part.text());
      int millis = 10 * part.text().length();
      return new WavFile(22_050, ToneGenerator.sine(600, millis, -35, 22_050));
    }
  }

  private static SpeechConfig config(String engine, String command) {
    return new SpeechConfig(engine, command, "en, de-AT", 1, 1, 1, 60, 60);
  }

  private static Say say(String text, String language) {
    return new Say(text, language, Prosody.PLAIN);
  }

  @Test
  void eachLanguageHasTheFirstEngineThatSpeaksItAndUnknownOnesAreEnglish() throws SpeechException {
    Tone english = new Tone("one", "en");
    Tone many = new Tone("two", "en", "de", "fr");
    Engines engines = new Engines(List.of(english, many));
    engines.say(say("a", "en-GB"), 0);
    engines.say(say("b", "de-CH"), 0);
    engines.say(say("c", "tlh"), 0);
    assertThat(english.said).containsExactly("en-GB a", "en-US c");
    assertThat(many.said).containsExactly("de-CH b");
    assertThat(engines.description()).isEqualTo("one for English, two for 2 other languages");
  }

  @Test
  void whereAnEngineFailsTheNextSpeaks() throws SpeechException {
    Tone first = new Tone("one", "en");
    Tone second = new Tone("two", "en");
    Engines engines = new Engines(List.of(first, second));
    first.fails = true;
    assertThat(engines.say(say("a", "en"), 0).engine()).isSameAs(second);
    second.fails = true;
    assertThatThrownBy(() -> engines.say(say("a", "en"), 0))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("failed");
  }

  @Test
  void partsFollowOneAnotherAtOneLoudnessWithTheirPausesAndVolumes() throws SpeechException {
    Speaker speaker = new Speaker(new Engines(List.of(new Tone("one", "en"))), 60, () -> 0);
    Clip clip =
        speaker.speak(
            List.of(
                say("a".repeat(100), "en"),
                new Part.Pause(500),
                new Say("b".repeat(100), "en", new Prosody(1, 1, -12))),
            0);
    assertThat(clip.millis()).isBetween(2450, 2550);
    short[] pcm = clip.samples();
    assertThat(Levels.rmsDbfs(pcm, 1600, 11_200)).isCloseTo(-20, within(1.0));
    assertThat(Levels.rmsDbfs(pcm, 17_000, 6000)).isLessThan(-70);
    assertThat(Levels.rmsDbfs(pcm, 26_000, 11_200)).isCloseTo(-32, within(1.0));
    assertThatThrownBy(() ->
            new Speaker(new Engines(List.of(new Tone("one", "en"))), 1, () -> 0)
                .speak(List.of(say("a".repeat(300), "en")), 0))
        .hasMessageContaining("longer than 1 seconds");
  }

  @Test
  void aCommandReadsTheTextAndWritesAWav() throws Exception {
    Path wav = folder.resolve("answer.wav");
    try (WavWriter writer = new WavWriter(wav, 22_050)) {
      writer.write(ToneGenerator.sine(500, 400, -20, 22_050), 0, 8820);
    }
    Path program = folder.resolve("speak me");
    Files.writeString(
        program, "#!/bin/sh\ncat > text.txt\necho \"$@\" > arguments.txt\ncat '" + wav + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path linked = Files.createSymbolicLink(folder.resolve("speaker"), program);
    Engines engines =
        Engines.find(config("command", linked + " --lang {language} -s {style}"), folder);
    WavFile sound = engines.say(say("-v; $(rm -rf /) `x` \"q\"", "de-AT"), 3).sound();
    assertThat(sound.millis()).isEqualTo(400);
    assertThat(folder.resolve("text.txt")).hasContent("-v; $(rm -rf /) `x` \"q\"");
    assertThat(folder.resolve("arguments.txt")).hasContent("--lang de-AT -s 3");
    assertThat(engines.description()).isEqualTo("speaker for English and 1 other language");
  }

  @Test
  void anEngineThatIsAskedForMustBeThere() {
    assertThatThrownBy(() -> Engines.find(config("command", "no-such-program-here -x"), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("speech.command");
    assertThat(Engines.find(config("builtin", ""), folder).description())
        .isEqualTo("the built-in voice for English");
    assertThatThrownBy(() -> config("command", " ")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> config("mbrola", "")).isInstanceOf(ConfigException.class);
  }

  @Test
  void theBuiltInVoiceSpeaksWhateverComes() throws SpeechException {
    Engines engines = Engines.find(config("builtin", ""), folder);
    int slow =
        engines.say(new Say("One two three.", "en", new Prosody(0.5, 1, 0)), 0).sound().millis();
    int plain = engines.say(say("One two three.", "de"), 0).sound().millis();
    assertThat(plain).isBetween(600, 2500);
    assertThat(slow).isGreaterThan(plain * 3 / 2);
    for (String text :
        List.of(
            "42 dollars & 99% of 1/2",
            "日本語",
            "...",
            "ÄÖÜ ß",
            "99999999999999999999",
            "<x>",
            "' '' \" \\ | ; :-)",
            "a@b.c http://x.y/z?q=1")) {
      assertThat(engines.say(say(text, "en"), 0).sound().sampleRate()).isEqualTo(16_000);
    }
  }

  @Test
  void aTextThatTakesTooLongToMakeIsGivenUp() {
    Tone tone = new Tone("one", "en");
    long[] nowNs = {0};
    Speaker speaker = new Speaker(new Engines(List.of(tone)), 60, () -> nowNs[0] += 6_000_000_000L);
    List<Part> parts = List.of(say("a", "en"), say("b", "en"), say("c", "en"), say("d", "en"));
    assertThatThrownBy(() -> speaker.speak(parts, 0)).hasMessageContaining("too long");
    assertThat(tone.said).containsExactly("en a", "en b");
  }

  /** On a machine without engines that is the one in the jar. */
  @Test
  void whatThisMachineHasSpeaksAtTheSpeedThatIsAskedFor() throws SpeechException {
    Engines engines = Engines.find(config("auto", ""), folder);
    for (String language : List.of("en-US", "de-DE", "zh-CN")) {
      Engines.Spoken plain = engines.say(say("1 2 3 4 5.", language), 0);
      Engines.Spoken slow =
          engines.say(new Say("1 2 3 4 5.", language, new Prosody(0.6, 1.2, 0)), 0);
      assertThat(plain.sound().millis()).as(language).isBetween(500, 5000);
      assertThat(slow.sound().millis()).as(language).isGreaterThan(plain.sound().millis() * 6 / 5);
    }
  }

  @Test
  void aListingOfVoicesIsReadByLanguage() {
    Map<String, String> voices =
        EspeakEngine.voices(
            """
            Pty Language       Age/Gender VoiceName          File        Other Languages
             5  cmn             --/M      Chinese_(Mandarin) sit/cmn     (zh-cmn 5)(zh 5)
             5  en-029          --/M      English_(Caribbean) gmw/en-029 (en 10)
             2  en-gb           --/M      English            gmw/en      (en 2)
             5  fr-fr           --/M      French             roa/fr
             5  pt-br           --/M      Portuguese_(Brazil) roa/pt-BR
            """);
    assertThat(voices)
        .containsEntry("cmn", "cmn")
        .containsEntry("fr", "fr-fr")
        .containsEntry("en-gb", "en-gb")
        .containsEntry("pt-br", "pt-br");
    assertThat(voices).doesNotContainKey("pty");
  }
}
