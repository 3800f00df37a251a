package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml}: as text, as JSON with its references, and as what requests are held
 * against.
 */
final class Contract {
  /** As the file has it; served with the address that this bridge is reached by. */
  private static final String SERVER_IN_FILE = "http://127.0.0.1:8080";

  private final String yaml;
  private final JsonObject json;
  private final OpenAPIContract operations;

  private Contract(String yaml, JsonObject json, OpenAPIContract operations) {
    this.yaml = yaml;
    this.json = json;
    this.operations = operations;
  }

  /**
   * Reads the document and checks it. {@code publicUrl} may have a path (a proxy strips it): the
   * paths that requests are held against have none.
   */
  static Future<Contract> load(Vertx vertx, String publicUrl) {
    return vertx
        .executeBlocking(() -> read().replace(SERVER_IN_FILE, publicUrl))
        .compose(text ->
            vertx
                .executeBlocking(() -> requestsOnly(parse(read())))
                .compose(document -> OpenAPIContract.from(vertx, document))
                .compose(operations ->
                    vertx.executeBlocking(() -> new Contract(text, parse(text), operations))));
  }

  /**
   * The document without the bodies of answers: Vert.x refuses the media types of problems and
   * event streams, and only requests are held against it.
   */
  private static JsonObject requestsOnly(JsonObject document) {
    withoutContent(document.getJsonObject("components").getJsonObject("responses"));
    for (var path : document.getJsonObject("paths")) {
      for (var operation : (JsonObject) path.getValue()) {
        if (operation.getValue() instanceof JsonObject model) {
          withoutContent(model.getJsonObject("responses"));
        }
      }
    }
    return document;
  }

  private static void withoutContent(JsonObject responses) {
    responses.forEach(response -> ((JsonObject) response.getValue()).remove("content"));
  }

  private static String read() throws IOException {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonObject parse(String text) {
    Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    // Through text: YAML's maps and lists become JSON's, and nothing is shared.
    return new JsonObject(new JsonObject(document).encode());
  }

  String yaml() {
    return yaml;
  }

  JsonObject json() {
    return json;
  }

  OpenAPIContract operations() {
    return operations;
  }

  /** The methods of a path for {@code Allow}, or null when the contract has no such path. */
  String allow(String path) {
    Path found = operations.findPath(path);
    return found == null
        ? null
        : found.getOperations().stream()
            .map(Operation::getHttpMethod)
            .map(HttpMethod::name)
            .sorted()
            .collect(Collectors.joining(", "));
  }
}
