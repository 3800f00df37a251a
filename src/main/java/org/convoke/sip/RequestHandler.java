package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sip.ListeningPoint;
import javax.sip.ServerTransaction;
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

/** Takes every request that comes in: refuses it, hands it to its call, or begins a call. */
final class RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  /** Refusals of a known source that the journal tells; the others are talk between programs. */
  private static final Set<Integer> TOLD = Set.of(406, 415, 420, 488, 503);

  private final SipScope scope;
  private final Gatekeeper gate;
  private final Nonces nonces;
  private final CallHandler calls;
  private final DialogHandler dialogs;
  private boolean draining;

  RequestHandler(
      SipScope scope, Gatekeeper gate, Nonces nonces, CallHandler calls, DialogHandler dialogs) {
    this.scope = scope;
    this.gate = gate;
    this.nonces = nonces;
    this.calls = calls;
    this.dialogs = dialogs;
  }

  /** From now on no call begins. */
  void drain() {
    draining = true;
  }

  void handle(Incoming in) {
    SIPRequest request = in.request();
    String method = request.getMethod();
    String toTag = request.getToTag();
    if (request.getApplicationData() == SelfTest.OURS) {
      reply(in, Refusal.of(200, "OK"));
    } else if (request.getApplicationData()
        instanceof GuardParser.Malformed(int code, String reason)) {
      stranger(in, Refusal.of(code, reason));
    } else if (method.equals("ACK")) {
      Call call = inDialog(request, toTag);
      if (call != null) {
        dialogs.ack(call, request);
      }
    } else if (method.equals("CANCEL")) {
      cancel(in);
    } else if (toTag != null) {
      Call call = inDialog(request, toTag);
      if (call == null) {
        stranger(in, orElse(general(request), noDialog()));
      } else {
        dialogs.handle(call, in);
      }
    } else if (method.equals("INVITE")) {
      invite(in);
    } else {
      outside(in);
    }
  }

  private static Refusal orElse(Refusal refusal, Refusal other) {
    return refusal != null ? refusal : other;
  }

  private static Refusal noDialog() {
    return Refusal.of(481, "Call/Transaction Does Not Exist");
  }

  private Call inDialog(SIPRequest request, String toTag) {
    return toTag == null
        ? null
        : scope.calls.byDialog(request.getCallId().getCallId(), toTag, text(request.getFromTag()));
  }

  private static Refusal general(SIPRequest request) {
    return Rules.check(
        request.getMethod(),
        request.getRequestURI().getScheme(),
        Messages.maxForwards(request),
        Messages.tags(request, "Require"));
  }

  /**
   * Answers without state; a source that nobody knows is counted and past its rate not answered.
   */
  private void stranger(Incoming in, Refusal refusal) {
    InetAddress address = in.source().getAddress();
    if (gate.knownByAddress(address) == null && !tolerated(address)) {
      return;
    }
    reply(in, refusal);
  }

  private boolean tolerated(InetAddress address) {
    long nowNs = scope.clock.nowNs();
    if (gate.tolerates(address, nowNs)) {
      return true;
    }
    ban.accept(address);
    return false;
  }

  private java.util.function.Consumer<InetAddress> ban = address -> {};

  /** Who is told of a source that shall not be listened to for a while. */
  void onBan(java.util.function.Consumer<InetAddress> ban) {
    this.ban = ban;
  }

  private void reply(Incoming in, Refusal refusal) {
    scope.stack.respond(in, null, Messages.answer(in.request(), refusal, tag(in.request())));
  }

  /** The same for the same request, so that a repeated one gets the same answer. */
  private String tag(SIPRequest request) {
    return nonces.tag(request.getCallId().getCallId() + request.getTopmostVia().getBranch());
  }

  private void outside(Incoming in) {
    SIPRequest request = in.request();
    Refusal refusal = general(request);
    if (refusal != null) {
      stranger(in, refusal);
      return;
    }
    if (!request.getMethod().equals("OPTIONS")) {
      stranger(in, noDialog());
      return;
    }
    InetAddress address = in.source().getAddress();
    boolean known = gate.knownByAddress(address) != null;
    if (!known && !tolerated(address)) {
      return;
    }
    SIPResponse ok = Messages.answer(request, 200, "OK", tag(request));
    if (known) {
      Replies.capabilities(ok);
    }
    scope.stack.respond(in, null, ok);
  }

  private void cancel(Incoming in) {
    SIPRequest request = in.request();
    Call call = scope.calls.byInvite(request.getCallId().getCallId(), text(request.getFromTag()));
    boolean matches =
        call != null
            && request.getCSeq().getSeqNumber() == call.invite.request().getCSeq().getSeqNumber()
            && text(request.getTopmostVia().getBranch())
                .equals(call.invite.request().getTopmostVia().getBranch());
    if (in.transaction() == null || !matches && request.getToTag() == null) {
      stranger(in, noDialog());
      return;
    }
    String tag = call == null ? tag(request) : call.dialog.localTag;
    scope.stack.respond(in, in.transaction(), Messages.answer(request, 200, "OK", tag));
    if (matches) {
      calls.feed(call, new CallInput.Cancelled());
    }
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  private void invite(Incoming in) {
    SIPRequest request = in.request();
    // A client of RFC 2543 has none, which counts as an empty one (RFC 3261 §12.1.1).
    String fromTag = text(request.getFromTag());
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
    EntryPass pass = gate.knownByAddress(address) == null ? pass(request) : null;
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
      case Verdict.Ignore i -> ban.accept(address);
      case Verdict.Challenge(List<String> values) ->
          reply(
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
    if (!tolerated(address)) {
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
            reply(in, Refusal.of(404, "Not Found"));
          } else if (scope.calls.byInvite(
                  request.getCallId().getCallId(), text(request.getFromTag()))
              == null) {
            known(in, Source.withPass(address));
          }
        });
  }

  /** The same INVITE again, or the same by another way (RFC 3261 §8.2.2.2). */
  private void repeated(Incoming in, Call before) {
    String branch = text(in.request().getTopmostVia().getBranch());
    if (!branch.equals(before.invite.request().getTopmostVia().getBranch())) {
      reply(in, Refusal.of(482, "Loop Detected"));
    } else if (before.state instanceof CallState.Up) {
      calls.resendAnswer(before);
    }
  }

  /** The INVITE of a call that is over came again: it was late, and begins no other call. */
  private void late(Incoming in, String branch) {
    if (!text(in.request().getTopmostVia().getBranch()).equals(branch)) {
      reply(in, Refusal.of(482, "Loop Detected"));
    }
  }

  private void known(Incoming in, Source source) {
    scope.stack.trusted(in);
    SIPRequest request = in.request();
    Refusal refusal = general(request);
    String contact = DialogHandler.contact(request);
    if (contact == null && request.getFromTag() == null) {
      // Nor need such a client say where it is reached: where it called from.
      contact = "sip:" + SipScope.host(in.source().getAddress().getHostAddress());
      contact += ":" + in.source().getPort();
    }
    if (refusal == null && contact == null) {
      refusal = Refusal.of(400, "Missing Contact");
    }
    if (refusal == null) {
      refusal = Replies.bodyRefusal(request);
    }
    SessionTimer.Verdict timer = Replies.session(request, scope.config.sip());
    if (refusal == null && timer.tooSmall()) {
      refusal = Replies.tooSmall(scope.config.sip());
    }
    if (refusal != null && !TOLD.contains(refusal.code())) {
      reply(in, refusal);
      return;
    }
    ServerTransaction transaction = scope.stack.transaction(in);
    if (transaction == null) {
      return;
    }
    Call call = call(in, source, text(contact));
    call.transaction = transaction;
    call.session = timer.session();
    call.takesUpdate = Replies.allows(request, "UPDATE");
    byte[] body = Messages.body(request);
    if (refusal == null && !hasRoom()) {
      scope.counters.callsOverLimit.increment();
      refusal = Replies.unavailable(scope.random);
    }
    if (refusal == null && body != null) {
      Negotiation.Refused unfit = call.talk.unfit(Talk.text(body));
      refusal = unfit == null ? null : Replies.unfit(unfit);
    }
    calls.begin(call, refusal);
  }

  private boolean hasRoom() {
    return !draining
        && scope.calls.size() < scope.config.sip().maxCalls()
        && scope.admission.admits();
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
            text(request.getFromTag()),
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
        javax.sip.address.Address address =
            new gov.nist.javax.sip.address.AddressFactoryImpl().createAddress(asserted);
        return Messages.number(address.getURI());
      } catch (java.text.ParseException | RuntimeException e) {
        LOG.debug("a trunk's asserted identity cannot be read");
      }
    }
    return Messages.number(request.getFrom().getAddress().getURI());
  }
}
