package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.convoke.clock.Clock;
import org.convoke.signing.VonageJwt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A number that lives at a provider: its webhooks, then its call to our SIP address. */
@Execution(ExecutionMode.CONCURRENT)
class ProvidersIT {
  private static final String SECRET = "a-twilio-auth-token";
  private static final String VONAGE_SECRET = "a-vonage-signature-secret";
  private static final Pattern SIP = Pattern.compile("<Sip>(sip:t-[a-z2-9]+@[^<]+)</Sip>");
  private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");

  @TempDir static Path folder;
  private static Bridge bridge;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("convoke.yaml"),
            "sip:\n  trust_loopback: false\nproviders:\n  twilio_auth_tokens: \"old, "
                + SECRET
                + "\"\n  vonage_signature_secrets: "
                + VONAGE_SECRET
                + "\n");
    bridge = Bridge.start(folder.resolve("data"), "--config", config.toString());
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  /** As Twilio does: a form, and HMAC-SHA1 over the address and the sorted parameters. */
  private HttpResponse<String> twilio(String url, String secret, Map<String, String> form) {
    StringBuilder body = new StringBuilder();
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form)
        .forEach((name, value) -> {
          body.append(body.isEmpty() ? "" : "&")
              .append(name)
              .append('=')
              .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
          signed.append(name).append(value);
        });
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Twilio-Signature", hmac(secret, signed.toString()))
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return send(request);
  }

  /** As Vonage does: JSON, and a JWT with the hash of it. */
  private HttpResponse<String> vonage(String path, JsonObject body) {
    byte[] bytes = body.toBuffer().getBytes();
    long nowS = Clock.system().now().getEpochSecond();
    String token = VonageJwt.sign(VONAGE_SECRET, bytes, nowS, "j", "key", "app");
    return send(
        HttpRequest.newBuilder(URI.create(base() + "/webhooks/vonage/" + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String hmac(String secret, String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base() {
    return "http://127.0.0.1:" + bridge.httpPort();
  }

  private static Map<String, String> call(String sid, String digits) {
    Map<String, String> form = new TreeMap<>();
    form.put("CallSid", sid);
    form.put("From", "+493012345" + (100 + sid.hashCode() % 100 + 100));
    form.put("To", "+14155550100");
    if (digits != null) {
      form.put("Digits", digits);
    }
    return form;
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1).replace("&amp;", "&");
  }

  @Test
  void aCallerKeysHisPinAtTheProviderAndIsInTheRoom() {
    JsonObject room = bridge.createRoom("by provider");
    String pin = room.getString("pin");
    String wrong = pin.equals("9999") ? "9998" : "9999";
    String voice = base() + "/webhooks/twilio/voice";

    HttpResponse<String> asked = twilio(voice, SECRET, call("CA1", null));
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.headers().firstValue("Content-Type")).hasValue("text/xml; charset=utf-8");
    assertThat(asked.body()).contains("Please enter your pin.", "numDigits=\"4\"");
    String first = found(ACTION, asked.body());

    HttpResponse<String> again = twilio(first, SECRET, call("CA1", wrong));
    assertThat(again.body()).contains("That pin is not valid.", "<Gather");
    assertThat(bridge.awaitEvent("", "pin.rejected").getJsonObject("data").getMap())
        .containsEntry("provider", "twilio")
        .containsEntry("provider_call_id", "CA1");
    // The provider asks twice: no try is lost.
    assertThat(twilio(first, SECRET, call("CA1", wrong)).body()).isEqualTo(again.body());

    String answer = twilio(found(ACTION, again.body()), SECRET, call("CA1", pin)).body();
    String uri = found(SIP, answer);
    try (Baresip phone = new Baresip.Setup(folder.resolve("p"), Baresip.PCMU, "udp", 500).start();
        Baresip thief = new Baresip.Setup(folder.resolve("t"), Baresip.PCMU, "udp", 900).start()) {
      phone.dial(uri);
      bridge.awaitJoined(room.getString("id"), 1);
      String call = bridge.awaitEvent("", "call.linked").getString("call_id");
      JsonObject linked = bridge.awaitEvent("", "call.linked").getJsonObject("data");
      assertThat(linked.getString("provider")).isEqualTo("twilio");
      assertThat(linked.getString("provider_call_id")).isEqualTo("CA1");
      assertThat(bridge.awaitEvent("", "call.started").getJsonObject("data").encode())
          .doesNotContain(uri.substring(4, uri.indexOf('@')));
      JsonObject shown = bridge.get("/v1/calls/" + call);
      assertThat(shown.getString("room_id")).isEqualTo(room.getString("id"));
      assertThat(shown.getString("provider")).isEqualTo("twilio");
      assertThat(shown.getString("provider_call_id")).isEqualTo("CA1");
      Map<String, String> said = call("CA1", null);
      said.put("CallStatus", "in-progress");
      twilio(base() + "/webhooks/twilio/status", SECRET, said);
      assertThat(bridge.awaitEvent("call=" + call, "provider.status").getString("call_id"))
          .isEqualTo(call);
      thief.dial(uri);
      Bridge.await("the second call by one pass is refused", () -> thief.log().contains("404"));
      assertThat(bridge.participants(room.getString("id"))).hasSize(1);
      phone.hangUp();
      bridge.awaitJoined(room.getString("id"), 0);
    }
    assertThat(bridge.log()).doesNotContain(uri.substring(4, uri.indexOf('@')));
  }

  @Test
  void threeWrongPinsEndTheCall() {
    HttpResponse<String> reply =
        twilio(base() + "/webhooks/twilio/voice", SECRET, call("CA2", null));
    for (int attempt = 1; attempt <= 3; attempt++) {
      String keys = attempt == 2 ? "" : "00";
      reply = twilio(found(ACTION, reply.body()), SECRET, call("CA2", keys));
    }
    assertThat(reply.body()).contains("Goodbye.", "<Hangup>").doesNotContain("<Gather");
    String late = base() + "/webhooks/twilio/pin?step=4";
    assertThat(twilio(late, SECRET, call("CA2", "00")).body())
        .contains("<Say language=\"en-US\">Goodbye.</Say><Hangup>");
  }

  @Test
  void whatIsNotSignedByTheProviderIsRefused() {
    String voice = base() + "/webhooks/twilio/voice";
    assertThat(twilio(voice, "guess", call("CA3", null)).statusCode()).isEqualTo(403);
    assertThat(twilio(voice, "old", call("CA4", null)).statusCode()).isEqualTo(200);
    assertThat(twilio(base() + "/webhooks/plivo/voice", SECRET, call("CA5", null)).statusCode())
        .isEqualTo(404);
    assertThat(twilio(voice, SECRET, Map.of("From", "1")).statusCode()).isEqualTo(400);
  }

  @Test
  void theProvidersWordOnACallIsAnEvent() {
    Map<String, String> form = call("CA6", null);
    form.put("CallStatus", "completed");
    assertThat(twilio(base() + "/webhooks/twilio/status", SECRET, form).statusCode())
        .isEqualTo(204);
    assertThat(told("completed").getString("provider_call_id")).isEqualTo("CA6");
  }

  @Test
  void whatVonageTellsOfAConversationIsAnEventToo() {
    JsonObject error =
        new JsonObject().put("reason", "Syntax error in NCCO").put("conversation_uuid", "CON-7");
    assertThat(vonage("event", error).statusCode()).isEqualTo(204);
    assertThat(told("error"))
        .isEqualTo(error.copy().put("provider", "vonage").put("status", "error"));
    assertThat(vonage("event", new JsonObject().put("reason", "r")).statusCode()).isEqualTo(400);
    assertThat(vonage("dtmf", error).statusCode()).isEqualTo(400);
    JsonObject transfer = new JsonObject().put("uuid", "u-7").put("type", "transfer");
    assertThat(vonage("event", transfer).statusCode()).isEqualTo(204);
    assertThat(told("transfer").getString("provider_call_id")).isEqualTo("u-7");
  }

  /** The data of the provider.status with that status. */
  private static JsonObject told(String status) {
    List<JsonObject> found = new ArrayList<>();
    Bridge.await(
        "the status " + status,
        () -> {
          bridge.events("type=provider.status").stream()
              .map(event -> event.getJsonObject("data"))
              .filter(data -> status.equals(data.getString("status")))
              .forEach(found::add);
          return !found.isEmpty();
        });
    return found.getFirst();
  }
}
