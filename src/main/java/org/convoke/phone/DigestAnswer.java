package org.convoke.phone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a digest challenge as a client (RFC 7616, RFC 8760): MD5 and SHA-256, with qop=auth when
 * it is offered.
 */
final class DigestAnswer {
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");

  private DigestAnswer() {}

  /**
   * @param challenge the value of WWW-Authenticate or Proxy-Authenticate
   * @return the value of the Authorization header, or null when the algorithm is unknown
   */
  static String answer(
      String challenge, String method, String uri, String user, String password, String cnonce) {
    Map<String, String> given = parameters(challenge);
    String algorithm = given.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
    if (!algorithm.equals("MD5") && !algorithm.equals("SHA-256")) {
      return null;
    }
    String realm = given.getOrDefault("realm", "");
    String nonce = given.getOrDefault("nonce", "");
    boolean qop = given.getOrDefault("qop", "").matches("(?i)(.*,\\s*)?auth(\\s*,.*)?");
    String ha1 = hash(algorithm, user + ":" + realm + ":" + password);
    String ha2 = hash(algorithm, method + ":" + uri);
    String response =
        qop
            ? hash(algorithm, ha1 + ":" + nonce + ":00000001:" + cnonce + ":auth:" + ha2)
            : hash(algorithm, ha1 + ":" + nonce + ":" + ha2);
    String answer =
        "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=%s"
            .formatted(user, realm, nonce, uri, response, algorithm);
    if (qop) {
      answer += ", qop=auth, nc=00000001, cnonce=\"" + cnonce + "\"";
    }
    return given.containsKey("opaque")
        ? answer + ", opaque=\"" + given.get("opaque") + "\""
        : answer;
  }

  private static Map<String, String> parameters(String challenge) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      parameters.put(
          matcher.group(1), matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    return parameters;
  }

  private static String hash(String algorithm, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
