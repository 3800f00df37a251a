package org.convoke.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Random;
import org.convoke.ice.IceCredentials;
import org.convoke.ice.IceLite;
import org.convoke.ice.IceVerdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControllingIceTest {
  private static final InetSocketAddress BROWSER = new InetSocketAddress("127.1.0.1", 5000);
  private static final int BRIDGE_IP = 0x7F000001;

  private final Random random = new Random(1);
  private final byte[] check = new byte[500];
  private ControllingIce browser;
  private IceLite bridge;

  @BeforeEach
  void meet() {
    IceCredentials own = IceCredentials.random(random);
    IceCredentials theirs = new IceCredentials("abcd", "abcdefghijklmnopqrstuvwx");
    bridge = new IceLite(own, theirs, random);
    browser =
        new ControllingIce(theirs.ufrag(), theirs.password(), own.ufrag(), own.password(), random);
  }

  private byte[] answerTo(int length) {
    return ((IceVerdict.Checked) bridge.accept(check, length, BROWSER, 0)).answer();
  }

  @Test
  void theBridgeTakesTheCheckAndItsAnswerIsBelieved() {
    byte[] answer = answerTo(browser.check(check));
    assertThat(bridge.selected()).isEqualTo(BROWSER);
    assertThat(bridge.nominated()).isTrue();
    assertThat(ControllingIce.isStun(answer, answer.length)).isTrue();
    assertThat(browser.answers(answer, answer.length)).isTrue();
    browser.check(check);
    assertThat(browser.answers(answer, answer.length)).as("of the check before").isFalse();
  }

  @Test
  void anAnswerThatWasChangedIsNotBelieved() {
    byte[] answer = answerTo(browser.check(check));
    answer[25] ^= 1;
    assertThat(browser.answers(answer, answer.length)).isFalse();
  }

  @Test
  void theBridgesOwnQuestionIsAnswered() {
    answerTo(browser.check(check));
    byte[] question = bridge.ask(0);
    byte[] out = new byte[500];
    int length = browser.answer(question, question.length, out, BRIDGE_IP, 7878);
    assertThat(bridge.accept(out, length, BROWSER, 5)).isEqualTo(new IceVerdict.Answered(5));
    question[30] ^= 1;
    assertThat(browser.answer(question, question.length, out, BRIDGE_IP, 7878)).isZero();
  }
}
