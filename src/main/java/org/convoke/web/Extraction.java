package org.convoke.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Hands a request's parameters and body to the validator. Texts go as JSON texts: left bare, the
 * validator would read {@code 1.5} or {@code true} in a text as a number or a truth, and decode
 * {@code %} and {@code +} once more than the server did.
 */
final class Extraction {
  private Extraction() {}

  static ValidatableRequest of(RoutingContext context, Operation operation, Buffer body) {
    Map<String, RequestParameter> headers = new HashMap<>();
    Map<String, RequestParameter> path = new HashMap<>();
    Map<String, RequestParameter> query = new HashMap<>();
    for (Parameter parameter : operation.getParameters()) {
      String name = parameter.getName();
      switch (parameter.getIn()) {
        case HEADER -> put(headers, parameter, context.request().headers().getAll(name));
        case PATH -> put(path, parameter, List.of(context.pathParam(name)));
        case QUERY -> put(query, parameter, context.queryParams().getAll(name));
        case COOKIE -> throw new IllegalStateException("the contract has no cookies");
      }
    }
    RequestParameter content =
        operation.getRequestBody() == null ? null : new RequestParameterImpl(body);
    return new ValidatableRequestImpl(
        Map.of(), headers, path, query, content, content == null ? null : "application/json");
  }

  private static void put(
      Map<String, RequestParameter> into, Parameter parameter, List<String> values) {
    into.put(
        parameter.getName(),
        new RequestParameterImpl(values.isEmpty() ? null : text(parameter, values)));
  }

  private static String text(Parameter parameter, List<String> values) {
    return switch (parameter.getSchemaType()) {
      case ARRAY ->
          values.stream()
              .map(value -> parameter.getName() + "=" + Json.encode(value))
              .collect(Collectors.joining("&"));
      case STRING -> Json.encode(values.getFirst());
      default -> values.getFirst();
    };
  }
}
