package org.convoke.sip;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.convoke.config.ConfigException;
import org.convoke.config.SipConfig;

/** TLS keys from PEM files. They are kept in memory alone. */
final class TlsMaterialGateway {
  private TlsMaterialGateway() {}

  /** The context of our side, or null when no certificate is configured; fails naming the key. */
  static Future<SSLContext> load(Vertx vertx, SipConfig config) {
    if (config.tlsCertificate().isEmpty()) {
      return Future.succeededFuture();
    }
    return vertx.executeBlocking(() -> {
      try {
        KeyManagerFactory keys =
            new PemKeyCertOptions()
                .setCertPath(config.tlsCertificate())
                .setKeyPath(config.tlsKey())
                .getKeyManagerFactory(vertx);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
      } catch (Exception e) {
        throw new ConfigException(
            "sip.tls_certificate",
            "with sip.tls_key names a readable PEM certificate and its key: " + e.getMessage());
      }
    });
  }
}
