package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.convoke.bus.Addresses;
import org.convoke.bus.CallCommand;
import org.convoke.bus.EventType;
import org.convoke.bus.Fact;
import org.convoke.capacity.Strain;
import org.convoke.config.Config;
import org.convoke.config.ConfigLoader;
import org.convoke.sip.WirePhone.Reply;
import org.convoke.store.Trunks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may call, over which door, and how the verticle goes: a fresh verticle for each test. */
class SipSourcesIT {
  private FakeBridge bridge;

  @BeforeEach
  void prepare() {
    bridge = new FakeBridge();
  }

  @AfterEach
  void stop() throws Exception {
    bridge.close();
  }

  private static Config config(String... keysAndValues) {
    Map<String, String> options = new java.util.HashMap<>();
    options.put("sip.port", "0");
    options.put("sip.tls_port", "0");
    options.put("bind", "127.0.0.1");
    options.put("sip.trust_loopback", "false");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      options.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ConfigLoader.load(null, Map.of(), options);
  }

  /** The Authorization that answers a challenge. */
  private static String answer(
      WirePhone phone, String challenge, String user, String password, String nc) {
    Map<String, String> asked = Gatekeeper.fields(challenge);
    String uri = phone.uri("1000");
    String response =
        Digest.response(
            asked.get("algorithm"),
            user,
            asked.get("realm"),
            password,
            "INVITE",
            uri,
            asked.get("nonce"),
            nc,
            "cafe",
            "auth",
            new byte[0]);
    return "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", qop=auth, nc=%s, cnonce=\"cafe\", algorithm=%s, response=\"%s\""
        .formatted(
            user,
            asked.get("realm"),
            asked.get("nonce"),
            uri,
            nc,
            asked.get("algorithm"),
            response);
  }

  private Reply challenged(WirePhone phone) throws Exception {
    phone.invite(phone.sdp());
    Reply challenge = phone.finalReply();
    assertThat(challenge.code()).isEqualTo(401);
    phone.toTag = null;
    phone.cseq++;
    return challenge;
  }

  @Test
  void aCallerWithCredentialsIsLetInAndNobodyElse() throws Exception {
    bridge.credentials.add(FakeBridge.credential("alice", "secret", "MD5"));
    bridge.start(config());
    try (WirePhone phone = bridge.phone()) {
      Reply challenge = challenged(phone);
      assertThat(challenge.headers("WWW-Authenticate")).hasSize(1);
      String asked = challenge.header("WWW-Authenticate");
      assertThat(asked).contains("algorithm=MD5").contains("qop=\"auth\"");
      phone.invite(phone.sdp(), answer(phone, asked, "alice", "wrong", "00000001"));
      assertThat(phone.finalReply().code()).isEqualTo(401);
      phone.cseq++;
      phone.invite(phone.sdp(), answer(phone, asked, "nobody", "secret", "00000001"));
      assertThat(phone.finalReply().code()).isEqualTo(401);
      phone.cseq++;
      assertThat(bridge.facts).isEmpty();
      assertThat(phone.call(answer(phone, asked, "alice", "secret", "00000001")).code())
          .isEqualTo(200);
      Fact started = bridge.fact(EventType.CALL_STARTED);
      assertThat(started.data()).containsEntry("source", "credential:c-alice");
      phone.inDialog("BYE", "");
      try (WirePhone replay = bridge.phone()) {
        replay.invite(replay.sdp(), answer(phone, asked, "alice", "secret", "00000001"));
        assertThat(replay.finalReply().code()).isEqualTo(401);
        replay.cseq++;
        assertThat(replay.call(answer(phone, asked, "alice", "secret", "00000002")).code())
            .isEqualTo(200);
        replay.inDialog("BYE", "");
      }
    }
  }

