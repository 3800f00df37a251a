package org.convoke.web;

import io.vertx.core.buffer.Buffer;

/** Looks at JSON before it is parsed: what is nested too deeply would cost the parser its stack. */
final class JsonShape {
  static final int MAX_DEPTH = 32;

  private JsonShape() {}

  /**
   * @throws Problem 400 when the text is nested more than {@link #MAX_DEPTH} deep, or holds the
   *     character U+0000, which the database cannot keep
   */
  static void check(Buffer json) {
    int depth = 0;
    boolean inText = false;
    for (int i = 0; i < json.length(); i++) {
      byte c = json.getByte(i);
      if (inText) {
        if (c == '\\') {
          refuseNul(json, i);
          i++;
        } else if (c == '"') {
          inText = false;
        }
      } else if (c == '"') {
        inText = true;
      } else if (c == '{' || c == '[') {
        depth++;
        if (depth > MAX_DEPTH) {
          throw malformed("The body is nested more than " + MAX_DEPTH + " deep.");
        }
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  private static void refuseNul(Buffer json, int backslash) {
    if (backslash + 6 <= json.length()
        && json.getString(backslash, backslash + 6).equals("\\u0000")) {
      throw malformed("The body holds the character U+0000.");
    }
  }

  static Problem malformed(String detail) {
    return Problem.of(ProblemKind.MALFORMED_JSON, detail);
  }
}
