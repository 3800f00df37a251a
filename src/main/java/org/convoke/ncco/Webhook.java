package org.convoke.ncco;

/**
 * Whom an action tells of its outcome.
 *
 * @param url http or https, at most {@link Limits#URL_MAX} characters
 * @param method GET or POST
 */
public record Webhook(String url, String method) {
  /** Without the query, which may hold what nobody else should read. */
  @Override
  public String toString() {
    return "Webhook[" + method + " " + withoutQuery(url) + "]";
  }

  static String withoutQuery(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }
}