  @Test
  void sha256IsOfferedFirstWhenACredentialAsksForIt() throws Exception {
    bridge.credentials.add(FakeBridge.credential("alice", "secret", "MD5"));
    bridge.credentials.add(FakeBridge.credential("bob", "hidden", "SHA-256"));
    bridge.start(config());
    try (WirePhone phone = bridge.phone()) {
      List<String> asked = challenged(phone).headers("WWW-Authenticate");
      assertThat(asked).hasSize(2);
      assertThat(asked.get(0)).contains("SHA-256");
      phone.invite(phone.sdp(), answer(phone, asked.get(1), "bob", "hidden", "00000001"));
      assertThat(phone.finalReply().code()).isEqualTo(401);
      phone.cseq++;
      assertThat(phone.call(answer(phone, asked.get(0), "bob", "hidden", "00000001")).code())
          .isEqualTo(200);
      phone.inDialog("BYE", "");
    }
  }

  @Test
  void strangersArePolitelyIgnoredPastTheirRate() throws Exception {
    bridge.start(config("sip.stranger_requests", "5"));
    try (WirePhone phone = bridge.phone()) {
      phone.send(phone.message("OPTIONS", phone.uri("1"), 1, WirePhone.branch(), List.of(), ""));
      Reply bare = phone.finalReply();
      assertThat(bare.code()).isEqualTo(200);
      assertThat(bare.header("Allow")).isNull();
      int answers = 1;
      for (int i = 0; i < 20; i++) {
        phone.send(
            phone.message("REGISTER", phone.uri("1"), 2 + i, WirePhone.branch(), List.of(), ""));
        answers += phone.receive(300) == null ? 0 : 1;
      }
      assertThat(answers).isBetween(5, 9);
      assertThat(bridge.sip.counters().bans.sum()).isEqualTo(1);
      assertThat(bridge.facts).isEmpty();
    }
  }

  @Test
  void aTrunkIsKnownByItsAddressNeverIgnoredAndItsEncryptionKept() throws Exception {
    bridge.trunks.add(trunk(Trunks.Srtp.REQUIRED));
    bridge.start(config("sip.stranger_requests", "3"));
    try (WirePhone phone = bridge.phone()) {
      for (int i = 0; i < 30; i++) {
        phone.send(
            phone.message("REGISTER", phone.uri("1"), 2 + i, WirePhone.branch(), List.of(), ""));
        assertThat(phone.receive().code()).isEqualTo(405);
      }
      phone.invite(phone.sdp(), "P-Asserted-Identity: <sip:+4930123@trunk>");
      assertThat(phone.finalReply().code()).isEqualTo(488);
      assertThat(bridge.fact(EventType.CALL_STARTED).data())
          .containsEntry("source", "trunk:t1")
          .containsEntry("from", "+4930123");
    }
    bridge.trunks.clear();
    bridge.trunks.add(trunk(Trunks.Srtp.OPTIONAL));
    bridge.vertx.eventBus().publish(Addresses.CALL, new CallCommand.SourcesChanged());
    try (WirePhone phone = bridge.phone()) {
      assertThat(phone.call().code()).isEqualTo(200);
      phone.inDialog("BYE", "");
    }
  }

  private static Trunks.Trunk trunk(Trunks.Srtp srtp) {
    return new Trunks.Trunk(
        "t1", "one", List.of("127.0.0.0/8"), null, null, "MD5", srtp, true, Instant.EPOCH);
  }

  @Test
  void callsPastTheMostAreToldToComeLater() throws Exception {
    bridge.start(config("sip.trust_loopback", "true", "sip.max_calls", "1"));
    try (WirePhone one = bridge.phone();
        WirePhone two = bridge.phone()) {
      assertThat(one.call().code()).isEqualTo(200);
      two.invite(two.sdp());
      Reply busy = two.finalReply();
      assertThat(busy.code()).isEqualTo(503);
      assertThat(Integer.parseInt(busy.header("Retry-After"))).isBetween(5, 30);
      one.inDialog("BYE", "");
    }
  }

  @Test
  void whoIsRefusedAsksNothingOfTheDatabase() throws Exception {
    bridge.start(config("sip.trust_loopback", "true", "sip.max_calls", "1"));
    try (WirePhone one = bridge.phone();
        WirePhone two = bridge.phone()) {
      assertThat(one.call().code()).isEqualTo(200);
      int before = bridge.lookups.get();
      // As much a PIN as a number: whether it may be told is asked of the database otherwise.
      two.dial("4711", two.sdp());
      assertThat(two.finalReply().code()).isEqualTo(503);
      assertThat(bridge.lookups.get()).isEqualTo(before);
      one.inDialog("BYE", "");
    }
  }

