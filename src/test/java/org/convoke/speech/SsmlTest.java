package org.convoke.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.convoke.speech.Part.Pause;
import org.convoke.speech.Part.Prosody;
import org.convoke.speech.Part.Say;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsmlTest {
  private static final String ODD = "<>&'\"/!?[]-=;% \u0000\uD83D";

  private static List<Part> parse(String text) throws SpeechException {
    return Ssml.parse(text, null);
  }

  private static String said(String text) throws SpeechException {
    StringBuilder said = new StringBuilder();
    for (Part part : parse(text)) {
      said.append(
          switch (part) {
            case Say say -> "[" + say.text() + "]";
            case Pause pause -> "(" + pause.millis() + ")";
          });
    }
    return said.toString();
  }

  private static Say only(String text) throws SpeechException {
    return parse(text).stream()
        .filter(Say.class::isInstance)
        .map(Say.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void plainTextIsOneLineWhateverIsInIt() throws SpeechException {
    assertThat(parse("Hello <b>&\n you\tthere\u0000 1 < 2"))
        .containsExactly(new Say("Hello <b>& you there 1 < 2", "en-US", Prosody.PLAIN));
    assertThat(Ssml.parse("Guten Tag", "de")).extracting("language").containsExactly("de");
    assertThat(only("a\uD800b").text()).isEqualTo("a b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<speak>Hi</speak> | [Hi]",
        "<speak>One<break time='500ms'/>two<break time=\"1.5s\"/></speak> | [One](500)[two](1500)",
        "<speak>a<break/>b<break strength='strong'/>c<break strength='none'/>d</speak>"
            + " | [a](400)[b](700)[c][d]",
        "<speak>a<break time='99s'/>b</speak> | [a](10000)[b]",
        "<speak><p>One.</p><p><s>Two.</s><s>Three.</s></p></speak>"
            + " | [One.](450)[Two.](200)[Three.](200)(450)",
        "<speak>Code <say-as interpret-as='characters'>aB1</say-as>!</speak> | [Code a, B, 1 !]",
        "<speak><say-as interpret-as='digits'>47 11</say-as></speak> | [4 7 1 1]",
        "<speak><say-as interpret-as='telephone'>+1 (202) 5</say-as></speak> | [+ 1 2 0 2 5]",
        "<speak><say-as interpret-as='date' format='mdy'>11/21/2026</say-as></speak>"
            + " | [November 21, 2026]",
        "<speak><say-as interpret-as='date' format='dmy'>21.11.26</say-as></speak>"
            + " | [November 21, 2026]",
        "<speak><say-as interpret-as='date'>20261121</say-as></speak> | [November 21, 2026]",
        "<speak><say-as interpret-as='date' format='dmy'>99.99.2026</say-as></speak>"
            + " | [99.99.2026]",
        "<speak><say-as interpret-as='ordinal'>2nd</say-as></speak> | [2nd]",
        "<speak><sub alias='World Wide Web'>WWW</sub> it</speak> | [World Wide Web it]",
        "<speak><phoneme alphabet='ipa' ph='x'>pecan</phoneme> pie</speak> | [pecan pie]",
        "<speak>a<audio src='http://x/y.mp3'/>b</speak> | [ab]",
        "<speak>a <amazon:effect name='whispered'>b</amazon:effect></speak> | [a b]",
        "<speak>a<!-- no --><mark name='m'/>b &lt; &amp;</speak> | [ab < &]",
        "<speak><![CDATA[<x>]]></speak> | [<x>]",
        "<?xml version='1.0'?><speak>x</speak> | [<?xml version='1.0'?><speak>x</speak>]",
      })
  void theCommonTagsAreUnderstood(String text, String parts) throws SpeechException {
    assertThat(said(text)).isEqualTo(parts);
  }

  @Test
  void prosodyAndEmphasisNest() throws SpeechException {
    Prosody slow =
        only("<speak><prosody rate='slow' pitch='+10%' volume='loud'>a</prosody></speak>")
            .prosody();
    assertThat(slow).isEqualTo(new Prosody(0.75, 1.1, 4));
    Prosody both =
        only("<speak><prosody rate='80%'><prosody rate='0.5' volume='-6dB'>a</prosody></prosody>"
                + "</speak>")
            .prosody();
    assertThat(both).isEqualTo(new Prosody(0.4, 1, -6));
    assertThat(only("<speak><prosody pitch='+12st'>a</prosody></speak>").prosody().pitch())
        .isCloseTo(2, within(1e-9));
    assertThat(only("<speak><prosody volume='silent'>a</prosody></speak>").prosody().volumeDb())
        .isEqualTo(Prosody.SILENT);
    assertThat(only("<speak><emphasis level='strong'>a</emphasis></speak>").prosody().rate())
        .isLessThan(1);
    assertThat(only("<speak><prosody rate='999%' pitch='wild' volume='x'>a</prosody></speak>"))
        .extracting("prosody")
        .isEqualTo(new Prosody(3, 1, 0));
    assertThat(said("<speak>a <prosody rate='fast'>b</prosody> c</speak>")).isEqualTo("[a][b][c]");
  }

  @Test
  void languagesChangeWithinATextAndDatesWithThem() throws SpeechException {
    List<Part> parts =
        parse(
            "<speak xml:lang='en-GB'>Hi <lang xml:lang='de-DE'>Tag "
                + "<say-as interpret-as='date' format='dmy'>3.10.2026</say-as></lang></speak>");
    assertThat(parts)
        .containsExactly(
            new Say("Hi", "en-GB", Prosody.PLAIN),
            new Say("Tag 3. Oktober 2026", "de-DE", Prosody.PLAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<speak>",
        "<speak>a</speek>",
        "<speak>a & b</speak>",
        "<speak a=b>a</speak>",
        "<speak>a</speak>b",
        "<speak><break time='1s'</speak>"
      })
  void badXmlIsASentence(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(SpeechException.class)
        .hasMessageStartingWith("The text is not well-formed SSML, line 1, column")
        .extracting("field")
        .isEqualTo("text");
  }

  @Test
  void noDocumentTypeAndNoEntityIsRead() {
    for (String text :
        List.of(
            "<speak><!DOCTYPE x>a</speak>",
            "<speak>&passwd;</speak>",
            "<speak>&#0;</speak>",
            "<speak xmlns:x='y'><?a b?>&lol9;</speak>")) {
      assertThatThrownBy(() -> parse(text)).isInstanceOf(SpeechException.class);
    }
  }

  @Test
  void textsHaveLimits() throws SpeechException {
    assertThat(only("<speak>" + "<s/>".repeat(100) + "x".repeat(1500) + "</speak>").text())
        .hasSize(1500);
    refuses("x".repeat(1501), "1500 characters");
    refuses("<speak>" + "x".repeat(1501) + "</speak>", "1500 characters");
    refuses("<speak>" + " ".repeat(20_000) + "</speak>", "20000 characters");
    refuses("<speak>" + "<p>".repeat(40) + "a" + "</p>".repeat(40) + "</speak>", "nested");
    refuses("<speak>" + "<break time='10s'/>".repeat(7) + "</speak>", "60 seconds");
    refuses("<speak>" + "a<break time='1ms'/>".repeat(200) + "</speak>", "200 times");
    refuses("<speak><break time='soon'/></speak>", "500ms or 1.5s");
    refuses("  \n ", "says nothing");
    refuses("<speak> </speak>", "says nothing");
    refuses("<speak xml:lang='-v de'>a</speak>", "xml:lang");
    assertThatThrownBy(() -> Ssml.parse("a", "--version"))
        .isInstanceOf(SpeechException.class)
        .extracting("field")
        .isEqualTo("language");
  }

  private static void refuses(String text, String because) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining(because);
  }

  @Test
  void anythingElseIsReadOrRefusedButNeverFails() {
    String[] seeds = {
      "<speak xml:lang='de'><p>a<break time='5s'/></p><prosody rate='80%'>b</prosody></speak>",
      "<speak><say-as interpret-as='date' format='dmy'>21.11.2026</say-as>&amp;<sub alias='x'/>"
          + "</speak>",
      "<speak><![CDATA[x]]><!-- c --><emphasis>e</emphasis></speak>"
    };
    for (int seed = 0; seed < 4000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(seeds[seed % seeds.length]);
      for (int i = random.nextInt(6); i >= 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 9)));
        }
      }
      Throwable thrown = catchThrowable(() -> parse(text.toString()));
      assertThat(thrown)
          .as("seed %d", seed)
          .satisfiesAnyOf(
              t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(SpeechException.class));
    }
  }
}
