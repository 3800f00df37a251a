package org.convoke.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static Vertx vertx;
  private static Contract contract;

  @BeforeAll
  static void load() throws Exception {
    vertx = Vertx.vertx();
    contract = Contract.load(vertx, "https://meet.example.com").await(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  private static List<String> faults(JsonObject schema, Object value) {
    var result =
        contract
            .operations()
            .getSchemaRepository()
            .validator(JsonSchema.of(schema))
            .validate(value);
    return result.getValid()
        ? List.of()
        : result.getErrors().stream()
            .map(error -> error.getInstanceLocation() + " " + error.getError())
            .toList();
  }

  @Test
  void everyExampleFitsItsSchema() {
    JsonObject resolved =
        contract.operations().getRawContract().getJsonObject("components").getJsonObject("schemas");
    int examples = 0;
    for (var schema : contract.json().getJsonObject("components").getJsonObject("schemas")) {
      Object example = ((JsonObject) schema.getValue()).getValue("example");
      if (example != null) {
        examples++;
        assertThat(faults(resolved.getJsonObject(schema.getKey()), example))
            .as(schema.getKey())
            .isEmpty();
      }
    }
    assertThat(examples).isGreaterThan(8);
  }

  @Test
  void everyRequestBodyHasAnExampleThatFits() {
    for (Operation operation : contract.operations().operations()) {
      if (operation.getRequestBody() != null) {
        JsonObject content =
            operation
                .getOpenAPIModel()
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json");
        assertThat(faults(content.getJsonObject("schema"), example(operation)))
            .as(operation.getOperationId())
            .isEmpty();
        assertThat(content.getJsonObject("schema").getBoolean("additionalProperties"))
            .as("unknown fields of " + operation.getOperationId())
            .isFalse();
      }
    }
  }

  /** As the file has it: resolving adds marks of its own. */
  private static Object example(Operation operation) {
    return contract
        .json()
        .getJsonObject("paths")
        .getJsonObject(operation.getOpenAPIPath())
        .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT))
        .getJsonObject("requestBody")
        .getJsonObject("content")
        .getJsonObject("application/json")
        .getValue("example");
  }

  @Test
  void everyPostTakesAnIdempotencyKeyAndEveryOperationSaysWhatItIs() {
    List<String> lacking = new ArrayList<>();
    for (Operation operation : contract.operations().operations()) {
      boolean repeatable =
          operation.getParameters().stream()
              .anyMatch(parameter -> parameter.getName().equals("Idempotency-Key"));
      if (operation.getHttpMethod().name().equals("POST") != repeatable) {
        lacking.add(operation.getOperationId());
      }
      assertThat(operation.getOpenAPIModel().getString("summary")).isNotBlank();
    }
    assertThat(lacking).isEmpty();
  }

  @Test
  void everyProblemCodeIsExplained() {
    Set<String> explained = new HashSet<>();
    contract
        .json()
        .getJsonArray("x-problems")
        .forEach(problem -> explained.add(((JsonObject) problem).getString("code")));
    for (ProblemKind kind : ProblemKind.values()) {
      if (kind != ProblemKind.CONFLICT) {
        assertThat(explained).contains(kind.code());
      }
    }
  }

  @Test
  void theServedDocumentNamesThisBridge() {
    assertThat(contract.yaml()).contains("url: https://meet.example.com\n");
    assertThat(contract.allow("/v1/rooms")).isEqualTo("GET, POST");
    assertThat(contract.allow("/v1/rooms/abc")).isEqualTo("DELETE, GET, PATCH");
    assertThat(contract.allow("/v1/x")).isNull();
  }

  @Test
  void thePageShowsEveryOperation() {
    String page = DocsPage.render(contract.json(), SocketContract.read().html());
    for (Operation operation : contract.operations().operations()) {
      assertThat(page).contains("id=\"" + operation.getOperationId() + "\"");
    }
    assertThat(page).contains("id=\"problem-pin_taken\"").doesNotContain("$ref");
  }
}
