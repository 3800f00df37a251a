package org.convoke.sip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sip.ListeningPoint;
import javax.sip.ServerTransaction;
import javax.sip.address.Address;
import javax.sip.header.RecordRouteHeader;
import org.convoke.bus.Addresses;
import org.convoke.bus.AdmissionAnswer;
import org.convoke.bus.AdmissionQuery;
import org.convoke.id.EntryPass;
import org.convoke.id.PhoneNumber;
import org.convoke.sdp.Negotiation;
import org.convoke.sip.Gatekeeper.Verdict;
import org.convoke.sip.SipStackGateway.Incoming;
import org.convoke.sip.Sources.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each INVITE outside of a dialog: who sent it is judged, and a call begins or does not. */
final class InviteHandler {
  private static final Logger LOG = LoggerFactory.getLogger(InviteHandler.class);

  /** Refusals of a known source that the journal tells; the others are talk between programs. */
  private static final Set<Integer> TOLD = Set.of(406, 415, 420, 488, 503);

  private final SipScope scope;
  private final Gatekeeper gate;
  private final StrangerHandler strangers;
  private final CallHandler calls;
  private final ArrivalHandler arrivals;
  private final CancelHandler cancels;
  private boolean draining;

  InviteHandler(
      SipScope scope,
      Gatekeeper gate,
      StrangerHandler strangers,
      CallHandler calls,
      ArrivalHandler arrivals,
      CancelHandler cancels) {
    this.scope = scope;
    this.gate = gate;
    this.strangers = strangers;
    this.calls = calls;
    this.arrivals = arrivals;
    this.cancels = cancels;
  }

  /** From now on no call begins. */
  void drain() {
    draining = true;
  }

  /** Begins a call, or answers why not. */
  void handle(Incoming in) {
    SIPRequest request = in.request();
    // A client of RFC 2543 has none, which counts as an empty one (RFC 3261 §12.1.1).
    String fromTag = Messages.orEmpty(request.getFromTag());
    Call before = scope.calls.byInvite(request.getCallId().getCallId(), fromTag);
    if (before != null
        && before.invite.request().getCSeq().getSeqNumber() == request.getCSeq().getSeqNumber()) {
      repeated(in, before);
      return;
    }
    String ended =
        scope.calls.endedInvite(
            request.getCallId().getCallId(),
            fromTag,
            request.getCSeq().getSeqNumber(),
            scope.clock.nowNs());
    if (ended != null) {
      late(in, ended);
      return;
    }
    InetAddress address = in.source().getAddress();
    EntryPass pass = strangers.knows(address) ? null : pass(request);
    if (pass != null) {
      byPass(in, pass);
      return;
    }
    byte[] body = Messages.body(request);
    List<String> authorizations = Messages.values(request, "Authorization");
    switch (gate.judge(
        address,
        "INVITE",
        authorizations,
        body == null ? new byte[0] : body,
        scope.clock.nowNs())) {
      case Verdict.Known(Source source) -> known(in, source);
      case Verdict.Ignore i -> strangers.ignore(address);
      case Verdict.Challenge(List<String> values) ->
          strangers.reply(
              in,
              new Refusal(
                  401,
                  "Unauthorized",
                  values.stream().map(v -> "WWW-Authenticate: " + v).toList()));
    }
  }

  private static EntryPass pass(SIPRequest request) {
    String dialled = Messages.number(request.getRequestURI()).value();
    return EntryPass.isEntryPass(dialled) ? new EntryPass(dialled) : null;
  }

  /** A stranger whom a provider's webhook sent: the pass stands for credentials. */
  private void byPass(Incoming in, EntryPass pass) {
    InetAddress address = in.source().getAddress();
    if (!strangers.tolerated(address)) {
      return;
    }
    scope
        .vertx
        .eventBus()
        .<AdmissionAnswer>request(Addresses.ADMISSION, new AdmissionQuery.CheckPass(pass))
        .onComplete(reply -> {
          SIPRequest request = in.request();
          boolean valid =
              reply.succeeded() && reply.result().body() instanceof AdmissionAnswer.Pass;
          if (!valid) {
            strangers.reply(in, Refusal.of(404, "Not Found"));
          } else if (scope.calls.byInvite(
                  request.getCallId().getCallId(), Messages.orEmpty(request.getFromTag()))
              == null) {
            known(in, Source.byAddress(address));
          }
        });
  }

