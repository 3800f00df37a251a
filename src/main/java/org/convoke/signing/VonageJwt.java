package org.convoke.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bearer token of Vonage's signed webhooks: a JWT (RFC 7519) with HS256, keyed by the UTF-8
 * bytes of the signature secret, over a hash of what is sent. Ours have no {@code exp}: a receiver
 * bounds their age by {@code iat}. One that is there is obeyed.
 */
public final class VonageJwt {
  /** How far the clocks of both sides may be apart, in seconds. */
  public static final long TOLERANCE_S = 300;

  private static final int MAX_LENGTH = 8192;
  private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  private static final JsonFactory JSON = new JsonFactory();

  private VonageJwt() {}

  /**
   * What a token says.
   *
   * @param iatS when it was made, in Unix seconds
   * @param expS from when on it is not to be taken, in Unix seconds, or null
   * @param jti unlike that of any other token
   * @param payloadHash hex of the SHA-256 of the body, or null
   * @param apiKey whose account, or null
   * @param applicationId whose application, or null
   */
  public record Claims(
      long iatS,
      Long expS,
      String jti,
      String iss,
      String payloadHash,
      String apiKey,
      String applicationId) {
    private boolean isOfNow(long nowS) {
      return iatS >= nowS - TOLERANCE_S
          && iatS <= nowS + TOLERANCE_S
          && (expS == null || expS > nowS - TOLERANCE_S);
    }
  }

  /** What a request is worth. */
  public enum Verdict {
    GENUINE,
    /** No token, or none that can be read. */
    MALFORMED,
    /** Another algorithm, or the signature does not fit. */
    FORGED,
    /** Made too long ago, or by a clock that is ahead, or expired (RFC 7519 §4.1.4). */
    STALE,
    /** Made for another body. */
    OTHER_BODY
  }

  /** A token for {@code body}; {@code apiKey} and {@code applicationId} may be null. */
  public static String sign(
      String secret, byte[] body, long iatS, String jti, String apiKey, String applicationId) {
    return sign(
        secret, new Claims(iatS, null, jti, "Vonage", payloadHash(body), apiKey, applicationId));
  }

  static String sign(String secret, Claims claims) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("iat", claims.iatS());
      if (claims.expS() != null) {
        json.writeNumberField("exp", claims.expS());
      }
      json.writeStringField("jti", claims.jti());
      json.writeStringField("iss", claims.iss());
      write(json, "payload_hash", claims.payloadHash());
      write(json, "api_key", claims.apiKey());
      write(json, "application_id", claims.applicationId());
      json.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("nothing fails in memory", e);
    }
    String signed = HEADER + "." + encode(text.toString());
    return signed + "." + signature(secret, signed);
  }

  /**
   * Checks the value of an {@code Authorization} header (null when there was none), its age, and
   * that it was made for {@code body}; a token without a hash counts for any body only when there
   * is none. Nothing that comes from outside throws.
   */
  public static Verdict verify(String secret, String authorization, byte[] body, long nowS) {
    String token = bearer(authorization);
    String[] parts = token == null ? new String[0] : token.split("\\.", 4);
    if (parts.length != 3) {
      return Verdict.MALFORMED;
    }
    Map<String, String> header = object(parts[0]);
    if (header == null) {
      return Verdict.MALFORMED;
    }
    if (!"HS256".equals(header.get("alg"))
        || !StandardWebhook.same(signature(secret, parts[0] + "." + parts[1]), parts[2])) {
      return Verdict.FORGED;
    }
    Optional<Claims> read = claims(authorization);
    if (read.isEmpty()) {
      return Verdict.MALFORMED;
    }
    Claims claims = read.get();
    if (!claims.isOfNow(nowS)) {
      return Verdict.STALE;
    }
    String hash = claims.payloadHash();
    boolean fits = hash == null ? body.length == 0 : StandardWebhook.same(payloadHash(body), hash);
    return fits ? Verdict.GENUINE : Verdict.OTHER_BODY;
  }

  /**
   * What the token of an {@code Authorization} header says, <b>unchecked</b>: to find the secret to
   * check it by. Empty when it cannot be read.
   */
  public static Optional<Claims> claims(String authorization) {
    String token = bearer(authorization);
    String[] parts = token == null ? new String[0] : token.split("\\.", 4);
    Map<String, String> claims = parts.length == 3 ? object(parts[1]) : null;
    if (claims == null || claims.get("iat") == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Claims(
              seconds(claims.get("iat")),
              claims.get("exp") == null ? null : seconds(claims.get("exp")),
              claims.get("jti"),
              claims.get("iss"),
              claims.get("payload_hash"),
              claims.get("api_key"),
              claims.get("application_id")));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** Some write a fraction. */
  private static long seconds(String text) {
    return (long) Double.parseDouble(text);
  }

  /** Hex of the SHA-256. */
  public static String payloadHash(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String bearer(String authorization) {
    boolean bearer =
        authorization != null
            && authorization.length() <= MAX_LENGTH
            && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    return bearer ? authorization.substring(7).strip() : null;
  }

  /** The plain values of a part that is a JSON object; null when it is none. */
  private static Map<String, String> object(String part) {
    try (JsonParser json = JSON.createParser(Base64.getUrlDecoder().decode(part))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Map<String, String> values = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken().isStructStart()) {
          json.skipChildren();
        } else if (json.currentToken() != JsonToken.VALUE_NULL) {
          values.put(name, json.getText());
        }
      }
      return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null
          ? values
          : null;
    } catch (IOException | IllegalArgumentException none) {
      return null;
    }
  }

  private static void write(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static String signature(String secret, String signed) {
    byte[] key = secret.getBytes(StandardCharsets.UTF_8);
    byte[] signature = Secret.hmac(key, signed.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static String encode(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
