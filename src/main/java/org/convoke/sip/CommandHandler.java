package org.convoke.sip;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.convoke.bus.CallCommand;
import org.convoke.bus.CallReply;
import org.convoke.bus.LegReport;
import org.convoke.id.CallId;

/** Does what others ask of calls by the bus. */
final class CommandHandler {
  private final SipScope scope;
  private final CallHandler calls;
  private final Runnable sourcesChanged;

  CommandHandler(SipScope scope, CallHandler calls, Runnable sourcesChanged) {
    this.scope = scope;
    this.calls = calls;
    this.sourcesChanged = sourcesChanged;
  }

  void handle(Message<CallCommand> message) {
    switch (message.body()) {
      case CallCommand.HangUp(CallId id, String cause) -> {
        Call call = scope.calls.byId(id);
        if (call != null) {
          calls.feed(call, new CallInput.HangUp(cause));
        }
        reply(message, call == null ? new CallReply.Unknown() : new CallReply.Done());
      }
      case CallCommand.Describe(CallId id) -> {
        Call call = scope.calls.byId(id);
        if (call == null) {
          reply(message, new CallReply.Unknown());
        } else {
          describe(call).onSuccess(described -> reply(message, described));
        }
      }
      case CallCommand.DescribeAll(List<CallId> ids) -> {
        List<Future<CallReply.Described>> all = new ArrayList<>();
        for (CallId id : ids) {
          Call call = scope.calls.byId(id);
          if (call != null) {
            all.add(describe(call));
          }
        }
        Future.join(all)
            .onComplete(done ->
                reply(
                    message,
                    new CallReply.DescribedAll(all.stream().map(Future::result).toList())));
      }
      case CallCommand.SourcesChanged s -> sourcesChanged.run();
    }
  }

  private static void reply(Message<CallCommand> message, CallReply reply) {
    if (message.replyAddress() != null) {
      message.reply(reply);
    }
  }

  private Future<CallReply.Described> describe(Call call) {
    Promise<LegReport> report = Promise.promise();
    if (call.begun) {
      scope
          .media
          .report(call.leg)
          .toCompletableFuture()
          .orTimeout(1, TimeUnit.SECONDS)
          .whenComplete(
              (quality, failure) -> scope.context.runOnContext(v -> report.tryComplete(quality)));
    } else {
      report.complete(null);
    }
    return report
        .future()
        .map(q ->
            new CallReply.Described(
                call.id,
                call.leg,
                call.stateName(),
                call.held,
                call.durationMs(scope.clock.nowNs()),
                q));
  }
}
