package org.convoke.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.convoke.clock.Clock;
import org.convoke.config.TokensConfig;
import org.convoke.store.TokenKeys;
import org.convoke.store.TokenKeys.Key;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link Keyring} as the database has it, and rotates the key that signs when it has served
 * its time. While the database is away the keys in memory go on.
 */
public final class KeysGateway {
  private static final Logger LOG = LoggerFactory.getLogger(KeysGateway.class);

  /** How soon a key made by another bridge on the same database is known here. */
  private static final long REFRESH_MS = 30_000;

  private static final long RETRY_MS = 2_000;

  /** What a retired key signed in its last moment has expired by then, whatever the clocks say. */
  private static final Duration KEEP = Tokens.MAX_TTL.plus(Tokens.LEEWAY.multipliedBy(2));

  private final Vertx vertx;
  private final TokenKeys store;
  private final TokensConfig config;
  private final Clock clock;
  private final Keyring keyring = new Keyring();
  private long timer;
  private boolean stopped;

  public KeysGateway(Vertx vertx, TokenKeys store, TokensConfig config, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  public Keyring keyring() {
    return keyring;
  }

  /**
   * Reads the keys, makes the first one where there is none, and keeps them fresh from then on. It
   * never fails: while the database is away from the first moment on, no token counts and none is
   * issued.
   */
  public Future<Void> start() {
    return refresh()
        .onFailure(failure -> LOG.warn("the token keys were not read: {}", reason(failure)))
        .otherwiseEmpty()
        .onComplete(done -> {
          if (!stopped) {
            timer = vertx.setTimer(keyring.isEmpty() ? RETRY_MS : REFRESH_MS, tick -> start());
          }
        });
  }

  private static String reason(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private Future<Void> refresh() {
    Instant now = clock.now();
    Instant oldest = now.minus(Duration.ofDays(config.rotateDays()));
    return store
        .all(now)
        .compose(keys ->
            keys.getFirst().createdAt().isBefore(oldest)
                ? store.rotate(now, KEEP, oldest).onSuccess(this::told)
                : Future.succeededFuture(keys))
        .map(keys -> {
          keyring.replace(keys);
          return null;
        });
  }

  /** A new key signs from now on. */
  public Future<Key> rotate() {
    return store
        .rotate(clock.now(), KEEP, null)
        .map(keys -> {
          keyring.replace(keys);
          told(keys);
          return keyring.signing();
        });
  }

  private void told(List<Key> keys) {
    LOG.info("Tokens are signed by the key {} from now on", keys.getFirst().kid());
  }
}
