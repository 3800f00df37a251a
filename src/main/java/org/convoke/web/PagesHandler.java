package org.convoke.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What people open in a browser: the start and the readable contract. No key needed. */
final class PagesHandler {
  private static final String HTML = "text/html; charset=utf-8";
  private static final Map<String, String> ASSETS =
      Map.of(
          "page.css", "text/css; charset=utf-8",
          "docs.css", "text/css; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Links links;
  private final Contract contract;
  private final SocketContract socket = SocketContract.read();
  private final String docs;

  PagesHandler(Links links, Contract contract) {
    this.links = links;
    this.contract = contract;
    this.docs = DocsPage.render(contract.json(), socket.html());
  }

  void mount(Router router) {
    String start = LandingPage.render(links.publicUrl());
    router.get("/").handler(context -> send(context, 200, HTML, start));
    router.get("/docs").handler(context -> send(context, 200, HTML, docs));
    router
        .get("/openapi.yaml")
        .handler(context -> send(context, 200, "application/yaml", contract.yaml()));
    router
        .get("/asyncapi.yaml")
        .handler(context -> send(context, 200, "application/yaml", socket.yaml()));
    String json = contract.json().encodePrettily();
    router.get("/openapi.json").handler(context -> send(context, 200, "application/json", json));
    ASSETS.forEach((name, type) -> {
      Buffer content = resource(name);
      router
          .get("/assets/" + name)
          .handler(context -> {
            context.response().putHeader("Cache-Control", "max-age=300");
            context.response().putHeader("Content-Type", type).end(content);
          });
    });
  }

  private static Buffer resource(String name) {
    try (InputStream in = PagesHandler.class.getResourceAsStream("/web/" + name)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("the jar's web/" + name + " cannot be read", e);
    }
  }

  static void sendHtml(RoutingContext context, int status, String page) {
    send(context, status, HTML, page);
  }

  private static void send(RoutingContext context, int status, String type, String text) {
    HttpServerResponse response = context.response();
    if (!response.ended()) {
      response.setStatusCode(status).putHeader("Content-Type", type).end(text);
    }
  }
}
