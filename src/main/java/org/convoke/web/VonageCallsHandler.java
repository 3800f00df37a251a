package org.convoke.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoke.bus.VoiceCommand;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Uuids;
import org.convoke.store.Calls;
import org.convoke.store.Calls.Call;
import org.convoke.vonage.CallResource;
import org.convoke.vonage.Line;

/**
 * Vonage's Voice API as far as it steers calls that are there: paths, bodies and answers are
 * Vonage's. An application sees its own calls only. Each method answers, or fails with a {@link
 * Problem} that {@link VonageApi} tells in Vonage's words.
 */
final class VonageCallsHandler {
  private static final List<String> ACTIONS =
      List.of("hangup", "mute", "unmute", "earmuff", "unearmuff", "transfer");
  private static final int MAX_LOOP = 1000;

  private final Calls calls;
  private final CallControl control;

  VonageCallsHandler(Calls calls, CallControl control) {
    this.calls = calls;
    this.control = control;
  }

  // --- reading

  Future<Answer> list(RoutingContext context, ApplicationId application) {
    VonageSearch asked = VonageSearch.of(application, context.queryParams());
    Future<Calls.Found> found =
        asked.none()
            ? Future.succeededFuture(new Calls.Found(0, List.of()))
            : calls.search(asked.search());
    return found.map(some ->
        Answer.ok(
            new JsonObject(
                CallResource.page(
                    some.calls().stream().map(VonageCallsHandler::fields).toList(),
                    some.count(),
                    asked.search().limit(),
                    asked.search().offset(),
                    asked.order(),
                    asked.filter()))));
  }

  Future<Answer> show(RoutingContext context, ApplicationId application) {
    return own(context, application).map(call -> Answer.ok(new JsonObject(fields(call))));
  }

  private static Map<String, Object> fields(Call call) {
    Line line =
        new Line(
            call.id(),
            call.room(),
            call.application(),
            new PhoneNumber(call.from() == null ? "" : call.from()),
            new PhoneNumber(call.to() == null ? "" : call.to()));
    return CallResource.fields(
        new CallResource.Known(
            line,
            call.direction(),
            call.state(),
            call.answeredAt(),
            call.endedAt(),
            call.durationMs()));
  }

  /** The call of the path, or 404 where it is another's. */
  private Future<Call> own(RoutingContext context, ApplicationId application) {
    String id = context.pathParam("uuid").toLowerCase(Locale.ROOT); // some write capitals
    if (!Uuids.isUuid(id)) {
      throw Problem.notFound("call");
    }
    return calls
        .find(new CallId(id))
        .map(found ->
            found
                .filter(call -> application.equals(call.application()))
                .orElseThrow(() -> Problem.notFound("call")));
  }

  private Future<CallId> live(RoutingContext context, ApplicationId application) {
    return own(context, application)
        .map(call -> {
          if (call.endedAt() != null) {
            throw CallControl.over();
          }
          return call.id();
        });
  }

  // --- changing

  /** There is no dial-out yet. */
  Future<Answer> create(RoutingContext context, ApplicationId application) {
    return Future.failedFuture(
        Problem.of(
            ProblemKind.NOT_IMPLEMENTED,
            "This bridge takes calls and makes none yet: creating a call is not implemented."));
  }

  Future<Answer> modify(RoutingContext context, ApplicationId application, VonageInput body) {
    String action = body.word("action", ACTIONS);
    return live(context, application)
        .compose(call ->
            switch (action) {
              case "hangup" -> control.hangUp(call);
              case "mute" -> control.mute(call, true);
              case "unmute" -> control.mute(call, false);
              case "earmuff" -> control.earmuff(call, true);
              case "unearmuff" -> control.earmuff(call, false);
              default -> transfer(call, body.object("destination"));
            })
        .map(done -> Answer.noContent());
  }

  private Future<Void> transfer(CallId call, VonageInput destination) {
    if (destination.has("type")) {
      destination.word("type", List.of("ncco"));
    }
    return destination.has("ncco")
        ? control.transfer(call, destination.list("ncco").encode(), null)
        : control.transfer(call, null, destination.url("url"));
  }

  Future<Answer> talk(RoutingContext context, ApplicationId application, VonageInput body) {
    String text = body.text("text");
    String language = body.textIfAny("language");
    int style = body.number("style", 0, 100, 0);
    double level = body.real("level", -1, 1, 0);
    int loop = body.number("loop", 0, MAX_LOOP, 1);
    return live(context, application)
        .compose(call ->
            control
                .voice(
                    call,
                    it -> new VoiceCommand.Talk(call, it.leg(), text, language, style, level, loop))
                .map(done -> told(call, "Talk started")));
  }

  Future<Answer> stopTalk(RoutingContext context, ApplicationId application) {
    return live(context, application)
        .compose(call ->
            control
                .voice(call, it -> new VoiceCommand.StopTalk(call, it.leg()))
                .map(done -> told(call, "Talk stopped")));
  }

  Future<Answer> stream(RoutingContext context, ApplicationId application, VonageInput body) {
    String url = body.url("stream_url");
    double level = body.real("level", -1, 1, 0);
    int loop = body.number("loop", 0, MAX_LOOP, 1);
    return live(context, application)
        .compose(call ->
            control
                .voice(call, it -> new VoiceCommand.Stream(call, it.leg(), url, level, loop))
                .map(done -> told(call, "Stream started"))
                .recover(failure ->
                    Future.failedFuture(
                        failure instanceof Problem problem
                            ? problem.renamed("url", "stream_url")
                            : failure)));
  }

  Future<Answer> stopStream(RoutingContext context, ApplicationId application) {
    return live(context, application)
        .compose(call ->
            control
                .voice(call, it -> new VoiceCommand.StopStream(call, it.leg()))
                .map(done -> told(call, "Stream stopped")));
  }

  Future<Answer> digits(RoutingContext context, ApplicationId application, VonageInput body) {
    String digits = body.text("digits");
    return live(context, application)
        .compose(call ->
            control
                .voice(call, it -> new VoiceCommand.Digits(call, it.leg(), digits))
                .map(done -> told(call, "DTMF sent")));
  }

  /** From now on each key that is pressed is told. */
  Future<Answer> hear(RoutingContext context, ApplicationId application, VonageInput body) {
    String url = body.url("event_url");
    return live(context, application)
        .compose(call -> control.keys(call, url))
        .map(done -> Answer.noContent());
  }

  Future<Answer> hearNoMore(RoutingContext context, ApplicationId application) {
    return live(context, application)
        .compose(call -> control.keys(call, null))
        .map(done -> Answer.noContent());
  }

  private static Answer told(CallId call, String message) {
    return Answer.ok(new JsonObject().put("message", message).put("uuid", call.value()));
  }
}
