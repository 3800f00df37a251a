package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The contract as a page to read, made once from the document itself: the two cannot differ. */
final class DocsPage {
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");

  private record Op(String method, String path, JsonArray shared, JsonObject model) {}

  private final JsonObject document;
  private final SchemaTable tables;
  private final StringBuilder html = new StringBuilder(100_000);

  private DocsPage(JsonObject document) {
    this.document = document;
    this.tables = new SchemaTable(document);
  }

  /**
   * @param socket the section on the WebSocket
   */
  static String render(JsonObject document, String socket) {
    DocsPage page = new DocsPage(document);
    page.body(socket);
    return Html.page("Convoke API", "docs.css", page.html.toString());
  }

  private void body(String socket) {
    Map<String, List<Op>> groups = groups();
    JsonObject info = document.getJsonObject("info");
    html.append("<nav aria-label=\"Contents\">\n<a class=\"brand\" href=\"/\">Convoke</a>\n");
    html.append("<a href=\"#top\">Introduction</a>\n");
    groups.forEach(this::navigation);
    html.append("<p class=\"group\">Reference</p><a href=\"#problems\">Problem codes</a>\n");
    html.append(
        "<a href=\"/openapi.yaml\">openapi.yaml</a><a href=\"/openapi.json\">openapi.json</a>\n"
            + "<a href=\"#socket\">WebSocket</a><a href=\"/asyncapi.yaml\">asyncapi.yaml</a>\n");
    html.append("</nav>\n<main id=\"top\">\n<h1>").append(Html.escape(info.getString("title")));
    html.append(" API</h1>\n<p class=\"lead\">").append(Html.escape(info.getString("summary")));
    html.append("</p>\n").append(Html.paragraphs(info.getString("description")));
    groups.forEach(this::group);
    html.append(socket);
    problems();
    html.append("</main>\n");
  }

  private Map<String, List<Op>> groups() {
    Map<String, List<Op>> groups = new LinkedHashMap<>();
    for (Object tag : document.getJsonArray("tags")) {
      groups.put(((JsonObject) tag).getString("name"), new ArrayList<>());
    }
    for (var path : document.getJsonObject("paths")) {
      JsonObject item = (JsonObject) path.getValue();
      JsonArray shared = item.getJsonArray("parameters", new JsonArray());
      for (var entry : item) {
        if (METHODS.contains(entry.getKey())) {
          JsonObject model = (JsonObject) entry.getValue();
          Op op = new Op(entry.getKey().toUpperCase(), path.getKey(), shared, model);
          groups.get(model.getJsonArray("tags").getString(0)).add(op);
        }
      }
    }
    return groups;
  }

  private void navigation(String tag, List<Op> ops) {
    html.append("<p class=\"group\">").append(Html.escape(tag)).append("</p>\n");
    for (Op op : ops) {
      html.append("<a href=\"#").append(op.model().getString("operationId")).append("\">");
      html.append(Html.escape(op.model().getString("summary"))).append("</a>\n");
    }
  }

  private void group(String tag, List<Op> ops) {
    html.append("<h2>").append(Html.escape(tag)).append("</h2>\n");
    for (Object one : document.getJsonArray("tags")) {
      if (((JsonObject) one).getString("name").equals(tag)) {
        html.append(Html.paragraphs(((JsonObject) one).getString("description")));
      }
    }
    ops.forEach(this::operation);
  }

  private void operation(Op op) {
    JsonObject model = op.model();
    html.append("<section id=\"").append(model.getString("operationId")).append("\">\n<h3>");
    html.append(Html.escape(model.getString("summary"))).append("</h3>\n<p class=\"address\">");
    html.append("<b class=\"").append(op.method().toLowerCase()).append("\">").append(op.method());
    html.append("</b> <code>").append(Html.escape(op.path())).append("</code>");
    String scope = scope(model);
    if (scope != null) {
      html.append(" <span class=\"scope\">").append(Html.escape(scope)).append("</span>");
    }
    html.append("</p>\n");
    if (model.containsKey("description")) {
      html.append(Html.paragraphs(model.getString("description")));
    }
    parameters(op);
    requestBody(model);
    html.append("<h4>Try it</h4>\n<pre>").append(Html.escape(curl(op, scope))).append("</pre>\n");
    responses(model);
    html.append("</section>\n");
  }

