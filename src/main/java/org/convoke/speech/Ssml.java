package org.convoke.speech;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.convoke.speech.Part.Prosody;

/**
 * Reads a text to be spoken: plain, or the common tags of SSML 1.1 within {@code <speak>}. Unknown
 * tags are left away and what they hold is kept. No document type, no entities but XML's five.
 */
final class Ssml {
  /** Of the text with its tags. */
  private static final int MAX_LENGTH = 20_000;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_BREAK_MS = 10_000;
  private static final int PARAGRAPH_MS = 450;
  private static final int SENTENCE_MS = 200;
  private static final Pattern TIME = Pattern.compile("\\+?([0-9]{1,5}(?:\\.[0-9]{1,3})?)(ms|s)");
  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}");
  private static final Map<String, Integer> STRENGTHS =
      Map.of("none", 0, "x-weak", 100, "weak", 250, "medium", 400, "strong", 700, "x-strong", 1200);

  /** How what an element holds is spoken. */
  private record Scope(
      String element,
      String language,
      Prosody prosody,
      boolean skipped,
      String sayAs,
      String format) {}

  private final Script script = new Script();
  private final Deque<Scope> scopes = new ArrayDeque<>();

  private Ssml() {}

  /**
   * The parts of a text.
   *
   * @param language a BCP-47 tag, or null for en-US
   */
  static List<Part> parse(String text, String language) throws SpeechException {
    String tag = language == null || language.isEmpty() ? "en-US" : language;
    if (!TAG.matcher(tag).matches()) {
      throw new SpeechException("language", "The language is a tag such as en-US or de.");
    }
    if (text.length() > MAX_LENGTH) {
      throw new SpeechException(
          "text", "The text is longer than " + MAX_LENGTH + " characters with its tags.");
    }
    Ssml reader = new Ssml();
    String stripped = text.strip();
    if (!stripped.startsWith("<speak")) {
      reader.script.say(text, tag, Prosody.PLAIN);
      return reader.script.parts();
    }
    reader.scopes.push(new Scope("", tag, Prosody.PLAIN, false, "", ""));
    try {
      reader.read(stripped);
    } catch (XMLStreamException e) {
      throw malformed(e);
    } catch (RuntimeException e) {
      // The platform's parser throws these for a few malformed documents.
      throw new SpeechException("text", "The text is not well-formed SSML.");
    }
    return reader.script.parts();
  }

  private static SpeechException malformed(XMLStreamException e) {
    String where =
        e.getLocation() == null
            ? ""
            : ", line "
                + e.getLocation().getLineNumber()
                + ", column "
                + e.getLocation().getColumnNumber();
    String what = String.valueOf(e.getMessage());
    int at = what.indexOf("Message: ");
    what = at < 0 ? what : what.substring(at + "Message: ".length());
    what = what.replaceAll("\\s+", " ").strip();
    return new SpeechException(
        "text",
        "The text is not well-formed SSML"
            + where
            + ": "
            + (what.length() > 160 ? what.substring(0, 160) : what));
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // Tags of other makers, such as amazon:effect, come without their namespace.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("nothing outside of the text is read");
    });
    return factory;
  }

  private void read(String text) throws XMLStreamException, SpeechException {
    XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text));
    try {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamReader.START_ELEMENT -> open(xml);
          case XMLStreamReader.END_ELEMENT -> close();
          case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA, XMLStreamReader.SPACE ->
              text(xml.getText());
          case XMLStreamReader.DTD ->
              throw new SpeechException(
                  "text", "The text holds a document type; SSML here has none.");
          case XMLStreamReader.ENTITY_REFERENCE ->
              throw new SpeechException(
                  "text",
                  "The text holds an entity that is none of &lt; &gt; &amp; &quot; &apos;.");
          default -> {}
        }
      }
    } finally {
      xml.close();
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i).strip();
      }
    }
    return "";
  }

  private void open(XMLStreamReader xml) throws SpeechException {
    if (scopes.size() > MAX_DEPTH) {
      throw new SpeechException(
          "text", "The text's tags are nested deeper than " + MAX_DEPTH + ".");
    }
    String element = xml.getLocalName().toLowerCase(Locale.ROOT);
    Scope outer = scopes.peek();
    String language = outer.language;
    Prosody prosody = outer.prosody;
    boolean skipped = outer.skipped;
    String sayAs = outer.sayAs;
    String format = outer.format;
    switch (element) {
      case "speak", "lang", "voice", "p", "s" -> language = language(xml, outer.language);
      case "break" -> pause(breakMs(xml));
      case "prosody" ->
          prosody =
              prosody.times(
                  Prosodies.rate(attribute(xml, "rate")),
                  Prosodies.pitch(attribute(xml, "pitch")),
                  Prosodies.volumeDb(attribute(xml, "volume")));
      case "emphasis" -> prosody = Prosodies.emphasis(prosody, attribute(xml, "level"));
      case "say-as" -> {
        sayAs = attribute(xml, "interpret-as");
        format = attribute(xml, "format");
      }
      case "sub" -> {
        text(attribute(xml, "alias"));
        skipped = true;
      }
      case "desc", "meta", "metadata", "lexicon" -> skipped = true;
      default -> {}
    }
    scopes.push(new Scope(element, language, prosody, skipped, sayAs, format));
  }

  private static String language(XMLStreamReader xml, String outer) throws SpeechException {
    String own = attribute(xml, "xml:lang");
    own = own.isEmpty() ? attribute(xml, "lang") : own;
    if (own.isEmpty()) {
      return outer;
    }
    if (!TAG.matcher(own).matches()) {
      throw new SpeechException("text", "xml:lang in the text is a tag such as en-US or de.");
    }
    return own;
  }

  private void close() throws SpeechException {
    Scope over = scopes.pop();
    switch (over.element) {
      case "p" -> pause(PARAGRAPH_MS);
      case "s" -> pause(SENTENCE_MS);
      default -> {}
    }
  }

  private void pause(int millis) throws SpeechException {
    if (!scopes.peek().skipped) {
      script.pause(millis);
    }
  }

  private void text(String text) throws SpeechException {
    Scope scope = scopes.peek();
    if (!scope.skipped) {
      script.say(
          SayAs.spoken(text, scope.sayAs, scope.format, scope.language),
          scope.language,
          scope.prosody);
    }
  }

  private static int breakMs(XMLStreamReader xml) throws SpeechException {
    String time = attribute(xml, "time");
    if (time.isEmpty()) {
      return STRENGTHS.getOrDefault(attribute(xml, "strength"), STRENGTHS.get("medium"));
    }
    Matcher matcher = TIME.matcher(time);
    if (!matcher.matches()) {
      throw new SpeechException("text", "The time of a break is such as 500ms or 1.5s.");
    }
    double ms = Double.parseDouble(matcher.group(1)) * (matcher.group(2).equals("s") ? 1000 : 1);
    return (int) Math.min(ms, MAX_BREAK_MS);
  }
}
