package org.convoke.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code asyncapi.yaml}: as text, as JSON, and as a part of the readable page. */
final class SocketContract {
  private final String yaml;
  private final JsonObject json;

  private SocketContract(String yaml, JsonObject json) {
    this.yaml = yaml;
    this.json = json;
  }

  static SocketContract read() {
    try (InputStream in = SocketContract.class.getResourceAsStream("/asyncapi.yaml")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      return new SocketContract(text, new JsonObject(document));
    } catch (IOException e) {
      throw new IllegalStateException("the jar's asyncapi.yaml cannot be read", e);
    }
  }

  String yaml() {
    return yaml;
  }

  JsonObject json() {
    return json;
  }

  /** A section of the page: what is said both ways, with an example each. */
  String html() {
    StringBuilder html = new StringBuilder("<h2 id=\"socket\">WebSocket</h2>\n");
    html.append(Html.paragraphs(json.getJsonObject("info").getString("description")));
    messages(html, "ask_", "What a client may send");
    messages(html, "tell_", "What the bridge sends");
    return html.toString();
  }

  private void messages(StringBuilder html, String kind, String title) {
    html.append("<h3>").append(title).append("</h3>\n");
    for (var entry : json.getJsonObject("components").getJsonObject("messages")) {
      if (entry.getKey().startsWith(kind)) {
        message(html, (JsonObject) entry.getValue());
      }
    }
  }

  private static void message(StringBuilder html, JsonObject message) {
    html.append("<section>\n<h4><code>").append(message.getString("name")).append("</code></h4>\n");
    html.append("<p>").append(Html.inline(message.getString("summary"))).append("</p>\n");
    JsonArray required = message.getJsonObject("payload").getJsonArray("required");
    JsonObject fields = message.getJsonObject("payload").getJsonObject("properties").copy();
    fields.remove("type");
    fields.remove("id");
    if (!fields.isEmpty()) {
      html.append("<table>\n");
      for (var field : fields) {
        JsonObject about = (JsonObject) field.getValue();
        html.append("<tr><td><code>").append(field.getKey()).append("</code></td><td>");
        html.append(about.getString("type"));
        html.append(required.contains(field.getKey()) ? "" : ", optional").append("</td><td>");
        html.append(Html.inline(about.getString("description", ""))).append("</td></tr>\n");
      }
      html.append("</table>\n");
    }
    JsonObject example = message.getJsonArray("examples").getJsonObject(0).getJsonObject("payload");
    html.append("<pre>").append(Html.escape(example.encode())).append("</pre>\n</section>\n");
  }
}
