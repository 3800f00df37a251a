package org.convoke.webrtc;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import org.convoke.clock.Clock;
import org.convoke.config.WebrtcConfig;
import org.convoke.media.Media;

/** What the handlers of one webrtc verticle share; touched by its context alone. */
final class SessionScope {
  private static final long SECOND_NS = 1_000_000_000L;

  final Vertx vertx;
  final Context context;
  final WebrtcConfig config;
  final Clock clock;
  final Media media;
  final BusGateway bus;
  final SessionMachine machine;
  final Sessions sessions = new Sessions();

  /** What one hears who waits is music; else silence. */
  final boolean music;

  /** No more sessions are begun. */
  boolean stopping;

  SessionScope(
      Vertx vertx, Context context, WebrtcConfig config, boolean music, Clock clock, Media media) {
    this.vertx = vertx;
    this.context = context;
    this.config = config;
    this.music = music;
    this.clock = clock;
    this.media = media;
    this.bus = new BusGateway(vertx.eventBus(), clock);
    this.machine =
        new SessionMachine(config.connectSeconds() * SECOND_NS, config.seatSeconds() * SECOND_NS);
  }

  /** What the media plane answers, on the verticle's own thread. */
  <T> Future<T> here(CompletionStage<T> answer) {
    Promise<T> promise = Promise.promise();
    answer.whenComplete((value, failure) ->
        context.runOnContext(_ -> {
          if (failure != null) {
            promise.tryFail(failure);
          } else {
            promise.tryComplete(value);
          }
        }));
    return promise.future();
  }
}
