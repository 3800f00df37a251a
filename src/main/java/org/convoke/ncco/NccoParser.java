package org.convoke.ncco;

/** Reads programs. */
final class NccoParser {
  private NccoParser() {}

  static Parsed parse(String json) {
    return NccoFault.of("No program can be read yet.");
  }

  static Parsed parseReply(String body) {
    return parse(body);
  }
}
