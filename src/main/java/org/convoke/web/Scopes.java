package org.convoke.web;

import java.util.List;
import org.convoke.store.ApiKeys.ApiKey;

/** What an API key may do. */
final class Scopes {
  static final String ADMIN = "admin";

  private Scopes() {}

  static boolean isAdmin(ApiKey key) {
    return key.scopes().contains(ADMIN);
  }

  /** 403 naming the first scope of {@code required} that the key lacks. */
  static void require(ApiKey key, List<String> required) {
    for (String scope : required) {
      if (!isAdmin(key) && !key.scopes().contains(scope)) {
        throw Problem.of(ProblemKind.FORBIDDEN, "This API key lacks the scope " + scope + ".")
            .with(
                "WWW-Authenticate",
                "Bearer realm=\"convoke\", error=\"insufficient_scope\", scope=\"" + scope + "\"");
      }
    }
  }
}
