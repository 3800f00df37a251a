package org.convoke.program;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.convoke.ncco.NccoAction;
import org.convoke.ncco.ProgramEffect.Question;
import org.convoke.ncco.Webhook;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.convoke.store.Applications.Hook;
import org.convoke.vonage.ControlFields;

/** What a question of a program is on the wire. Pure. */
final class Questions {
  private Questions() {}

  /** Null when there is nobody to ask. */
  static Exchange exchange(ProgramCall who, Question question, String regionUrl, Instant at) {
    return switch (question) {
      case Question.Answer _ -> {
        Hook hook = who.application == null ? null : who.application.answer();
        yield hook == null ? null : answer(who, hook, regionUrl);
      }
      case Question.Replacement to -> answer(who, new Hook(to.url(), "GET"), regionUrl);
      case Question.Keyed keyed ->
          event(
              who,
              keyed.action().webhook(),
              ControlFields.keyed(
                  who.line(),
                  keyed.digits(),
                  keyed.timedOut(),
                  keyed.action().legacy() || wantsString(who.application),
                  at));
      case Question.Reached reached ->
          event(
              who,
              reached.action().webhook(),
              ControlFields.reached(who.line(), payload(reached.action()), at));
      case Question.Fallback instead -> {
        Hook hook = who.application == null ? null : who.application.fallback();
        Exchange before = exchange(who, instead.of(), regionUrl, at);
        yield hook == null || before == null
            ? null
            : new Exchange(
                before.type(),
                hook.method(),
                hook.url(),
                ControlFields.fallback(
                    before.fields(), instead.reason(), before.url(), before.type()));
      }
    };
  }

  /** One key of those that are told as they come. */
  static Exchange key(ProgramCall who, Webhook webhook, char key, Instant at) {
    return event(
        who,
        webhook,
        ControlFields.keyed(
            who.line(), String.valueOf(key), false, wantsString(who.application), at));
  }

  private static Exchange answer(ProgramCall who, Hook hook, String regionUrl) {
    return new Exchange(
        "answer",
        hook.method(),
        hook.url(),
        ControlFields.answer(who.line(), who.headers, CustomData.of(who.headers), regionUrl));
  }

  private static Exchange event(ProgramCall who, Webhook webhook, Map<String, Object> fields) {
    Hook events = who.application == null ? null : who.application.event();
    if (webhook != null) {
      return new Exchange("event", webhook.method(), webhook.url(), fields);
    }
    return events == null ? null : new Exchange("event", events.method(), events.url(), fields);
  }

  private static boolean wantsString(Application application) {
    return application != null && application.dtmfFormat() == DtmfFormat.STRING;
  }

  private static Map<String, Object> payload(NccoAction.Notify action) {
    try {
      return new JsonObject(action.payload()).getMap();
    } catch (DecodeException broken) {
      throw new AssertionError("the parser takes JSON objects only", broken);
    }
  }
}
