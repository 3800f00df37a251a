package org.convoke.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** HTTP digest as SIP uses it (RFC 7616, RFC 8760, RFC 3261 §22.4). Values in, text out. */
final class Digest {
  static final String MD5 = "MD5";
  static final String SHA_256 = "SHA-256";

  private Digest() {}

  /**
   * The response that a client must give.
   *
   * @param qop auth, auth-int, or null as RFC 2069 had it
   * @param body what auth-int protects
   */
  static String response(
      String algorithm,
      String username,
      String realm,
      String password,
      String method,
      String uri,
      String nonce,
      String nc,
      String cnonce,
      String qop,
      byte[] body) {
    String a1 = hex(algorithm, username + ":" + realm + ":" + password);
    String protectedBody = "auth-int".equals(qop) ? ":" + hex(algorithm, body) : "";
    String a2 = hex(algorithm, method + ":" + uri + protectedBody);
    String between = qop == null ? nonce : String.join(":", nonce, nc, cnonce, qop);
    return hex(algorithm, a1 + ":" + between + ":" + a2);
  }

  /** Whether the parameters of an Authorization header prove that the client knows the password. */
  static boolean proves(
      Map<String, String> given, String password, String method, byte[] body, String algorithm) {
    String qop = given.get("qop");
    if (qop != null && !qop.equals("auth") && !qop.equals("auth-int")) {
      return false;
    }
    String expected =
        response(
            algorithm,
            text(given, "username"),
            text(given, "realm"),
            password,
            method,
            text(given, "uri"),
            text(given, "nonce"),
            text(given, "nc"),
            text(given, "cnonce"),
            qop,
            body);
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII),
        text(given, "response").toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Map<String, String> given, String name) {
    return given.getOrDefault(name, "");
  }

  private static String hex(String algorithm, String text) {
    return hex(algorithm, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5 and SHA-256", e);
    }
  }
}
