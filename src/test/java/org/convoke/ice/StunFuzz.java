package org.convoke.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;

/**
 * STUN messages to a browser's port: as they stand, with a FINGERPRINT put right, and sealed by the
 * browser's own password. Only what is sealed may ever choose where sound goes.
 */
public final class StunFuzz {
  private static final IceCredentials OWN =
      new IceCredentials("ourFragm", "ourPasswordOurPasswordOu");
  private static final IceCredentials BROWSER =
      new IceCredentials("bRow", "0123456789abcdefghijkl");
  private static final InetSocketAddress HOME =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 50_000);
  private static final InetSocketAddress AWAY =
      new InetSocketAddress(InetAddress.ofLiteral("2001:db8::9"), 40_000);

  private StunFuzz() {}

  public static List<byte[]> seeds() {
    CheckWriter checks = new CheckWriter(OWN, BROWSER);
    IceLite ice = ice();
    byte[] check = checks.check(true, 100);
    ice.accept(check, check.length, HOME, 0);
    List<byte[]> raw = new ArrayList<>();
    raw.add(checks.check(true, 100));
    raw.add(checks.check(false, 100));
    raw.add(checks.controlled());
    raw.add(checks.with((char) 0x7FFF));
    raw.add(checks.plain(true));
    raw.add(checks.plain(false));
    raw.add(checks.answer(ice.ask(0)));
    List<byte[]> bare = new ArrayList<>();
    for (byte[] message : raw) {
      // Without its seal, which is put on again.
      bare.add(Arrays.copyOf(message, Math.max(20, message.length - 32)));
    }
    List<byte[]> all = new ArrayList<>(Seeds.behindEach(1, raw));
    Seeds.behindEach(3, bare).stream().filter(seed -> seed[0] != 0).forEach(all::add);
    return all;
  }

  private static IceLite ice() {
    return new IceLite(OWN, BROWSER, new Random(3));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    int way = choices.below(3);
    byte[] body = choices.rest();
    boolean sealed = way == 2 && body.length >= 20 && body.length <= 1300;
    byte[] message =
        way == 0 || body.length < 20
            ? body
            : sealed ? new StunSeal(OWN.password()).seal(body) : StunSeal.fingerprint(body);
    byte[] shared = Arrays.copyOf(message, message.length + 8);

    StunScreen screen = new StunScreen();
    StunScreen.Kind kind = screen.look(shared, message.length);
    if (kind != StunScreen.Kind.BAD) {
      screen.ourUfrag(shared);
      assertThat(screen.integrityAt()).isLessThan(message.length);
    }
    IceLite ice = ice();
    IceVerdict first = ice.accept(shared, message.length, AWAY, 0);
    if (!sealed && way != 0) {
      assertThat(first).isInstanceOf(IceVerdict.Refused.class);
      assertThat(ice.selected()).isNull();
    }
    answered(first);
    // And to one who has a pair already and was asked something.
    byte[] check = new CheckWriter(OWN, BROWSER).check(true, 100);
    IceLite busy = ice();
    busy.accept(check, check.length, HOME, 0);
    busy.ask(0);
    IceVerdict second = busy.accept(shared, message.length, AWAY, 1_000_000_000L);
    answered(second);
    if (second instanceof IceVerdict.Refused) {
      assertThat(busy.selected()).isEqualTo(HOME);
    }
  }

  private static void answered(IceVerdict verdict) {
    byte[] answer =
        switch (verdict) {
          case IceVerdict.Checked checked -> checked.answer();
          case IceVerdict.Refused refused -> refused.answer();
          case IceVerdict.Answered answered -> {
            assertThat(answered.roundTripNs()).isNotNegative();
            yield null;
          }
        };
    if (answer != null) {
      StunScreen.Kind kind = new StunScreen().look(answer, answer.length);
      assertThat(kind).isIn(StunScreen.Kind.SUCCESS, StunScreen.Kind.ERROR);
    }
  }
}
