package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.convoke.bus.CallReply;
import org.convoke.bus.ProgramCommand;
import org.convoke.fetch.FetchRequest;
import org.convoke.id.ApplicationId;
import org.convoke.signing.StandardWebhook;
import org.convoke.signing.VonageJwt;
import org.convoke.sim.TalkingBridge.Phone;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.junit.jupiter.api.Test;

/** What an application is asked and told, and how it is signed. */
class ProgramQuestionsTest extends ProgramTest {
  @Test
  void theAnswerUrlIsAskedByGetWithAllItsFieldsAndSigned() {
    server.at("/answer", TALK);
    ApplicationId id = bridge.application();
    Phone phone = bridge.call(id, Map.of("X-OpenTok-SessionId", "1_MX", "User-to-User", "56"));
    FetchRequest request = server.request("/answer");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.body()).isNull();
    assertThat(FakeServer.query(request))
        .containsEntry("from", "4930123456")
        .containsEntry("to", "493099")
        .containsEntry("uuid", phone.call().value())
        .containsEntry("conversation_uuid", "CON-" + phone.call())
        .containsEntry("region_url", "https://bridge.example.com/vonage")
        .containsEntry("endpoint_type", "phone")
        .containsEntry("SipHeader_X-OpenTok-SessionId", "1_MX")
        .containsEntry("SipHeader_User-to-User", "56")
        .containsEntry("attempt", "1");
    signedBy(request, signed(request));
    assertThat(bridge.voiced.next("the text", _ -> true)).isEqualTo("en-US Good morning");
    media(phone, "play clip of 12 ms");
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void whatTheCallersAppGivesAlongIsCustomDataJsonInAQuery() {
    server.at("/answer", TALK);
    Map<String, String> headers = Map.of("X-Custom-Data", "{\"device\":\"Alice's app\"}");
    bridge.call(bridge.application(), headers);
    assertThat(FakeServer.query(server.request("/answer")))
        .containsEntry("custom_data", "{\"device\":\"Alice's app\"}")
        .containsEntry("SipHeader_X-Custom-Data", "{\"device\":\"Alice's app\"}");
    bridge.call(bridge.application("POST", false, DtmfFormat.OBJECT), headers);
    assertThat(FakeServer.json(server.request("/answer")).getJsonObject("custom_data"))
        .isEqualTo(new JsonObject().put("device", "Alice's app"));
    bridge.call(bridge.application(), Map.of("X-Custom-Data", "Alice"));
    assertThat(FakeServer.query(server.request("/answer")))
        .doesNotContainKey("custom_data")
        .containsEntry("SipHeader_X-Custom-Data", "Alice");
  }

  private static void signedBy(FetchRequest request, byte[] signed) {
    Map<String, String> headers = request.headers();
    long nowS = Long.parseLong(headers.get(StandardWebhook.TIMESTAMP));
    assertThat(
            StandardWebhook.verify(
                ProgramBridge.SECRET,
                headers.get(StandardWebhook.ID),
                headers.get(StandardWebhook.TIMESTAMP),
                headers.get(StandardWebhook.SIGNATURE),
                signed,
                nowS))
        .isEqualTo(StandardWebhook.Verdict.GENUINE);
    assertThat(VonageJwt.verify(ProgramBridge.SECRET, headers.get("Authorization"), signed, nowS))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
  }

  @Test
  void anOldSecretSignsBesideTheNewOneAndTheTokenAloneUntilItsEnd() {
    server.at("/answer", TALK);
    ApplicationId id = bridge.application();
    Application now = bridge.applications.get(id);
    bridge.applications.put(id, rotated(now, Instant.now().plusSeconds(3_600)));
    bridge.call(id);
    FetchRequest request = server.request("/answer");
    assertThat(request.headers().get(StandardWebhook.SIGNATURE).split(" ")).hasSize(2);
    signedBy(request, signed(request)); // by the old one
    bridge.applications.put(id, rotated(now, Instant.now().minusSeconds(1)));
    bridge.call(id);
    FetchRequest later = server.request("/answer");
    assertThat(later.headers().get(StandardWebhook.SIGNATURE).split(" ")).hasSize(1);
    long nowS = Long.parseLong(later.headers().get(StandardWebhook.TIMESTAMP));
    String token = later.headers().get("Authorization");
    assertThat(VonageJwt.verify("a newer secret of the same", token, signed(later), nowS))
        .isEqualTo(VonageJwt.Verdict.GENUINE);
  }

