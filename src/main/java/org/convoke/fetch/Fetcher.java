package org.convoke.fetch;

import io.vertx.core.Future;

/** Sends HTTP requests to URLs that others gave us, and to nothing that they must not reach. */
public interface Fetcher {
  /**
   * One exchange: the name is resolved, every address of it is checked, and one that was checked is
   * connected to. A redirect is an answer as any other, never followed; nothing is sent twice.
   *
   * @return what came back, whatever its status, on the caller's context; else {@link FetchRefused}
   *     where nothing was sent, or {@link FetchFailed} with its kind
   */
  Future<Fetched> send(FetchRequest request);

  /**
   * Whether a URL can be fetched as far as that can be told without asking a name server: for URLs
   * that come in by the API.
   *
   * @throws FetchRefused whose message is a phrase that follows the field's name
   */
  void check(String url);

  /**
   * The same with places of its own, where there are any: what is slow here takes none of those
   * that others wait for.
   */
  default Fetcher apart() {
    return this;
  }
}
