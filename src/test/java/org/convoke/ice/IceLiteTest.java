package org.convoke.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.junit.jupiter.api.Test;

class IceLiteTest {
  private static final long MS = 1_000_000L;
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 50_000);
  private static final InetSocketAddress AWAY = new InetSocketAddress("2001:db8::9", 40_000);

  private final Random random = new Random(7);
  private final IceCredentials own = IceCredentials.random(random);
  private final IceCredentials browser = new IceCredentials("bRow", "0123456789abcdefghijkl");
  private final IceLite ice = new IceLite(own, browser, random);
  private final CheckWriter checks = new CheckWriter(own, browser);

  private IceVerdict accept(byte[] message, InetSocketAddress from, long nowMs) {
    return ice.accept(message, message.length, from, nowMs * MS);
  }

  private IceVerdict.Checked checked(byte[] message, InetSocketAddress from, long nowMs) {
    IceVerdict verdict = accept(message, from, nowMs);
    assertThat(verdict).isInstanceOf(IceVerdict.Checked.class);
    return (IceVerdict.Checked) verdict;
  }

  private static int errorCode(IceVerdict verdict) throws Exception {
    byte[] answer = ((IceVerdict.Refused) verdict).answer();
    if (answer == null) {
      return 0;
    }
    assertThat(new StunScreen().look(answer, answer.length)).isEqualTo(StunScreen.Kind.ERROR);
    Message message = Message.decode(answer, 0, answer.length);
    return ((ErrorCodeAttribute) message.getAttribute(Attribute.ERROR_CODE)).getErrorCode();
  }

  @Test
  void theRequestOfRfc5769IsWhole() {
    // §2.1, with its own password.
    byte[] request =
        HexFormat.of()
            .parseHex(
                "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74"
                    + "002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020"
                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");
    StunScreen screen = new StunScreen();
    assertThat(screen.look(request, request.length)).isEqualTo(StunScreen.Kind.REQUEST);
    assertThat(screen.usernameIs(request, "evtj:h6vY".getBytes(StandardCharsets.US_ASCII)))
        .isTrue();
    assertThat(new StunSeal("VOkJxbRl1RmTxUk/WvJxBt").holds(request, screen.integrityAt()))
        .isTrue();
    assertThat(new StunSeal("VOkJxbRl1RmTxUk/WvJxBu").holds(request, screen.integrityAt()))
        .isFalse();
  }

  @Test
  void aCheckIsAnsweredWithTheAddressItCameFrom() throws Exception {
    for (InetSocketAddress from : new InetSocketAddress[] {HOME, AWAY}) {
      byte[] check = checks.check(true, 100);
      IceVerdict.Checked verdict = checked(check, from, 0);
      byte[] answer = verdict.answer();
      StunScreen screen = new StunScreen();
      assertThat(screen.look(answer, answer.length)).isEqualTo(StunScreen.Kind.SUCCESS);
      assertThat(new StunSeal(own.password()).holds(answer, screen.integrityAt())).isTrue();
      Message message = Message.decode(answer, 0, answer.length);
      XorMappedAddressAttribute mapped =
          (XorMappedAddressAttribute) message.getAttribute(Attribute.XOR_MAPPED_ADDRESS);
      assertThat(mapped.getAddress(message.getTransactionID()).getAddress())
          .isEqualTo(from.getAddress());
      assertThat(mapped.getAddress(message.getTransactionID()).getPort()).isEqualTo(from.getPort());
      assertThat(message.getTransactionID()).isEqualTo(Arrays.copyOfRange(check, 8, 20));
      assertThat(verdict.pair()).isEqualTo(from);
    }
  }

  @Test
  void aDatagramFindsItsLegByOurFragmentAlone() {
    byte[] check = checks.check(false, 1);
    StunScreen screen = new StunScreen();
    screen.look(check, check.length);
    assertThat(screen.ourUfrag(check)).isEqualTo(own.key()).isNotZero();
    IceCredentials other = IceCredentials.random(random);
    byte[] foreign = new CheckWriter(other, browser).check(false, 1);
    screen.look(foreign, foreign.length);
    assertThat(screen.ourUfrag(foreign)).isEqualTo(other.key()).isNotEqualTo(own.key());
  }

  @Test
  void theFirstPairIsSelectedUntilAnotherIsNominated() {
    assertThat(ice.selected()).isNull();
    assertThat(checked(checks.check(false, 100), HOME, 0).moved()).isTrue();
    assertThat(ice.selected()).isEqualTo(HOME);
    assertThat(ice.nominated()).isFalse();
    assertThat(checked(checks.check(false, 900), AWAY, 10).moved()).isFalse();
    IceVerdict.Checked nomination = checked(checks.check(true, 50), AWAY, 20);
    assertThat(nomination.moved()).isTrue();
    assertThat(nomination.pair()).isNull();
    assertThat(ice.selected()).isEqualTo(AWAY);
    assertThat(ice.nominated()).isTrue();
  }

  @Test
  void whoNominatesAllMeansTheHighestPriority() {
    checked(checks.check(true, 200), HOME, 0);
    assertThat(checked(checks.check(true, 100), AWAY, 50).moved()).isFalse();
    assertThat(ice.selected()).isEqualTo(HOME);
    assertThat(checked(checks.check(true, 300), AWAY, 100).moved()).isTrue();
  }

  @Test
  void aBrowserThatRoamsIsFollowedToALesserPair() {
    checked(checks.check(true, 200), HOME, 0);
    assertThat(checked(checks.check(true, 100), AWAY, 301).moved()).isTrue();
    assertThat(ice.selected()).isEqualTo(AWAY);
  }

  @Test
  void moreAddressesThanABrowserHasPushOutTheLongestUnheardOnes() {
    checked(checks.check(true, 500), HOME, 0);
    for (int i = 1; i < IceLite.MAX_PAIRS; i++) {
      assertThat(checked(checks.check(false, 1), new InetSocketAddress("192.0.2.9", i), i).given())
          .isNull();
    }
    // The second oldest: the oldest is the selected one.
    assertThat(checked(checks.check(false, 1), AWAY, 100).given())
        .isEqualTo(new InetSocketAddress("192.0.2.9", 1));
    assertThat(ice.selected()).isEqualTo(HOME);
  }

  @Test
  void whoDoesNotKnowThePasswordLearnsThatAndNothingElse() throws Exception {
    CheckWriter thief =
        new CheckWriter(new IceCredentials(own.ufrag(), "wrong0wrong0wrong0wrong0"), browser);
    assertThat(errorCode(accept(thief.check(true, 1), AWAY, 1000))).isEqualTo(401);
    assertThat(ice.selected()).isNull();
    // Not more than five a second.
    assertThat(errorCode(accept(thief.check(true, 1), AWAY, 1100))).isZero();
    assertThat(errorCode(accept(thief.check(true, 1), AWAY, 1200))).isEqualTo(401);
  }

  @Test
  void aCheckForAnotherBrowserIsUnauthorized() throws Exception {
    CheckWriter other = new CheckWriter(own, new IceCredentials("nobo", browser.password()));
    assertThat(errorCode(accept(other.check(true, 1), HOME, 0))).isEqualTo(401);
  }

  @Test
  void aCheckWithoutIntegrityOrNameIsABadRequest() throws Exception {
    assertThat(errorCode(accept(checks.plain(true), HOME, 0))).isEqualTo(400);
    assertThat(errorCode(accept(checks.plain(false), HOME, 1000))).isEqualTo(400);
  }

  @Test
  void aPeerThatIsControlledTooIsTold() throws Exception {
    byte[] check = checks.controlled();
    IceVerdict verdict = accept(check, HOME, 0);
    assertThat(errorCode(verdict)).isEqualTo(487);
    byte[] answer = ((IceVerdict.Refused) verdict).answer();
    StunScreen screen = new StunScreen();
    screen.look(answer, answer.length);
    assertThat(new StunSeal(own.password()).holds(answer, screen.integrityAt())).isTrue();
    assertThat(ice.selected()).isNull();
  }

  @Test
  void whatMustBeUnderstoodAndIsNotIsNamed() throws Exception {
    byte[] check = checks.with((char) 0x7ABC);
    IceVerdict verdict = accept(check, HOME, 0);
    assertThat(errorCode(verdict)).isEqualTo(420);
    assertThat(HexFormat.of().formatHex(((IceVerdict.Refused) verdict).answer()))
        .contains("000a00027abc");
    assertThat(checked(checks.with((char) 0xC057), HOME, 0).pair()).isEqualTo(HOME);
  }

  @Test
  void weAskTheBrowserAndItsAnswerTellsTheRoundTrip() {
    checked(checks.check(true, 1), HOME, 0);
    byte[] request = ice.ask(100 * MS);
    StunScreen screen = new StunScreen();
    assertThat(screen.look(request, request.length)).isEqualTo(StunScreen.Kind.REQUEST);
    assertThat(screen.usernameIs(request, ("bRow:" + own.ufrag()).getBytes())).isTrue();
    assertThat(new StunSeal(browser.password()).holds(request, screen.integrityAt())).isTrue();
    byte[] answer = checks.answer(request);
    // From elsewhere, forged, and right; the right one once.
    assertThat(accept(answer, AWAY, 130)).isInstanceOf(IceVerdict.Refused.class);
    byte[] forged =
        new CheckWriter(own, new IceCredentials("bRow", "guess0guess0guess0guess")).answer(request);
    assertThat(accept(forged, HOME, 130)).isInstanceOf(IceVerdict.Refused.class);
    assertThat(accept(answer, HOME, 130)).isEqualTo(new IceVerdict.Answered(30 * MS));
    assertThat(accept(answer, HOME, 140)).isInstanceOf(IceVerdict.Refused.class);
  }

  @Test
  void mutatedMessagesAreNeverBelievedNorDoTheyHarm() {
    byte[][] seeds = {
      checks.check(true, 77), checks.controlled(), checks.plain(true), checks.with((char) 0xC057)
    };
    checked(checks.check(true, 500), HOME, 0);
    StunScreen screen = new StunScreen();
    Random dice = new Random(20_261);
    int whole = 0;
    for (int round = 0; round < 60_000; round++) {
      byte[] seed = seeds[dice.nextInt(seeds.length)];
      byte[] mutated = Arrays.copyOf(seed, Math.max(0, seed.length + dice.nextInt(9) - 4));
      for (int i = dice.nextInt(4); i >= 0 && mutated.length > 0; i--) {
        mutated[dice.nextInt(mutated.length)] = (byte) dice.nextInt(256);
      }
      if (dice.nextBoolean() && mutated.length >= 28) {
        // So that the screen lets it through.
        mutated = checks.refreshed(mutated);
      }
      if (Arrays.equals(seed, mutated)) {
        continue;
      }
      whole += screen.look(mutated, mutated.length) == StunScreen.Kind.BAD ? 0 : 1;
      IceVerdict verdict = accept(mutated, AWAY, round);
      assertThat(verdict)
          .as("round %s of seed 20261", round)
          .isNotInstanceOf(IceVerdict.Answered.class);
      if (verdict instanceof IceVerdict.Checked) {
        // Only what comes after MESSAGE-INTEGRITY can differ.
        assertThat(Arrays.mismatch(seed, mutated)).isGreaterThan(seed.length - 9);
      }
    }
    assertThat(whole).isGreaterThan(5_000);
  }
}
