package org.convoke.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.convoke.signing.VonageJwt;

/**
 * Whether a request comes from the provider: its signature by a secret that only both know. Nothing
 * that comes from outside throws.
 */
public final class Proof {
  /** How old a signed time may be, in seconds. */
  private static final long TOLERANCE_S = 300;

  private Proof() {}

  /**
   * A request as it was signed.
   *
   * @param url as the provider was told it, with its query
   * @param form the parameters of a body that is a form, in the order of the body
   * @param headers by lower-case name
   */
  public record Request(
      String method,
      String url,
      List<Map.Entry<String, String>> form,
      byte[] body,
      Map<String, String> headers) {}

  /** {@code secrets}: one of them suffices, so that they can be changed one after the other. */
  public static boolean genuine(
      Provider provider, List<String> secrets, Request request, long nowS) {
    boolean genuine = false;
    for (String secret : secrets) {
      genuine |=
          switch (provider) {
            case VONAGE -> vonage(secret, request, nowS);
            case TWILIO -> twilio(secret, request);
            case TELNYX -> telnyx(secret, request, nowS);
            case PLIVO -> plivo(secret, request);
          };
    }
    return genuine;
  }

  /** A JWT with the hash of the body; of a GET with that of its parameters as compact JSON. */
  private static boolean vonage(String secret, Request request, long nowS) {
    String authorization = request.headers().get("authorization");
    byte[] signed = request.method().equals("GET") ? json(query(request.url())) : request.body();
    return VonageJwt.verify(secret, authorization, signed, nowS) == VonageJwt.Verdict.GENUINE;
  }

  private static byte[] json(List<Map.Entry<String, String>> query) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> one : query) {
      json.append(json.length() > 1 ? "," : "")
          .append(quoted(one.getKey()))
          .append(':')
          .append(quoted(one.getValue()));
    }
    return query.isEmpty()
        ? new byte[0]
        : json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    char[] escaped =
        com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(text);
    return '"' + String.valueOf(escaped) + '"';
  }

  /** HMAC-SHA1 over the address and the sorted parameters of the body. */
  private static boolean twilio(String secret, Request request) {
    StringBuilder signed = new StringBuilder(request.url());
    sorted(request.form())
        .forEach((name, values) -> values.forEach(value -> signed.append(name).append(value)));
    byte[] expected = hmac("HmacSHA1", secret, signed.toString());
    return same(expected, request.headers().get("x-twilio-signature"));
  }

  /** Ed25519 over the time and the body; the secret is the account's public key in base64. */
  private static boolean telnyx(String publicKey, Request request, long nowS) {
    String time = request.headers().get("telnyx-timestamp");
    byte[] signature = base64(request.headers().get("telnyx-signature-ed25519"));
    byte[] key = base64(publicKey);
    if (time == null
        || !time.matches("[0-9]{1,12}")
        || Math.abs(nowS - Long.parseLong(time)) > TOLERANCE_S
        || signature.length != Ed25519.SIGNATURE_SIZE
        || key.length != Ed25519.PUBLIC_KEY_SIZE) {
      return false;
    }
    byte[] begin = (time + "|").getBytes(StandardCharsets.UTF_8);
    byte[] signed = java.util.Arrays.copyOf(begin, begin.length + request.body().length);
    System.arraycopy(request.body(), 0, signed, begin.length, request.body().length);
    return Ed25519.verify(signature, 0, key, 0, signed, 0, signed.length);
  }

  /**
   * HMAC-SHA256 (Plivo's V3) over the address, the sorted parameters of query and body, and a
   * nonce. The header may hold several signatures.
   */
  private static boolean plivo(String secret, Request request) {
    String nonce = request.headers().get("x-plivo-signature-v3-nonce");
    String header = request.headers().get("x-plivo-signature-v3");
    if (nonce == null || header == null) {
      return false;
    }
    byte[] expected = hmac("HmacSHA256", secret, plivoSigned(request) + "." + nonce);
    boolean genuine = false;
    for (String one : header.split(",", 8)) {
      genuine |= same(expected, one.strip());
    }
    return genuine;
  }

  static String plivoSigned(Request request) {
    int mark = request.url().indexOf('?');
    String base = mark < 0 ? request.url() : request.url().substring(0, mark);
    List<String> pairs = new ArrayList<>();
    sorted(query(request.url()))
        .forEach((name, values) ->
            values.stream().sorted().forEach(value -> pairs.add(name + "=" + value)));
    String queried = String.join("&", pairs);
    StringBuilder signed = new StringBuilder(base);
    if (!queried.isEmpty() || !request.form().isEmpty()) {
      signed.append('?').append(queried);
    }
    if (!queried.isEmpty() && !request.form().isEmpty()) {
      signed.append('.');
    }
    sorted(request.form())
        .forEach((name, values) ->
            values.stream().sorted().forEach(value -> signed.append(name).append(value)));
    return signed.toString();
  }

  private static Map<String, List<String>> sorted(List<Map.Entry<String, String>> form) {
    Map<String, List<String>> sorted = new TreeMap<>();
    form.forEach(
        one -> sorted.computeIfAbsent(one.getKey(), _ -> new ArrayList<>()).add(one.getValue()));
    return sorted;
  }

  private static List<Map.Entry<String, String>> query(String url) {
    int mark = url.indexOf('?');
    return mark < 0 ? List.of() : Form.parse(url.substring(mark + 1));
  }

  private static byte[] hmac(String algorithm, String secret, String signed) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  private static boolean same(byte[] expected, String base64) {
    return MessageDigest.isEqual(expected, base64(base64));
  }

  private static byte[] base64(String text) {
    try {
      return text == null ? new byte[0] : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
