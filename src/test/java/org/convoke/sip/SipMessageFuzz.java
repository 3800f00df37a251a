package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.convoke.config.ConfigLoader;
import org.convoke.config.SipConfig;
import org.convoke.fuzz.Seeds;
import org.convoke.id.PhoneNumber;

/**
 * A SIP message as it comes from the wire: through the screen, the parser behind it and all that is
 * read before anybody knows who sent it. What is answered must be a message that we would read.
 */
public final class SipMessageFuzz {
  private static final SipConfig CONFIG = ConfigLoader.load(null, Map.of(), Map.of()).sip();

  private static final GuardParser PARSER = new GuardParser(new SipCounters(), () -> {});
  private static final Refusal REFUSAL = Refusal.of(400, "Malformed header");

  private SipMessageFuzz() {}

  public static List<byte[]> seeds() {
    return Seeds.texts(SipSeeds.all());
  }

  /** Before the fuzzer's time begins: the first inputs load and instrument hundreds of classes. */
  public static void fuzzerInitialize() {
    seeds().forEach(SipMessageFuzz::fuzzerTestOneInput);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    check(input, true);
    check(input, false);
  }

  private static void check(byte[] input, boolean datagram) {
    Screen.Result screened = Screen.judge(input.clone(), datagram);
    assertThat(screened.code()).isIn(Screen.Result.PASS, Screen.Result.DROP, 400, 505);
    if (screened.code() == Screen.Result.PASS) {
      assertThat(screened.message()).hasSizeLessThan(input.length + 32);
    }
    SIPMessage message = PARSER.parseSIPMessage(input.clone(), datagram, false, null);
    if (screened.code() == Screen.Result.DROP) {
      assertThat(message).isNull();
    }
    if (message instanceof SIPRequest request) {
      if (request.getApplicationData() instanceof GuardParser.Malformed(int code, String reason)) {
        assertThat(code).isIn(400, 505);
        assertThat(reason).matches("\\p{Print}+");
      } else {
        read(request);
      }
      if (!request.getMethod().equals("ACK")) {
        answered(Messages.answer(request, REFUSAL, "ours"));
      }
    } else if (message instanceof SIPResponse response) {
      assertThat(response.getStatusCode()).isBetween(100, 999);
      Messages.timer(response, "Session-Expires", "x");
    }
  }

  /** What is read of a request that begins a call, each within its limits. */
  private static void read(SIPRequest request) {
    assertThat(request.getTopmostVia().getParameter("received")).isNull();
    assertThat(request.getTopmostVia().getParameter("maddr")).isNull();
    assertThat(request.getCSeq().getSeqNumber()).isBetween(0L, (long) Integer.MAX_VALUE);
    PhoneNumber dialled = Messages.number(request.getRequestURI());
    PhoneNumber from = Messages.number(request.getFrom().getAddress().getURI());
    assertPlain(dialled.value(), PhoneNumber.MAX_LENGTH);
    assertPlain(from.value(), PhoneNumber.MAX_LENGTH);
    assertPlain(Messages.name(request, from), 64);
    Map<String, String> headers = AppHeaders.of(request);
    int all = 0;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      assertPlain(header.getValue(), 1024);
      all += header.getKey().length() + header.getValue().length();
    }
    assertThat(all).isLessThanOrEqualTo(4096);
    assertThat(Messages.tags(request, "Require")).hasSizeLessThan(64);
    assertThat(Messages.values(request, "Authorization")).hasSizeLessThanOrEqualTo(8);
    Refusal refusal = Replies.generalRefusal(request);
    if (refusal != null && !request.getMethod().equals("ACK")) {
      answered(Messages.answer(request, refusal, "ours"));
    }
    Refusal terms = Replies.termsRefusal(request, Replies.session(request, CONFIG), CONFIG);
    if (terms != null && !request.getMethod().equals("ACK")) {
      answered(Messages.answer(request, terms, "ours"));
    }
    DialogHandler.contact(request);
  }

  private static void assertPlain(String text, int max) {
    assertThat(text.length()).isLessThanOrEqualTo(max);
    assertThat(text.chars().noneMatch(Character::isISOControl)).isTrue();
  }

  /** Nothing of the request's may make the answer another message than we meant. */
  private static void answered(SIPResponse response) {
    byte[] wire = response.encodeAsBytes("udp");
    String text = new String(wire, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("SIP/2.0 " + response.getStatusCode() + " ");
    Screen.Result screened = Screen.judge(wire, true);
    assertThat(screened.code()).as(screened.reason()).isEqualTo(Screen.Result.PASS);
  }
}
