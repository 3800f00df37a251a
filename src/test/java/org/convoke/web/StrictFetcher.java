package org.convoke.web;

import io.vertx.core.Future;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.FetchRequest;
import org.convoke.fetch.Fetched;
import org.convoke.fetch.Fetcher;

/** Fetches nothing, and refuses what a bridge of this machine would. */
final class StrictFetcher implements Fetcher {
  @Override
  public Future<Fetched> send(FetchRequest request) {
    return Future.failedFuture(new FetchRefused("is not fetched in this test"));
  }

  @Override
  public void check(String url) {
    if (!url.matches("https?://.+")) {
      throw new FetchRefused("must begin with http:// or https://");
    }
    if (url.contains("//10.")) {
      throw new FetchRefused("leads into a private network");
    }
  }
}
