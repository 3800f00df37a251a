package org.convoke.program;

import io.vertx.core.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.convoke.bus.CallReply;
import org.convoke.bus.ProgramCommand;
import org.convoke.bus.RoomReply;
import org.convoke.fetch.FetchRefused;
import org.convoke.fetch.Fetcher;
import org.convoke.id.Role;
import org.convoke.id.RoomId;
import org.convoke.ncco.Ncco;
import org.convoke.ncco.NccoFault;
import org.convoke.ncco.Parsed;
import org.convoke.ncco.ProgramInput;
import org.convoke.ncco.Webhook;

/** What somebody outside has a program do. */
final class CommandHandler {
  private static final CallReply ENDING = new CallReply.Refused(null, "The call is ending.");

  private final Fetcher fetcher;
  private final SeatHandler seats;
  private final EffectHandler effects;
  private final BiConsumer<ProgramCall, ProgramInput> feed;
  private final Consumer<ProgramCall> run;

  CommandHandler(
      Fetcher fetcher,
      SeatHandler seats,
      EffectHandler effects,
      BiConsumer<ProgramCall, ProgramInput> feed,
      Consumer<ProgramCall> run) {
    this.fetcher = fetcher;
    this.seats = seats;
    this.effects = effects;
    this.feed = feed;
    this.run = run;
  }

  CallReply perform(ProgramCall who, ProgramCommand command) {
    if (who.isEnding()) {
      return ENDING;
    }
    return switch (command) {
      case ProgramCommand.Replace replace when replace.ncco() != null ->
          replace(who, Ncco.parse(replace.ncco()));
      case ProgramCommand.Replace replace -> replace(who, replace.url());
      case ProgramCommand.Input input -> listen(who, input.eventUrl());
    };
  }

  private CallReply replace(ProgramCall who, Parsed program) {
    return switch (program) {
      case Ncco ncco -> {
        who.replaced++;
        feed.accept(who, new ProgramInput.Replace(ncco));
        yield new CallReply.Done();
      }
      case NccoFault fault -> new CallReply.Refused(field(fault), fault.reason());
    };
  }

  private static String field(NccoFault fault) {
    String ncco = fault.actionIndex() < 0 ? "ncco" : "ncco[" + fault.actionIndex() + "]";
    return fault.field() == null ? ncco : ncco + "." + fault.field();
  }

  private CallReply replace(ProgramCall who, String url) {
    CallReply refused = refused("url", url);
    if (refused == null) {
      who.replaced++;
      feed.accept(who, new ProgramInput.ReplaceByUrl(url));
    }
    return refused == null ? new CallReply.Done() : refused;
  }

  private CallReply listen(ProgramCall who, String url) {
    CallReply refused = url == null ? null : refused("event_url", url);
    if (refused == null) {
      feed.accept(who, new ProgramInput.Listen(url == null ? null : new Webhook(url, "POST")));
    }
    return refused == null ? new CallReply.Done() : refused;
  }

  /** Null when the URL may be asked. */
  private CallReply refused(String field, String url) {
    try {
      fetcher.check(url);
      return null;
    } catch (FetchRefused no) {
      return new CallReply.Refused(field, field + " " + no.getMessage());
    }
  }

  /** The reply says whether the call has a place there; else everything is as it was. */
  Future<CallReply> move(ProgramCall who, RoomId room, Role role) {
    if (who.machine == null || who.isEnding()) {
      return Future.succeededFuture(ENDING);
    }
    return seats.move(who, room, role).onSuccess(it -> moved(who, it)).map(CommandHandler::reply);
  }

  private void moved(ProgramCall who, RoomReply reply) {
    switch (reply) {
      case RoomReply.Joined _ -> moved(who, false);
      case RoomReply.Waiting _ -> moved(who, true);
      case RoomReply.Refused no -> effects.tellRefused(who, no.why());
      case RoomReply.Unknown _, RoomReply.Done _, RoomReply.Forbidden _, RoomReply.Roster _ -> {}
    }
    run.accept(who);
  }

  private void moved(ProgramCall who, boolean waits) {
    who.replaced++;
    effects.forgetMusic(who);
    // What befell the place that is given up meanwhile is nothing of the new one.
    who.inputs.removeIf(
        it -> it instanceof ProgramInput.LetIn || it instanceof ProgramInput.Dismissed);
    who.inputs.addFirst(new ProgramInput.Moved(waits));
  }

  private static CallReply reply(RoomReply reply) {
    return switch (reply) {
      case RoomReply.Joined _, RoomReply.Waiting _, RoomReply.Done _ -> new CallReply.Done();
      case RoomReply.Refused no -> new CallReply.Refused("room", "The room is " + no.why() + ".");
      case RoomReply.Unknown _, RoomReply.Forbidden _, RoomReply.Roster _ ->
          new CallReply.Refused("room", "The room cannot be entered.");
    };
  }
}
