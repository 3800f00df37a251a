package org.convoke.pin;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery.CheckPass;
import org.convoke.bus.AdmissionQuery.MakePass;
import org.convoke.bus.AdmissionQuery.Route;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.clock.Clock;
import org.convoke.id.EntryPass;

/** Calls that come by the pass of a provider's webhook: whoever has it was asked for his PIN. */
final class PassAdmissions {
  private final EntryPasses passes;
  private final Clock clock;
  private final Consumer<Fact> facts;

  PassAdmissions(EntryPasses passes, Clock clock, Consumer<Fact> facts) {
    this.passes = passes;
    this.clock = clock;
    this.facts = facts;
  }

  Future<AdmissionAnswer> make(MakePass query) {
    EntryPass pass = passes.make(query, clock.nowNs()).pass();
    return Future.succeededFuture(
        new AdmissionAnswer.Pass(pass, clock.now().plus(Duration.ofNanos(EntryPasses.VALID_NS))));
  }

  Future<AdmissionAnswer> check(CheckPass query) {
    boolean valid = passes.valid(query.pass(), clock.nowNs());
    return Future.succeededFuture(
        valid
            ? new AdmissionAnswer.Pass(query.pass(), clock.now())
            : new AdmissionAnswer.NotFound());
  }

  /** Spends the pass that was dialled. */
  Future<AdmissionAnswer> route(Route query) {
    EntryPass pass = new EntryPass(query.caller().dialled().value());
    Optional<EntryPasses.Made> made = passes.spend(pass, clock.nowNs());
    if (made.isEmpty()) {
      return Future.succeededFuture(new AdmissionAnswer.NotFound());
    }
    facts.accept(
        Fact.of(
            EventType.CALL_LINKED,
            clock.now(),
            null,
            query.caller().call(),
            null,
            Map.of(
                "provider",
                made.get().provider(),
                "provider_call_id",
                made.get().providerCallId())));
    return Future.succeededFuture(made.get().leadsTo());
  }
}