  @Test
  void whileSomethingIsShortNewCallsAreRefusedAndTheOthersGoOn() throws Exception {
    bridge.start(config("sip.trust_loopback", "true"));
    try (WirePhone one = bridge.phone();
        WirePhone two = bridge.phone()) {
      assertThat(one.call().code()).isEqualTo(200);
      bridge.capacity.update(Strain.MEMORY, 0.9);
      two.invite(two.sdp());
      Reply refused = two.finalReply();
      assertThat(refused.code()).isEqualTo(503);
      assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(5, 30);
      assertThat(bridge.capacity.refused()).isPositive();
      bridge.capacity.update(Strain.MEMORY, 0.5);
      two.cseq++;
      two.invite(two.sdp());
      assertThat(two.finalReply().code()).isEqualTo(200);
      one.inDialog("BYE", "");
    }
  }

  @Test
  void stoppingEndsEveryCallWithByeAndTellsTheJournal() throws Exception {
    bridge.start(config("sip.trust_loopback", "true"));
    try (WirePhone phone = bridge.phone()) {
      assertThat(phone.call().code()).isEqualTo(200);
      var undeployed = bridge.vertx.undeploy(bridge.sip.deploymentID());
      Reply bye = phone.request();
      assertThat(bye.method()).isEqualTo("BYE");
      phone.answer(bye, 200);
      undeployed.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(bridge.fact(EventType.CALL_COMPLETED).data())
          .containsEntry("cause", "bridge_stopping");
    }
    // The stack tells its threads to end and does not wait for it.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (!thread.isDaemon() && (name.contains("Sip") || name.contains("EventScanner"))) {
        assertThat(thread.join(Duration.ofSeconds(20))).as(name + " ended").isTrue();
      }
    }
  }

  @Test
  void aPhoneOnIpv6IsAnsweredInKind() throws Exception {
    bridge.start(config("bind", "::1", "sip.trust_loopback", "true"));
    try (WirePhone phone = bridge.phone()) {
      Reply ok = phone.call();
      assertThat(ok.code()).isEqualTo(200);
      assertThat(ok.header("Contact")).contains("[0:0:0:0:0:0:0:1]");
      assertThat(ok.body()).contains("IN IP6");
      Fact started = bridge.fact(EventType.CALL_STARTED);
      bridge.vertx.eventBus().send(Addresses.CALL, new CallCommand.HangUp(started.call(), "api"));
      Reply bye = phone.request();
      assertThat(bye.method()).isEqualTo("BYE");
      phone.answer(bye, 200);
      assertThat(bridge.fact(EventType.CALL_COMPLETED).data()).containsEntry("cause", "api");
    }
  }

  @Test
  void aPhoneOnTlsCallsAndIsCalledBackOnItsConnection() throws Exception {
    var certificate = io.vertx.core.net.SelfSignedCertificate.create("127.0.0.1");
    bridge.start(
        config(
            "sip.trust_loopback",
            "true",
            "sip.tls_certificate",
            certificate.certificatePath(),
            "sip.tls_key",
            certificate.privateKeyPath()));
    SipStackGateway.Listening door = bridge.door("tls");
    Socket socket =
        trusting(certificate.certificatePath()).createSocket(door.address(), door.port());
    try (WirePhone phone = WirePhone.stream(socket)) {
      Reply ok = phone.call();
      assertThat(ok.code()).isEqualTo(200);
      assertThat(ok.header("Contact")).contains("transport=tls");
      Fact started = bridge.fact(EventType.CALL_STARTED);
      assertThat(started.data()).containsEntry("transport", "tls");
      bridge.vertx.eventBus().send(Addresses.CALL, new CallCommand.HangUp(started.call(), "api"));
      Reply bye = phone.request();
      assertThat(bye.method()).isEqualTo("BYE");
      phone.answer(bye, 200);
      assertThat(bridge.fact(EventType.CALL_COMPLETED)).isNotNull();
    } finally {
      certificate.delete();
    }
  }

  private static javax.net.ssl.SSLSocketFactory trusting(String pem) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (FileInputStream in = new FileInputStream(pem)) {
      store.setCertificateEntry(
          "bridge", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
