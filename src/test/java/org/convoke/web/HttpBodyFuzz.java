package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatorException;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.RequestValidatorImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;
import org.convoke.id.ApplicationId;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.signing.Secret;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms;
import org.convoke.store.Trunks;
import org.convoke.store.Webhooks;

/**
 * The body of every operation of the API that takes one: held against the contract, then read as
 * its handler reads it. What is refused is refused by a problem that names a field.
 */
public final class HttpBodyFuzz {
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");
  private static final RequestValidatorImpl VALIDATOR;
  private static final List<Operation> OPERATIONS = new ArrayList<>();
  private static final RoomInput ROOMS = new RoomInput(4, Rooms.Access.OPEN);
  private static final WebhookInput WEBHOOKS = new WebhookInput(new StrictFetcher());
  private static final ApplicationInput APPLICATIONS = new ApplicationInput(new StrictFetcher());

  static {
    Vertx vertx = Vertx.vertx();
    try {
      Contract contract =
          Contract.load(vertx, "https://meet.example.com").await(60, TimeUnit.SECONDS);
      VALIDATOR = new RequestValidatorImpl(vertx, contract.operations());
      contract.operations().operations().stream()
          .filter(operation -> operation.getRequestBody() != null)
          .sorted(Comparator.comparing(Operation::getOperationId))
          .forEach(OPERATIONS::add);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("the contract is not read", e);
    } finally {
      vertx.close();
    }
  }

  private HttpBodyFuzz() {}

  /** The contract's own examples, and bodies with every field. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < OPERATIONS.size(); i++) {
      JsonObject media =
          OPERATIONS
              .get(i)
              .getOpenAPIModel()
              .getJsonObject("requestBody")
              .getJsonObject("content")
              .getJsonObject("application/json");
      JsonObject example = media.getJsonObject("example");
      if (example != null) {
        seeds.add(seed(i, example.encode()));
      }
      seeds.add(seed(i, everyField(media.getJsonObject("schema")).encode()));
    }
    return seeds;
  }

  private static byte[] seed(int operation, String body) {
    return Seeds.joined(new byte[] {(byte) operation}, body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject everyField(JsonObject schema) {
    JsonObject body = new JsonObject();
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (var property : properties) {
      JsonObject about = (JsonObject) property.getValue();
      Object example = about.getValue("example", about.getValue("default"));
      boolean text = String.valueOf(about.getValue("type")).contains("string");
      body.put(property.getKey(), example != null ? example : text ? "x" : 1);
    }
    return body;
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    Operation operation = OPERATIONS.get(choices.below(OPERATIONS.size()));
    Buffer bytes = Buffer.buffer(choices.rest());
    try {
      if (bytes.length() > 0) {
        JsonShape.check(bytes);
      }
      RequestParameter content = new RequestParameterImpl(bytes);
      RequestParameter valid =
          VALIDATOR.validateBody(
              operation.getRequestBody(),
              new ValidatableRequestImpl(
                  Map.of(), Map.of(), Map.of(), Map.of(), content, "application/json"));
      read(
          operation.getOperationId(),
          valid.isJsonObject() ? valid.getJsonObject() : new JsonObject());
    } catch (ValidatorException invalid) {
      refused(Failures.problem(invalid, operation));
    } catch (Problem problem) {
      refused(problem);
    }
  }

  private static void refused(Problem problem) {
    assertThat(problem.status()).isIn(400, 422);
    assertThat(problem.getMessage()).isNotBlank().hasSizeLessThan(60_000);
    if (!problem.code().equals("malformed_json")) {
      assertThat(problem.errors()).isNotEmpty();
    }
    problem
        .errors()
        .forEach(error -> {
          assertThat(error.field()).isNotEmpty();
          assertThat(error.message()).isNotBlank();
        });
    assertThat(new JsonObject(problem.json("https://a.example", "/x").encode()).getString("code"))
        .isEqualTo(problem.code());
  }

  private static void read(String operation, JsonObject body) {
    switch (operation) {
      case "createRoom" -> room(body);
      case "updateRoom" -> ROOMS.changed(someRoom(), body, NOW);
      case "createWebhook" -> {
        Webhooks.Draft draft = WEBHOOKS.draft(body);
        assertThat(draft.url()).startsWith("http");
        assertThat(draft.toString()).doesNotContain(draft.secret());
        Secret.parse(draft.secret());
      }
      case "updateWebhook" -> WEBHOOKS.changed(someWebhook(), body);
      case "rotateWebhookSecret" -> Secret.parse(WEBHOOKS.nextSecret(someWebhook(), body));
      case "createApplication" ->
          application(APPLICATIONS.draft(body, ApplicationInput.publicKey(body)));
      case "updateApplication" -> application(APPLICATIONS.changed(someApplication(), body));
      case "rotateApplicationKeys" -> ApplicationInput.publicKey(body);
      case "rotateApplicationSecret" -> Secret.parse(ApplicationInput.secret(body));
      case "createTrunk", "updateTrunk" -> {
        Trunks.Trunk trunk = TrunksHandler.changed(someTrunk(), body);
        assertThat(trunk.username() == null).isEqualTo(trunk.password() == null);
        trunk.addresses().forEach(Cidr::canonical);
      }
      case "createNumber", "updateNumber" -> {
        NumbersHandler.display(body, "+4930123", "+4930123");
        NumbersHandler.lead(body, Numbers.Lead.ASK);
      }
      default -> {
        // Read field by field, of the types that the contract has checked.
      }
    }
  }

  private static void room(JsonObject body) {
    Rooms.Draft draft = ROOMS.draft(body, NOW);
    assertThat(draft.pinLength()).isBetween(4, 10);
    assertThat(draft.name().length()).isLessThanOrEqualTo(200);
    if (draft.pin() != null) {
      assertThat(draft.pin().digits()).matches("[0-9]{4,10}");
      assertThat(draft.toString()).doesNotContain("digits=" + draft.pin().digits());
    }
    assertThat(draft.metadata().encode().getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(RoomInput.MAX_METADATA_BYTES);
  }

  private static void application(Application application) {
    assertThat(application.toString()).doesNotContain(application.signatureSecret());
  }

  private static Rooms.Room someRoom() {
    return new Rooms.Room(
        RoomId.random(),
        "slug",
        "name",
        new Pin("4821"),
        null,
        4,
        null,
        null,
        false,
        false,
        Rooms.Announce.TONES,
        Rooms.Access.OPEN,
        false,
        false,
        null,
        null,
        new JsonObject(),
        false,
        null,
        null,
        NOW,
        NOW,
        null);
  }

  private static Webhooks.Endpoint someWebhook() {
    return new Webhooks.Endpoint(
        "w",
        null,
        "https://a.example/",
        "POST",
        List.of("*"),
        null,
        Webhooks.Format.CONVOKE,
        "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
        null,
        null,
        true,
        null,
        null,
        null,
        NOW,
        NOW);
  }

  private static Application someApplication() {
    return new Application(
        ApplicationId.random(),
        "name",
        null,
        null,
        null,
        "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
        "abcd1234",
        DtmfFormat.OBJECT,
        null,
        NOW,
        NOW);
  }

  private static Trunks.Trunk someTrunk() {
    return new Trunks.Trunk(
        null, null, List.of(), null, null, "MD5", Trunks.Srtp.OPTIONAL, true, null);
  }
}
