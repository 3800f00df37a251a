package org.convoke.token;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;

/**
 * The claim {@code acl}: {@code paths} with what may be asked for, each with {@code {}} or with the
 * {@code methods} that count there. In a path a star stands for one part, two for any number of
 * them, none among them. What it does not name is not allowed.
 */
final class AccessList {
  private static final int MAX_PARTS = 32;

  /** Of two stars in one path: more would make the search long. */
  private static final int MAX_OPEN = 2;

  private AccessList() {}

  static boolean covers(JsonObject acl, String method, String path) {
    if (!(acl.getValue("paths") instanceof JsonObject paths)) {
      return false;
    }
    String[] asked = path.split("/");
    for (Map.Entry<String, Object> rule : paths) {
      String[] pattern = rule.getKey().split("/");
      if (pattern.length <= MAX_PARTS
          && Arrays.stream(pattern).filter("**"::equals).count() <= MAX_OPEN
          && asked.length <= MAX_PARTS
          && allows(rule.getValue(), method)
          && fits(pattern, 0, asked, 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allows(Object terms, String method) {
    if (!(terms instanceof JsonObject object)) {
      return false;
    }
    // Terms that we do not know would narrow it: better nothing than too much.
    for (String term : object.fieldNames()) {
      if (!term.equals("methods")) {
        return false;
      }
    }
    return !object.containsKey("methods")
        || object.getValue("methods") instanceof JsonArray methods && methods.contains(method);
  }

  private static boolean fits(String[] pattern, int i, String[] path, int j) {
    if (i == pattern.length) {
      return j == path.length;
    }
    if (pattern[i].equals("**")) {
      return restFits(pattern, i + 1, path, j);
    }
    return j < path.length
        && (pattern[i].equals("*") || pattern[i].equals(path[j]))
        && fits(pattern, i + 1, path, j + 1);
  }

  private static boolean restFits(String[] pattern, int i, String[] path, int from) {
    for (int j = from; j <= path.length; j++) {
      if (fits(pattern, i, path, j)) {
        return true;
      }
    }
    return false;
  }
}