  private static String scope(JsonObject model) {
    JsonArray security = model.getJsonArray("security");
    return security.isEmpty()
        ? null
        : security.getJsonObject(0).getJsonArray("apiKey").getString(0);
  }

  private void parameters(Op op) {
    JsonArray all = new JsonArray().addAll(op.shared());
    all.addAll(op.model().getJsonArray("parameters", new JsonArray()));
    if (all.isEmpty()) {
      return;
    }
    html.append("<h4>Parameters</h4>\n<table>\n");
    for (Object one : all) {
      JsonObject parameter = tables.resolved((JsonObject) one);
      tables.row(
          html,
          parameter.getString("name"),
          parameter.getBoolean("required", false),
          parameter.getJsonObject("schema"),
          "In the " + parameter.getString("in") + ". " + parameter.getString("description", ""));
    }
    html.append("</table>\n");
  }

  private void requestBody(JsonObject model) {
    JsonObject body = model.getJsonObject("requestBody");
    if (body != null) {
      html.append("<h4>Body</h4>\n");
      tables.fields(html, content(body).getJsonObject("schema"));
    }
  }

  private static JsonObject content(JsonObject holder) {
    return (JsonObject) holder.getJsonObject("content").iterator().next().getValue();
  }

  private String curl(Op op, String scope) {
    String url = document.getJsonArray("servers").getJsonObject(0).getString("url");
    JsonArray all = new JsonArray().addAll(op.shared());
    all.addAll(op.model().getJsonArray("parameters", new JsonArray()));
    String path = op.path();
    for (Object one : all) {
      JsonObject parameter = tables.resolved((JsonObject) one);
      if (parameter.getString("in").equals("path") && parameter.containsKey("example")) {
        String name = "{" + parameter.getString("name") + "}";
        path = path.replace(name, parameter.getString("example"));
      }
    }
    StringBuilder curl = new StringBuilder("curl");
    if (path.endsWith("/stream")) {
      curl.append(" -N");
    }
    if (!op.method().equals("GET")) {
      curl.append(" -X ").append(op.method());
    }
    curl.append(' ').append(url).append(path);
    if (scope != null) {
      curl.append(" \\\n  -H \"Authorization: Bearer $(cat data/admin.key)\"");
    }
    JsonObject body = op.model().getJsonObject("requestBody");
    if (body != null) {
      curl.append(" \\\n  -H 'Content-Type: application/json' -d '");
      curl.append(content(body).getJsonObject("example").encode()).append("'");
    }
    return curl.toString();
  }

  private void responses(JsonObject model) {
    html.append("<h4>Answers</h4>\n");
    for (var entry : model.getJsonObject("responses")) {
      JsonObject response = tables.resolved((JsonObject) entry.getValue());
      String status = entry.getKey().equals("default") ? "otherwise" : entry.getKey();
      html.append("<details><summary><b>").append(status).append("</b> ");
      html.append(Html.inline(response.getString("description"))).append("</summary>\n");
      if (response.containsKey("content")) {
        for (var kind : response.getJsonObject("content")) {
          JsonObject content = (JsonObject) kind.getValue();
          html.append("<p class=\"kind\">").append(Html.escape(kind.getKey())).append("</p>\n");
          Object example = content.getValue("example");
          JsonObject schema = content.getJsonObject("schema");
          tables.fields(html, schema);
          html.append("<pre>").append(Html.escape(tables.example(schema, example)));
          html.append("</pre>\n");
        }
      }
      html.append("</details>\n");
    }
  }

  private void problems() {
    html.append("<h2 id=\"problems\">Problem codes</h2>\n<table>\n");
    for (Object one : document.getJsonArray("x-problems")) {
      JsonObject problem = (JsonObject) one;
      String code = problem.getString("code");
      html.append("<tr id=\"problem-").append(code).append("\"><td><code>").append(code);
      html.append("</code></td><td>").append(problem.getInteger("status")).append("</td><td>");
      html.append(Html.inline(problem.getString("meaning"))).append("</td></tr>\n");
    }
    html.append("</table>\n");
  }
}
