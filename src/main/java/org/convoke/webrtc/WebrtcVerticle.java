package org.convoke.webrtc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.Addresses;
import org.convoke.bus.BrowserCommand;
import org.convoke.bus.BrowserReply;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.LegEvent;
import org.convoke.bus.RoomNotice;
import org.convoke.capacity.Admission;
import org.convoke.clock.Clock;
import org.convoke.config.Config;
import org.convoke.id.CallId;
import org.convoke.media.Media;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the sessions of browsers, see the package. One instance. */
public final class WebrtcVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WebrtcVerticle.class);
  private static final long STOP_MS = 3000;

  private final Config config;
  private final Clock clock;
  private final Media media;
  private final Offers offers;
  private final Admission admission;
  private SessionScope scope;
  private SessionHandler sessions;
  private JoinHandler joins;

  /** {@code admission} is asked before a browser begins. */
  public WebrtcVerticle(Config config, Clock clock, Media media, Admission admission) {
    this(config, clock, media, new SdpOffers(), admission);
  }

  WebrtcVerticle(Config config, Clock clock, Media media, Offers offers) {
    this(config, clock, media, offers, new Admission());
  }

  private WebrtcVerticle(
      Config config, Clock clock, Media media, Offers offers, Admission admission) {
    this.admission = admission;
    this.config = config;
    this.clock = clock;
    this.media = media;
    this.offers = offers;
  }

  @Override
  public Future<?> start() {
    boolean music = config.rooms().waitingSound().equals("music");
    scope = new SessionScope(vertx, context, config.webrtc(), music, clock, media);
    joins = new JoinHandler(scope, offers, admission);
    sessions = joins.handler();
    vertx.eventBus().<BrowserCommand>consumer(Addresses.BROWSER, this::browser);
    vertx.eventBus().<CallCommand>consumer(Addresses.BROWSER_CALL, this::call);
    vertx.eventBus().<LegEvent>consumer(Addresses.LEG_EVENTS, event -> leg(event.body()));
    vertx.eventBus().<RoomNotice>consumer(Addresses.ROOM_NOTICES, it -> notice(it.body()));
    return Future.succeededFuture();
  }

  // --- from the sockets

  private void browser(Message<BrowserCommand> message) {
    switch (message.body()) {
      case BrowserCommand.Join join -> joins.join(message, join);
      case BrowserCommand.Renew renew -> joins.renew(message, renew);
      case BrowserCommand.Detach(CallId id, String socket) -> {
        Session session = scope.sessions.byId(id);
        if (session != null) {
          sessions.feed(session, new SessionInput.Detached(socket));
        }
      }
      case BrowserCommand.Leave(CallId id, String cause) -> {
        Session session = scope.sessions.byId(id);
        if (session != null) {
          sessions.feed(session, new SessionInput.Left(cause));
        }
        Exchange.answer(
            message, session == null ? new BrowserReply.Unknown() : new BrowserReply.Done());
      }
    }
  }

  // --- from whoever asks of calls

  private void call(Message<CallCommand> message) {
    switch (message.body()) {
      case CallCommand.HangUp(CallId id, String cause) -> {
        Session session = scope.sessions.byId(id);
        if (session != null) {
          sessions.feed(session, new SessionInput.HangUp(cause));
        }
        reply(message, session == null ? new CallReply.Unknown() : new CallReply.Done());
      }
      case CallCommand.Describe(CallId id) -> {
        Session session = scope.sessions.byId(id);
        if (session == null) {
          reply(message, new CallReply.Unknown());
        } else {
          describe(session).onSuccess(described -> reply(message, described));
        }
      }
      case CallCommand.DescribeAll(List<CallId> ids) -> {
        List<Future<CallReply.Described>> all = new ArrayList<>();
        for (CallId id : ids) {
          Session session = scope.sessions.byId(id);
          if (session != null) {
            all.add(describe(session));
          }
        }
        Future.join(all)
            .onComplete(_ ->
                reply(
                    message,
                    new CallReply.DescribedAll(all.stream().map(Future::result).toList())));
      }
      case CallCommand.SourcesChanged _ -> {} // of phones
    }
  }

  private static void reply(Message<CallCommand> message, CallReply reply) {
    if (message.replyAddress() != null) {
      message.reply(reply);
    }
  }

  private Future<CallReply.Described> describe(Session session) {
    if (session.leg == null) {
      return Future.succeededFuture(
          new CallReply.Described(session.id, null, session.stateName(), false, null, null));
    }
    return scope
        .here(media.report(session.leg).toCompletableFuture().orTimeout(1, TimeUnit.SECONDS))
        .otherwiseEmpty()
        .map(report ->
            new CallReply.Described(
                session.id,
                session.leg,
                session.stateName(),
                false,
                session.durationMs(scope.clock.nowNs()),
                report));
  }

  // --- from the media plane

  private void leg(LegEvent event) {
    Session session = scope.sessions.byLeg(event.leg());
    if (session == null) {
      return;
    }
    switch (event) {
      case LegEvent.Connected it -> sessions.feed(session, new SessionInput.LegConnected(it.leg()));
      case LegEvent.Disconnected it -> {
        LOG.info("call {} lost its line: {}", session.id, it.why());
        sessions.feed(session, new SessionInput.LegLost(it.leg()));
      }
      case LegEvent.MediaTimedOut it -> sessions.feed(session, new SessionInput.LegLost(it.leg()));
      case LegEvent.MediaSilent it ->
          sessions.feed(session, new SessionInput.LegSilent(it.leg(), it.silentMs()));
      case LegEvent.MediaResumed it ->
          sessions.feed(session, new SessionInput.LegResumed(it.leg()));
      case LegEvent.LegClosed closed -> sessions.closed(session, closed);
      // The room listens to these; a browser has a page in place of keys and prompts.
      case LegEvent.DigitPressed _, LegEvent.PlaybackEnded _, LegEvent.Voice _ -> {}
    }
  }

  // --- from the room verticle

  private void notice(RoomNotice notice) {
    Session session = scope.sessions.byLeg(notice.leg());
    if (session == null) {
      return;
    }
    switch (notice) {
      case RoomNotice.Admitted _ -> sessions.feed(session, new SessionInput.Admitted());
      case RoomNotice.Dismissed out ->
          sessions.feed(session, new SessionInput.Dismissed(out.why()));
      case RoomNotice.Held held ->
          sessions.feed(session, new SessionInput.Held(held.leg(), held.held()));
      // The page shows these; whose sound a phone is, the room decides.
      case RoomNotice.Alone _,
          RoomNotice.SomeoneWaits _,
          RoomNotice.Merged _,
          RoomNotice.MutedByHost _ -> {}
    }
  }

  /**
   * Ends every session and begins no more; completed when each has been told of, within limits. Any
   * thread may call it.
   */
  public Future<Void> drain() {
    Promise<Void> over = Promise.promise();
    context.runOnContext(_ -> {
      scope.stopping = true;
      List<Future<Void>> ended = new ArrayList<>();
      for (Session session : scope.sessions.all()) {
        ended.add(session.completed.future());
        sessions.feed(session, new SessionInput.HangUp("bridge_stopping"));
      }
      long timer = vertx.setTimer(STOP_MS, _ -> over.tryComplete());
      Future.join(ended)
          .onComplete(_ -> {
            vertx.cancelTimer(timer);
            over.tryComplete();
          });
    });
    return over.future();
  }

  @Override
  public Future<?> stop() {
    return scope == null ? Future.succeededFuture() : drain();
  }
}
