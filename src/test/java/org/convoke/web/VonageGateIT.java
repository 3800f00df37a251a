package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.convoke.it.TestDatabase.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import org.convoke.clock.Clock;
import org.convoke.config.ApplicationsConfig;
import org.convoke.id.ApplicationId;
import org.convoke.it.TestDatabase;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.convoke.store.Unavailable;
import org.convoke.token.ApplicationKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose server asks under {@code /vonage}, over HTTP and with the database that knows it. */
class VonageGateIT {
  private static final ApplicationKeys.Pair PAIR = ApplicationKeys.generate();
  private static final ApplicationKeys.Pair OTHER = ApplicationKeys.generate();
  private static final Clock CLOCK = Clock.system();

  private static Vertx vertx;
  private static TestDatabase database;
  private static Application application;
  private static HttpServer server;

  private record Answer(int status, JsonObject body) {}

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.create(vertx, CLOCK);
    application = await(database.stores().applications().create(application(), 10));
    VonageGate gate =
        new VonageGate(database.stores().applications(), new ApplicationsConfig(10, 3600), CLOCK);
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(request -> answer(gate, request))
                .listen(0, "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    database.close();
    await(vertx.close());
  }

  private static void answer(VonageGate gate, HttpServerRequest request) {
    gate.authenticate(request)
        .compose(whose -> Body.read(request, 1024).map(body -> told(whose, body)))
        .onSuccess(told -> request.response().end(told.encode()))
        .onFailure(failure -> {
          Body.drain(request);
          int status = failure instanceof VonageRefusal refusal ? refusal.status() : 503;
          JsonObject body =
              failure instanceof VonageRefusal refusal
                  ? refusal.json("one")
                  : new JsonObject().put("away", failure instanceof Unavailable);
          request.response().setStatusCode(status).end(body.encode());
        });
  }

  private static JsonObject told(Application whose, Buffer body) {
    return new JsonObject().put("id", whose.id().value()).put("body", body.toString());
  }

  @Test
  void theServerOfAnApplicationIsKnownByItsKeyAndItsBodyIsReadAfterwards() {
    Answer answer = ask("Bearer " + token(PAIR, claims()), "{\"action\":\"mute\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().getString("id")).isEqualTo(application.id().value());
    assertThat(answer.body().getString("body")).isEqualTo("{\"action\":\"mute\"}");
    assertThat(ask("bearer  " + token(PAIR, claims()), "").status()).isEqualTo(200);
  }

  @Test
  void whoHasNoTokenThatCountsIsToldSoInVonagesWords() {
    JsonObject refused = refused(null);
    assertThat(refused.getString("type")).isEqualTo("UNAUTHORIZED");
    assertThat(refused.getString("error_title")).isEqualTo("Unauthorized");
    assertThat(refused.getString("title")).isEqualTo("Unauthorized");
    assertThat(refused.getString("instance")).isEqualTo("one");
    refused("Basic YWJjOmRlZg==");
    refused("Bearer ");
    refused("Bearer cvk_a_key_of_ours");
    JsonObject forged = refused("Bearer " + token(OTHER, claims()));
    JsonObject stranger =
        refused("Bearer " + token(PAIR, claims().put("application_id", unknown())));
    assertThat(stranger).as("ids are not to be guessed").isEqualTo(forged);
  }

  @Test
  void aTokenCountsForItsTimeAlone() {
    long now = CLOCK.now().getEpochSecond();
    refused("Bearer " + token(PAIR, claims().put("exp", now - 120)));
    refused("Bearer " + token(PAIR, claims().put("iat", now + 600)));
    JsonObject noEnd = claims();
    noEnd.remove("exp");
    assertThat(ask("Bearer " + token(PAIR, noEnd), "").status()).isEqualTo(200);
    refused("Bearer " + token(PAIR, noEnd.put("iat", now - 4000)));
  }

  @Test
  void aTokenOfAUserOpensWhatItNamesAlone() {
    JsonObject calls = new JsonObject("{\"paths\":{\"/*/calls/**\":{}}}");
    assertThat(ask("Bearer " + token(PAIR, claims().put("acl", calls)), "").status())
        .isEqualTo(200);
    JsonObject users = new JsonObject("{\"paths\":{\"/*/users/**\":{}}}");
    Answer answer = ask("Bearer " + token(PAIR, claims().put("acl", users)), "");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body().getString("type")).isEqualTo("FORBIDDEN");
  }

  private static String unknown() {
    return ApplicationId.random().value();
  }

  private static JsonObject refused(String authorization) {
    Answer answer = ask(authorization, "{}");
    assertThat(answer.status()).isEqualTo(401);
    return answer.body();
  }

  private static Answer ask(String authorization, String body) {
    var client = vertx.createHttpClient();
    try {
      return await(
          client
              .request(HttpMethod.PUT, server.actualPort(), "127.0.0.1", "/vonage/v1/calls/x")
              .compose(request -> {
                if (authorization != null) {
                  request.putHeader("Authorization", authorization);
                }
                // Within the turn that brings the response: what came before a later one is lost.
                return request
                    .send(body)
                    .compose(response ->
                        response
                            .body()
                            .map(got -> new Answer(response.statusCode(), new JsonObject(got))));
              }));
    } finally {
      await(client.close());
    }
  }

  private static JsonObject claims() {
    long now = CLOCK.now().getEpochSecond();
    return new JsonObject()
        .put("application_id", application.id().value())
        .put("iat", now)
        .put("exp", now + 900)
        .put("jti", "b2a1");
  }

  private static String token(ApplicationKeys.Pair pair, JsonObject claims) {
    return JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions()
                        .setAlgorithm("RS256")
                        .setBuffer(Buffer.buffer(pair.privateKey()))))
        .generateToken(claims, new JWTOptions().setAlgorithm("RS256").setNoTimestamp(true));
  }

  private static Application application() {
    return new Application(
        ApplicationId.random(),
        "IVR",
        null,
        null,
        null,
        "a secret to keep",
        "k",
        DtmfFormat.OBJECT,
        PAIR.publicKey(),
        null,
        null);
  }
}
