package org.convoke.web;

import io.vertx.core.Future;
import java.util.List;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.config.Config;
import org.convoke.config.PinConfig;
import org.convoke.dialin.Action;
import org.convoke.dialin.Input;
import org.convoke.dialin.Phrase;
import org.convoke.dialin.PinDialogue;
import org.convoke.dialin.Rules;
import org.convoke.id.PhoneNumber;
import org.convoke.provider.Inquiry;
import org.convoke.provider.Provider;
import org.convoke.provider.Reply;
import org.convoke.provider.Texts;
import org.convoke.store.Numbers;

/**
 * Leads a caller who is at a provider to his room: the same questions to the pin verticle, against
 * the same budgets, as for our own lines. Who may enter is connected to our SIP address by a pass.
 */
final class ProviderDialogue {
  private static final long SECOND_NS = 1_000_000_000L;

  /** A provider waits so long for the first key; Vonage takes no more. */
  private static final int MAX_FIRST_S = 10;

  private static final List<Phrase> BUSY =
      List.of(new Phrase.Prompt("system-busy"), new Phrase.Prompt("try-later"));

  private final Bus bus;
  private final Links links;
  private final Numbers numbers;
  private final PinConfig pin;
  private final PinDialogue dialogue;
  private final Texts texts;

  ProviderDialogue(Config config, Bus bus, Links links, Numbers numbers) {
    this.bus = bus;
    this.links = links;
    this.numbers = numbers;
    this.pin = config.pin();
    this.dialogue =
        new PinDialogue(
            new Rules(
                pin.tries(),
                pin.firstDigitSeconds() * SECOND_NS,
                pin.interDigitSeconds() * SECOND_NS,
                pin.totalSeconds() * SECOND_NS));
    this.texts = Texts.of(config.rooms().language());
  }

  /** A webhook's caller: his number, the one he dialled, and where keys are to be told. */
  record Caller(Provider provider, String call, String from, String to, String action) {
    private AdmissionQuery.Caller known(String dialled) {
      return new AdmissionQuery.Caller(
          null,
          new PhoneNumber(from),
          "provider:" + provider.wire(),
          new PhoneNumber(dialled),
          new AdmissionQuery.Elsewhere(provider.wire(), call));
    }
  }

  Inquiry inquiry() {
    return new Inquiry(dialogue);
  }

  String language() {
    return texts.tag();
  }

  /** The first reply: where the number leads, or the question for a PIN. */
  Future<Reply> begin(Caller caller, Inquiry inquiry) {
    return ours(caller.to())
        .compose(
            dialled -> bus.admission(new AdmissionQuery.Route(caller.known(dialled), null, true)))
        .compose(answer ->
            switch (answer) {
              case AdmissionAnswer.AskPin ask ->
                  reply(caller, inquiry, inquiry.begin(new Input.Ask(ask.pinLength())));
              case AdmissionAnswer.Admit to ->
                  reply(
                      caller,
                      inquiry,
                      inquiry.begin(
                          new Input.GoTo(to.room(), to.role(), to.lobby(), to.delayMs())));
              case AdmissionAnswer.Run run -> connect(caller, run, 0);
              default -> reply(caller, inquiry, inquiry.begin(new Input.CannotServe()));
            });
  }

  Future<Reply> keyed(Caller caller, Inquiry inquiry, String keys) {
    return reply(caller, inquiry, inquiry.keyed(keys));
  }

  private Future<Reply> reply(Caller caller, Inquiry inquiry, Inquiry.Next next) {
    return switch (next) {
      case Inquiry.Next.Gather gather ->
          Future.succeededFuture(
              new Reply.Gather(
                  texts.say(gather.phrases()),
                  seconds(gather.pauseMs()),
                  gather.digits(),
                  gather.phrases().isEmpty()
                      ? pin.interDigitSeconds()
                      : Math.min(MAX_FIRST_S, pin.firstDigitSeconds()),
                  pin.interDigitSeconds(),
                  caller.action()));
      case Inquiry.Next.End end ->
          Future.succeededFuture(new Reply.End(texts.say(end.phrases()), seconds(end.pauseMs())));
      case Inquiry.Next.Ask ask ->
          judge(caller, ask.question())
              .compose(answer -> reply(caller, inquiry, inquiry.answered(answer)));
      case Inquiry.Next.Enter enter ->
          connect(caller, admission(enter.where()), seconds(enter.pauseMs()));
    };
  }

  private Future<Input> judge(Caller caller, Action question) {
    return ours(caller.to())
        .compose(dialled ->
            bus.admission(
                switch (question) {
                  case Action.Check check ->
                      new AdmissionQuery.Check(caller.known(dialled), check.pin(), check.attempt());
                  case Action.CheckCode check ->
                      new AdmissionQuery.CheckMergeCode(
                          caller.known(dialled), check.code(), check.attempt());
                  default -> throw new IllegalArgumentException("no question");
                }))
        .map(answer ->
            switch (answer) {
              case AdmissionAnswer.Admit yes ->
                  new Input.Accepted(yes.room(), yes.role(), yes.lobby(), yes.delayMs());
              case AdmissionAnswer.Merge yes ->
                  new Input.AcceptedCode(yes.room(), yes.participant(), yes.delayMs());
              case AdmissionAnswer.Reject no -> new Input.Rejected(no.delayMs());
              default -> new Input.NoAnswer();
            });
  }

  private static AdmissionAnswer admission(Action.Entry where) {
    return switch (where) {
      case Action.Claim to -> new AdmissionAnswer.Admit(to.room(), to.role(), to.lobby(), 0);
      case Action.Merge to -> new AdmissionAnswer.Merge(to.room(), to.participant(), 0);
    };
  }

  private Future<Reply> connect(Caller caller, AdmissionAnswer where, int pauseS) {
    return bus.admission(
            new AdmissionQuery.MakePass(where, caller.provider().wire(), caller.call()))
        .map(answer ->
            answer instanceof AdmissionAnswer.Pass made
                ? new Reply.Connect(links.passUri(made.pass()), pauseS, caller.to())
                : new Reply.End(texts.say(BUSY), 0));
  }

  /** The number as we know it: providers write it with or without a plus. */
  private Future<String> ours(String to) {
    String digits = to.startsWith("+") ? to.substring(1) : to;
    return numbers
        .list()
        .map(all ->
            all.stream()
                .map(Numbers.Number::number)
                .filter(it -> it.equals(to) || it.equals(digits) || it.equals("+" + digits))
                .findFirst()
                .orElse(to))
        .otherwise(to);
  }

  private static int seconds(long ms) {
    return (int) ((ms + 999) / 1000);
  }
}
