package org.convoke.sdp;

import java.util.List;

/**
 * An SDP as read: what is of use to us.
 *
 * @param connection the session's c= address, or null
 * @param time the value of t=
 * @param attributes of the session, in order
 */
record SessionDescription(
    String connection, String time, List<Attribute> attributes, List<Media> media) {
  /**
   * An a= line.
   *
   * @param value after the colon; empty for a flag
   */
  record Attribute(String name, String value) {
    /** Values hold keys. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A section that begins with m=.
   *
   * @param connection the section's own c= address, or null
   */
  record Media(
      String type,
      int port,
      String protocol,
      List<String> formats,
      String connection,
      List<Attribute> attributes) {
    /** The first value of an attribute, or null. */
    String attribute(String name) {
      return first(attributes, name);
    }

    boolean has(String name) {
      return attribute(name) != null;
    }
  }

  static String first(List<Attribute> attributes, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return attribute.value();
      }
    }
    return null;
  }
}
