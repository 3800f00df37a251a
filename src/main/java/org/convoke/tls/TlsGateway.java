package org.convoke.tls;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigException;
import org.convoke.config.HttpConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the HTTPS port, as it is now. Opening it blocks for some milliseconds; what is
 * read again later is read in the background. Owned by the event loop that called {@link #watch}.
 */
public final class TlsGateway {
  private static final Logger LOG = LoggerFactory.getLogger(TlsGateway.class);

  /** How soon a renewed certificate is served. */
  static final long CHECK_MS = 3_000;

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private static final CertificateFiles.Content UNREADABLE =
      new CertificateFiles.Content(new byte[0], new byte[0]);

  private final CertificateFiles files;
  private final SelfSigned selfSigned;
  private final Clock clock;
  private CertificateFiles.Content served;
  private CertificateFiles.Content refused;
  private boolean told;
  private volatile Certified certified;
  private Vertx vertx;
  private long timer = -1;

  private TlsGateway(CertificateFiles files, SelfSigned selfSigned, Clock clock) {
    this.files = files;
    this.selfSigned = selfSigned;
    this.clock = clock;
  }

  /**
   * Reads or makes the certificate. Throws {@link ConfigException} naming the key that is to blame.
   *
   * @param data the data folder, for one that signs itself
   * @param names host names and addresses that people may use, for the same
   */
  public static TlsGateway open(
      HttpConfig config, Path data, Collection<String> names, Clock clock) {
    TlsGateway gateway =
        switch (config.tls()) {
          case "files" ->
              new TlsGateway(
                  new CertificateFiles(Path.of(config.tlsCertificate()), Path.of(config.tlsKey())),
                  null,
                  clock);
          case "self-signed" -> new TlsGateway(null, new SelfSigned(data, names), clock);
          default -> new TlsGateway(null, null, clock);
        };
    gateway.load();
    return gateway;
  }

  private void load() {
    if (files != null) {
      CertificateFiles.Content content = files.read();
      certified = files.parse(content);
      served = content;
      warnIfExpired();
    } else if (selfSigned != null) {
      certified = selfSigned.ensure(clock.now());
    }
  }

  private void warnIfExpired() {
    if (certified.isExpired(clock.now())) {
      LOG.warn(
          "The certificate of {} expired on {}: browsers will refuse it",
          CertificateFiles.CERTIFICATE,
          certified.certificate().getNotAfter().toInstant());
    }
  }

  /** Whether the port speaks HTTPS. */
  public boolean secure() {
    return certified != null;
  }

  /**
   * Whether browsers may remember that this host speaks HTTPS alone (RFC 6797): not of one that
   * signs itself, for they would then refuse it for good.
   */
  public boolean strict() {
    return files != null;
  }

  /** Of a certificate that signs itself, for people to compare; null of others. */
  public String fingerprint() {
    return selfSigned == null ? null : certified.fingerprint();
  }

  /** Makes a server speak HTTPS, where it shall. */
  public void apply(HttpServerOptions options) {
    if (secure()) {
      options
          .setSsl(true)
          // WebSockets go by HTTP/1.1, and one connection serves a page of ours well.
          .setUseAlpn(false)
          .setKeyCertOptions(KeyCertOptions.wrap(certified.keyManager()))
          .setEnabledSecureTransportProtocols(PROTOCOLS);
    }
  }

  /** From now on looks for a renewed certificate, and has the server take it. */
  public void watch(Vertx vertx, HttpServer server) {
    if (!secure()) {
      return;
    }
    this.vertx = vertx;
    timer =
        vertx.setTimer(
            CHECK_MS,
            tick ->
                vertx
                    .executeBlocking(this::renewed)
                    .onSuccess(renewed -> {
                      if (renewed) {
                        install(server);
                      }
                    })
                    .onFailure(failure -> LOG.error("Looking for a certificate failed", failure))
                    .onComplete(looked -> {
                      if (timer != -1) {
                        watch(vertx, server);
                      }
                    }));
  }

  public void stop() {
    if (timer != -1) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void install(HttpServer server) {
    ServerSSLOptions options =
        new ServerSSLOptions()
            .setUseAlpn(false)
            .setKeyCertOptions(KeyCertOptions.wrap(certified.keyManager()))
            .setEnabledSecureTransportProtocols(PROTOCOLS);
    server
        .updateSSLOptions(options, true)
        .onSuccess(done ->
            LOG.info(
                "A new certificate is served, valid until {}",
                certified.certificate().getNotAfter().toInstant()))
        .onFailure(failure -> LOG.error("The new certificate was not taken", failure));
  }

  /** Whether there is a new certificate that can be served. */
  private boolean renewed() {
    if (selfSigned != null) {
      Certified before = certified;
      certified = selfSigned.ensure(clock.now());
      return !certified.certificate().equals(before.certificate());
    }
    CertificateFiles.Content content = null;
    try {
      content = files.read();
      if (content.same(served)) {
        refused = null;
        return false;
      }
      Certified fresh = files.parse(content);
      served = content;
      refused = null;
      certified = fresh;
      warnIfExpired();
      return true;
    } catch (ConfigException broken) {
      tell(content, broken);
      return false;
    }
  }

  /**
   * Two files are never replaced at once: what does not fit is told when it still does not fit the
   * next time, and then once.
   */
  private void tell(CertificateFiles.Content content, ConfigException broken) {
    CertificateFiles.Content now = content == null ? UNREADABLE : content;
    if (!now.same(refused)) {
      refused = now;
      told = false;
    } else if (!told) {
      told = true;
      LOG.warn(
          "The certificate served so far is kept, for the new one is no good: {}",
          broken.getMessage());
    }
  }
}