  /** The same INVITE again, or the same by another way (RFC 3261 §8.2.2.2). */
  private void repeated(Incoming in, Call before) {
    if (!Messages.branch(in.request()).equals(Messages.branch(before.invite.request()))) {
      strangers.reply(in, Refusal.of(482, "Loop Detected"));
    } else if (before.state instanceof CallState.Up) {
      calls.resendAnswer(before);
    }
  }

  /** The INVITE of a call that is over came again: it was late, and begins no other call. */
  private void late(Incoming in, String branch) {
    if (!Messages.branch(in.request()).equals(branch)) {
      strangers.reply(in, Refusal.of(482, "Loop Detected"));
    }
  }

  private void known(Incoming in, Source source) {
    begin(in, source);
    cancels.begun(in.request());
  }

  private void begin(Incoming in, Source source) {
    scope.stack.trusted(in);
    SIPRequest request = in.request();
    Refusal refusal = Replies.generalRefusal(request);
    String contact = DialogHandler.contact(request);
    if (contact == null && request.getFromTag() == null) {
      // Nor need such a client say where it is reached: where it called from.
      contact = "sip:" + SipScope.host(in.source().getAddress().getHostAddress());
      contact += ":" + in.source().getPort();
    }
    if (refusal == null && contact == null) {
      refusal = Refusal.of(400, "Missing Contact");
    }
    SessionTimer.Verdict timer = Replies.session(request, scope.config.sip());
    if (refusal == null) {
      refusal = Replies.termsRefusal(request, timer, scope.config.sip());
    }
    if (refusal != null && !TOLD.contains(refusal.code())) {
      strangers.reply(in, refusal);
      return;
    }
    ServerTransaction transaction = scope.stack.transaction(in);
    if (transaction == null) {
      return;
    }
    Call call = call(in, source, Messages.orEmpty(contact));
    call.transaction = transaction;
    call.session = timer.session();
    call.takesUpdate = Replies.allows(request, "UPDATE");
    byte[] body = Messages.body(request);
    if (refusal == null && !hasRoom()) {
      refusal = Replies.unavailable(scope.random);
    }
    if (refusal == null && body != null) {
      Negotiation.Refused unfit = call.talk.unfit(Talk.text(body));
      refusal = unfit == null ? null : Replies.unfit(unfit);
    }
    arrivals.begin(call, refusal);
  }

  private boolean hasRoom() {
    if (scope.calls.isFull(scope.config.sip().maxCalls())) {
      scope.counters.callsOverLimit.increment();
      return false;
    }
    return !draining && scope.admission.admits();
  }

  private Call call(Incoming in, Source source, String contact) {
    SIPRequest request = in.request();
    List<String> routes = new ArrayList<>();
    request
        .getHeaders("Record-Route")
        .forEachRemaining(route -> {
          String line = ((RecordRouteHeader) route).toString();
          routes.add(line.substring(line.indexOf(':') + 1).strip());
        });
    Dialog dialog =
        new Dialog(
            request.getCallId().getCallId(),
            scope.newTag(),
            Messages.orEmpty(request.getFromTag()),
            Messages.value(request, "To"),
            Messages.value(request, "From"),
            routes,
            contact,
            request.getCSeq().getSeqNumber());
    PhoneNumber from = from(request, source);
    PhoneNumber dialled = Messages.number(request.getRequestURI());
    ListeningPoint door = in.provider().getListeningPoint(in.transport());
    InetAddress peer = in.source().getAddress();
    String address = scope.addresses.towards(peer, InetAddress.ofLiteral(door.getIPAddress()));
    Call call =
        new Call(
            in,
            dialog,
            source,
            id -> new AdmissionQuery.Caller(id, from, source.budgetKey(), dialled),
            Messages.name(request, from),
            address,
            door.getPort());
    call.talk =
        new Talk(
            source.srtp(), address, scope.random.nextLong(1L << 53), scope.random::nextBytes, peer);
    return call;
  }

  /** A trunk is believed who the caller is (RFC 3325); of others the From is all there is. */
  private static PhoneNumber from(SIPRequest request, Source source) {
    String asserted =
        source.id().startsWith("trunk:") ? Messages.value(request, "P-Asserted-Identity") : null;
    if (asserted != null) {
      try {
        Address address = new AddressFactoryImpl().createAddress(asserted);
        return Messages.number(address.getURI());
      } catch (ParseException | RuntimeException e) {
        LOG.debug("a trunk's asserted identity cannot be read");
      }
    }
    return Messages.number(request.getFrom().getAddress().getURI());
  }
}
