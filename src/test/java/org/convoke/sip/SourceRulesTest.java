package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.convoke.sip.Gatekeeper.Verdict;
import org.convoke.store.Credentials.Credential;
import org.convoke.store.Trunks.Srtp;
import org.convoke.store.Trunks.Trunk;
import org.junit.jupiter.api.Test;

/** Nonces, rates, address ranges and the judgement made of them, in virtual time. */
class SourceRulesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final InetAddress STRANGER = InetAddress.ofLiteral("198.51.100.7");

  private final Nonces nonces = new Nonces(new byte[32]);
  private final StrangerLimits limits = new StrangerLimits(10);

  @Test
  void aNonceIsFreshForFiveMinutesAndOnlyIfOurs() {
    String nonce = nonces.make(SECOND, 1);
    assertThat(nonces.judge(nonce, 2 * SECOND)).isEqualTo(Nonces.Verdict.FRESH);
    assertThat(nonces.judge(nonce, 302 * SECOND)).isEqualTo(Nonces.Verdict.STALE);
    assertThat(nonces.judge(nonce.replace(nonce.charAt(3), '!'), SECOND))
        .isEqualTo(Nonces.Verdict.FORGED);
    assertThat(nonces.judge("", SECOND)).isEqualTo(Nonces.Verdict.FORGED);
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(new Nonces(other).judge(nonce, 2 * SECOND)).isEqualTo(Nonces.Verdict.FORGED);
    assertThat(nonces.make(SECOND, 2)).isNotEqualTo(nonce);
  }

  @Test
  void aCountServesOnceAndMayComeOutOfOrder() {
    String nonce = nonces.make(0, 0);
    assertThat(nonces.use(nonce, "00000001")).isTrue();
    assertThat(nonces.use(nonce, "00000001")).isFalse();
    assertThat(nonces.use(nonce, "00000005")).isTrue();
    assertThat(nonces.use(nonce, "00000003")).isTrue();
    assertThat(nonces.use(nonce, "00000003")).isFalse();
    assertThat(nonces.use(nonce, "000000ff")).isTrue();
    assertThat(nonces.use(nonce, "00000006")).isFalse();
    assertThat(nonces.use(nonce, "00000000")).isFalse();
    assertThat(nonces.use(nonce, "zz")).isFalse();
    assertThat(nonces.use(nonces.make(0, 9), null)).isTrue();
  }

  @Test
  void aSourcePastItsRateIsIgnoredForFiveMinutes() {
    for (int i = 0; i < 10; i++) {
      assertThat(limits.count(STRANGER, 0)).isTrue();
    }
    assertThat(limits.count(STRANGER, 0)).isFalse();
    assertThat(limits.count(STRANGER, 299 * SECOND)).isFalse();
    assertThat(limits.count(STRANGER, 301 * SECOND)).isTrue();
    assertThat(limits.count(InetAddress.ofLiteral("198.51.100.8"), 0)).isTrue();
  }

  @Test
  void aSteadySourceBelowTheRateIsNeverIgnored() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(limits.count(STRANGER, i * SECOND / 4)).isTrue();
    }
  }

  @Test
  void anIpv6SourceCountsByItsSubnet() {
    for (int i = 0; i < 10; i++) {
      limits.count(InetAddress.ofLiteral("2001:db8::" + (i + 1)), 0);
    }
    assertThat(limits.count(InetAddress.ofLiteral("2001:db8::ffff"), 0)).isFalse();
    assertThat(limits.count(InetAddress.ofLiteral("2001:db8:0:1::1"), 0)).isTrue();
  }

  @Test
  void rangesHoldWhatTheySay() {
    Cidr range = Cidr.parse("192.0.2.128/25");
    assertThat(range.contains(InetAddress.ofLiteral("192.0.2.129"))).isTrue();
    assertThat(range.contains(InetAddress.ofLiteral("192.0.2.127"))).isFalse();
    assertThat(range.contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(Cidr.parse("2001:db8::/33").contains(InetAddress.ofLiteral("2001:db8:7fff::1")))
        .isTrue();
    assertThat(Cidr.parse("2001:db8::/33").contains(InetAddress.ofLiteral("2001:db8:8000::1")))
        .isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(STRANGER)).isTrue();
    assertThat(Cidr.parse("198.51.100.7").contains(STRANGER)).isTrue();
    for (String bad : List.of("", "host", "1.2.3.4/33", "1.2.3.4/x", "/8", "1.2.3.4/-1")) {
      assertThat(Cidr.parse(bad)).as(bad).isNull();
    }
  }

  private Gatekeeper gate(boolean trustLoopback, Sources sources) {
    Gatekeeper gate = new Gatekeeper("convoke", trustLoopback, nonces, limits, new SipCounters());
    gate.replace(sources);
    return gate;
  }

  private static Trunk trunk(boolean enabled, String... addresses) {
    return new Trunk(
        "t1", "n", List.of(addresses), "carrier", "pw", "MD5", Srtp.OFF, enabled, Instant.EPOCH);
  }

  @Test
  void aTrunkOfItsAddressIsKnownHoweverMuchItSends() {
    Gatekeeper gate = gate(false, Sources.of(List.of(trunk(true, "198.51.100.0/24")), List.of()));
    for (int i = 0; i < 1000; i++) {
      assertThat(gate.judge(STRANGER, "INVITE", List.of(), new byte[0], 0))
          .isInstanceOf(Verdict.Known.class);
    }
    gate.replace(Sources.of(List.of(trunk(false, "198.51.100.0/24")), List.of()));
    assertThat(gate.judge(STRANGER, "INVITE", List.of(), new byte[0], 0))
        .isInstanceOf(Verdict.Challenge.class);
  }

  @Test
  void loopbackIsTrustedOnlyWhereTold() {
    InetAddress here = InetAddress.getLoopbackAddress();
    assertThat(gate(true, Sources.NONE).knownByAddress(here)).isNotNull();
    assertThat(gate(true, Sources.NONE).knownByAddress(STRANGER)).isNull();
    assertThat(gate(false, Sources.NONE).knownByAddress(here)).isNull();
  }

  @Test
  void aRightAnswerIsLetInAndDoesNotCount() {
    Gatekeeper gate =
        gate(
            false,
            Sources.of(
                List.of(),
                List.of(new Credential("c1", "k", "alice", "secret", "MD5", Instant.EPOCH))));
    for (int i = 0; i < 100; i++) {
      String challenge =
          ((Verdict.Challenge) gate.judge(STRANGER, "INVITE", List.of(), new byte[0], 0))
              .values()
              .getFirst();
      String nonce = Gatekeeper.fields(challenge).get("nonce");
      assertThat(gate.judge(STRANGER, "INVITE", List.of(answer(nonce, "secret")), new byte[0], 0))
          .isInstanceOf(Verdict.Known.class);
    }
  }

  @Test
  void anOldNonceIsToldToBeStaleOnlyToWhoKnowsThePassword() {
    Gatekeeper gate =
        gate(
            false,
            Sources.of(
                List.of(),
                List.of(new Credential("c1", "k", "alice", "secret", "MD5", Instant.EPOCH))));
    String old = nonces.make(0, 0);
    assertThat(challenge(gate, answer(old, "secret"))).contains("stale=true");
    assertThat(challenge(gate, answer(old, "guess"))).doesNotContain("stale");
  }

  private static String challenge(Gatekeeper gate, String authorization) {
    Verdict verdict =
        gate.judge(STRANGER, "INVITE", List.of(authorization), new byte[0], 1000 * SECOND);
    return ((Verdict.Challenge) verdict).values().getFirst();
  }

  private static String answer(String nonce, String password) {
    String response =
        Digest.response(
            "MD5",
            "alice",
            "convoke",
            password,
            "INVITE",
            "sip:1000@b",
            nonce,
            "00000001",
            "x",
            "auth",
            new byte[0]);
    return "Digest username=\"alice\", realm=\"convoke\", nonce=\""
        + nonce
        + "\", uri=\"sip:1000@b\", nc=00000001, cnonce=\"x\", qop=auth, response=\""
        + response
        + "\"";
  }
}
