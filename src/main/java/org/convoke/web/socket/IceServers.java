package org.convoke.web.socket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.convoke.config.WebrtcConfig;

/**
 * The STUN and TURN servers that browsers are told of. TURN's credentials are made as coturn and
 * others take them by a shared secret (draft-uberti-behave-turn-rest-00 §2.2): the user name is the
 * time of their end, the password its HMAC-SHA1.
 */
final class IceServers {
  private final WebrtcConfig config;

  IceServers(WebrtcConfig config) {
    this.config = config;
  }

  /** As RTCPeerConnection takes them; {@code who} stands in the TURN server's log. */
  JsonArray list(String who, Instant now) {
    JsonArray servers = new JsonArray();
    JsonArray stun = urls(config.stunUrls());
    if (!stun.isEmpty()) {
      servers.add(new JsonObject().put("urls", stun));
    }
    JsonArray turn = urls(config.turnUrls());
    if (!turn.isEmpty()) {
      String user = now.getEpochSecond() + config.turnTtlSeconds() + ":" + who;
      servers.add(
          new JsonObject()
              .put("urls", turn)
              .put("username", user)
              .put("credential", hmac(config.turnSecret(), user)));
    }
    return servers;
  }

  private static JsonArray urls(String list) {
    JsonArray urls = new JsonArray();
    Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(url -> !url.isEmpty())
        .forEach(urls::add);
    return urls;
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }
}
