package org.convoke.provider;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A small XML document, made without the checked exceptions that memory never throws. */
final class Xml {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter out;

  private Xml() throws XMLStreamException {
    out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    out.writeStartDocument("UTF-8", "1.0");
    out.writeStartElement("Response");
  }

  static Xml response() {
    try {
      return new Xml();
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /** Begins an element with its attributes, a name and a value in turn. */
  Xml begin(String name, String... attributes) {
    try {
      out.writeStartElement(name);
      for (int i = 0; i < attributes.length; i += 2) {
        out.writeAttribute(attributes[i], legal(attributes[i + 1]));
      }
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /** One more attribute of the element that was just begun. */
  Xml attribute(String name, String value) {
    try {
      out.writeAttribute(name, legal(value));
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  Xml end() {
    try {
      out.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /** An element that holds a text; none when the text is empty. */
  Xml element(String name, String content, String... attributes) {
    if (content.isEmpty()) {
      return this;
    }
    try {
      begin(name, attributes);
      out.writeCharacters(legal(content));
      return end();
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  Xml pause(String name, int seconds) {
    return seconds > 0 ? begin(name, "length", String.valueOf(seconds)).end() : this;
  }

  String done() {
    try {
      out.writeEndDocument();
      out.close();
      return text.toString();
    } catch (XMLStreamException e) {
      throw impossible(e);
    }
  }

  /** Without the characters that no document may hold, escaped or not (XML 1.0 §2.2). */
  private static String legal(String text) {
    return text.codePoints()
        .filter(c ->
            c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= ' ' && c < Character.MIN_SURROGATE
                || c > Character.MAX_SURROGATE && c <= 0xFFFD
                || c > 0xFFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static AssertionError impossible(XMLStreamException e) {
    return new AssertionError("nothing fails in memory", e);
  }
}
