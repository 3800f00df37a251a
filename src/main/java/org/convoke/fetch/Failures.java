package org.convoke.fetch;

import static org.convoke.fetch.FetchFailed.Kind.CONNECT;
import static org.convoke.fetch.FetchFailed.Kind.CONNECT_TIMEOUT;
import static org.convoke.fetch.FetchFailed.Kind.RESET;
import static org.convoke.fetch.FetchFailed.Kind.TLS;
import static org.convoke.fetch.FetchFailed.Kind.TOO_LARGE;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What an exception of the HTTP client means. Its text is not passed on: it names addresses. */
final class Failures {
  private Failures() {}

  /** While no connection stood. */
  static FetchFailed connecting(Throwable cause, boolean tls, int connectMs) {
    if (holds(cause, SSLException.class) && !holds(cause, SslHandshakeTimeoutException.class)) {
      return new FetchFailed(TLS, "TLS failed: " + reason(cause));
    }
    if (holds(cause, ConnectTimeoutException.class)
        || holds(cause, SslHandshakeTimeoutException.class)
        || holds(cause, TimeoutException.class)) {
      return new FetchFailed(CONNECT_TIMEOUT, "no connection within " + connectMs + " ms");
    }
    if (tls && holds(cause, HttpClosedException.class)) {
      return new FetchFailed(TLS, "the connection was closed while TLS was agreed");
    }
    return new FetchFailed(CONNECT, "the connection was refused, or there is no way there");
  }

  /** While an answer was awaited or came. */
  static FetchFailed answering(Throwable cause, int status) {
    if (holds(cause, TooLongHttpHeaderException.class)
        || holds(cause, TooLongHttpLineException.class)) {
      return new FetchFailed(TOO_LARGE, "the answer's headers are too large", status);
    }
    if (holds(cause, HttpClosedException.class) || holds(cause, java.io.IOException.class)) {
      return new FetchFailed(RESET, "the connection broke before the answer was whole", status);
    }
    return new FetchFailed(RESET, "what came back is no HTTP answer", status);
  }

  private static String reason(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof java.security.cert.CertificateExpiredException) {
        return "the certificate has expired";
      }
      if (t instanceof java.security.cert.CertPathBuilderException
          || t instanceof java.security.cert.CertPathValidatorException) {
        return "the certificate is of nobody we trust";
      }
      if (t.getCause() == null && t instanceof java.security.cert.CertificateException) {
        return "the certificate is not one of that host";
      }
    }
    return "no agreement with the host";
  }

  private static boolean holds(Throwable cause, Class<? extends Throwable> type) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }
}
