package org.convoke.fetch;

/**
 * A URL that is not fetched: nothing was sent. The message is a phrase that follows the name of the
 * field that held the URL, such as "must begin with http:// or https://".
 */
public final class FetchRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FetchRefused(String reason) {
    super(reason, null, false, false);
  }
}