  private static byte[] signed(FetchRequest get) {
    return get.url()
        .substring(get.url().indexOf('?') + 1)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static Application rotated(Application now, Instant until) {
    return new Application(
        now.id(),
        now.name(),
        now.answer(),
        now.event(),
        now.fallback(),
        "a newer secret of the same",
        now.signatureSecret(),
        until,
        now.apiKey(),
        now.dtmfFormat(),
        now.publicKey(),
        now.createdAt(),
        now.updatedAt());
  }

  @Test
  void byPostTheFieldsAreJson() {
    server.at("/answer", TALK);
    Phone phone =
        bridge.call(bridge.application("POST", false, DtmfFormat.OBJECT), Map.of("X-A", "b"));
    FetchRequest request = server.request("/answer");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers()).containsEntry("Content-Type", "application/json");
    assertThat(FakeServer.json(request).getMap())
        .containsEntry("uuid", phone.call().value())
        .containsEntry("SipHeader_X-A", "b")
        .containsEntry("attempt", 1);
    signedBy(request, request.body().getBytes());
  }

  @Test
  void whatIsKeyedGoesToTheInputsUrlAndItsAnswerReplacesTheRest() {
    server.at("/answer", PIN).at("/dtmf", TALK);
    Phone phone = bridge.call(bridge.application());
    bridge.voiced.next("the text", it -> it.endsWith("Key your PIN"));
    media(phone, "play clip");
    bridge.bridge.keys(phone, "4821");
    JsonObject told = FakeServer.json(server.request("/dtmf"));
    assertThat(told.getJsonObject("dtmf"))
        .isEqualTo(new JsonObject().put("digits", "4821").put("timed_out", false));
    assertThat(told.getString("timestamp")).endsWith("Z");
    bridge.voiced.next("the answer", it -> it.endsWith("Good morning"));
    assertThat(cause(phone)).isEqualTo("app_ended");
    assertThat(bridge.bridge.facts.rest()).noneMatch(it -> it.type().startsWith("dtmf"));
  }

  @Test
  void theOldFormsAreStringsAndAQuery() {
    server
        .at(
            "/answer",
            """
            [{"action":"input","maxDigits":2,"timeOut":10,"eventMethod":"GET",
              "eventUrl":["https://app.example.com/dtmf?x=1"]}]\
            """)
        .at("/dtmf", "OK");
    Phone phone = bridge.call(bridge.application());
    server.request("/answer");
    bridge.bridge.keys(phone, "12");
    FetchRequest request = server.request("/dtmf");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(FakeServer.query(request))
        .containsEntry("x", "1")
        .containsEntry("dtmf", "12")
        .containsEntry("timed_out", "false")
        .containsEntry("uuid", phone.call().value());
    assertThat(cause(phone)).isEqualTo("app_ended");
  }

  @Test
  void anApplicationThatWantsStringsGetsThem() {
    server.at("/answer", PIN).at("/dtmf", "");
    Phone phone = bridge.call(bridge.application("GET", false, DtmfFormat.STRING));
    media(phone, "play clip");
    bridge.bridge.keys(phone, "4821");
    assertThat(FakeServer.json(server.request("/dtmf")).getValue("dtmf")).isEqualTo("4821");
  }

  @Test
  void keysThatComeBeforeTheApplicationIsReadCountForIt() {
    server.at("/answer", PIN).at("/dtmf", TALK);
    ApplicationId id = bridge.application();
    bridge.call(id);
    server.request("/answer");
    bridge.databaseSlow = Promise.promise();
    Phone phone = bridge.call(id);
    bridge.bridge.keys(phone, "4821");
    // What comes on the bus after the keys has gone by when they have.
    assertThat(bridge.ask(new ProgramCommand.Input(phone.call(), null)))
        .isEqualTo(new CallReply.Unknown());
    bridge.databaseSlow.complete();
    assertThat(FakeServer.json(server.request("/dtmf")).getJsonObject("dtmf"))
        .isEqualTo(new JsonObject().put("digits", "4821").put("timed_out", false));
  }

  @Test
  void aNotifyTellsItsPayload() {
    server.at(
        "/answer",
        """
        [{"action":"notify","payload":{"step":[1,{"a":null}]},
          "eventUrl":["https://app.example.com/step"]}]\
        """);
    Phone phone = bridge.call(bridge.application());
    JsonObject told = FakeServer.json(server.request("/step"));
    assertThat(told.getJsonObject("payload").encode()).isEqualTo("{\"step\":[1,{\"a\":null}]}");
    assertThat(told.getString("uuid")).isEqualTo(phone.call().value());
  }
}
