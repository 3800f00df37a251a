package org.convoke.web;

import java.util.regex.Pattern;

/** Text into HTML. Whatever is not written here passes {@link #escape}. */
final class Html {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern BOLD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern EMPHASIS = Pattern.compile("(?<![\\w*.])\\*([^*\\n]+)\\*(?![\\w*])");

  private Html() {}

  /** For text and for attributes in double quotes. */
  static String escape(String text) {
    return text == null
        ? ""
        : text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;");
  }

  /** The little of Markdown that the contract's descriptions use, within one paragraph. */
  static String inline(String text) {
    StringBuilder html = new StringBuilder();
    var code = CODE.matcher(escape(text));
    String escaped = escape(text);
    int from = 0;
    while (code.find()) {
      html.append(emphasised(escaped.substring(from, code.start())));
      html.append("<code>").append(code.group(1)).append("</code>");
      from = code.end();
    }
    return html.append(emphasised(escaped.substring(from))).toString();
  }

  private static String emphasised(String escaped) {
    String bold = BOLD.matcher(escaped).replaceAll("<strong>$1</strong>");
    return EMPHASIS.matcher(bold).replaceAll("<em>$1</em>");
  }

  /** Paragraphs, with blank lines between them. */
  static String paragraphs(String text) {
    StringBuilder html = new StringBuilder();
    for (String paragraph : text.strip().split("\\n\\s*\\n")) {
      html.append("<p>").append(inline(paragraph)).append("</p>\n");
    }
    return html.toString();
  }

  /** A whole page. {@code scripts}: names under /assets. */
  static String page(String title, String style, String body, String... scripts) {
    StringBuilder tags = new StringBuilder();
    for (String script : scripts) {
      tags.append("<script src=\"/assets/").append(script).append("\" defer></script>\n");
    }
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>%s</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/%s">
    %s</head>
    <body>
    %s
    </body>
    </html>
    """
        .formatted(escape(title), style, tags, body);
  }
}
