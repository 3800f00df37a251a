package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.convoke.config.ConfigLoader;
import org.convoke.sip.WirePhone.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The messages of RFC 4475 and RFC 5118 over real sockets: each gets the right answer in our own
 * words, and after each the bridge answers at once.
 *
 * <p>Names are those of the RFCs. The files are octet by octet what the RFCs print, but for the
 * signature in mpart01, which is made up.
 */
class TortureIT {
  private static final String NONE = "none";

  /** What is answered over UDP, and over TCP where that differs; {@code #} begins a remark. */
  private static final String TABLE =
      """
      # RFC 4475 3.1.1, valid
      wsinv | 481              # its To has a tag, of a dialog that does not exist
      intmeth | 501
      esc01 | 200
      escnull | 405
      esc02 | 501              # an escaped method is another method
      lwsdisp | 200
      longreq | 200
      dblreq | 405 | 405 400   # a stream holds both; the INVITE has no Contact
      semiuri | 200
      transports | 200
      mpart01 | 405
      unreason | none          # answers that nothing was asked for
      noreason | none
      # 3.1.2, invalid
      badinv01 | 400
      clerr | 400 | none       # on a stream the rest may still come
      ncl | 400
      scalar02 | 400
      scalarlg | none          # a broken answer is dropped
      quotbal | 400
      ltgtruri | 400
      lwsruri | 400
      lwsstart | 400
      trws | 400
      escruri | 200            # the escaped header is ignored, as the RFC allows
      baddate | 200            # so is a Date that nothing depends on
      regbadct | 405
      badaspec | 200           # what is meant is clear
      baddn | 200
      badvers | 505
      mismatch01 | 400
      mismatch02 | 400
      bigcode | none
      # 3.2, transaction layer
      badbranch | 200
      # 3.3, application layer
      insuf | 400
      unkscm | 416
      novelsc | 416
      unksm2 | 405
      bext01 | 420
      invut | 415
      regaut01 | 405
      multi01 | 400
      mcl01 | 400
      bcast | none
      zeromf | 483
      cparam01 | 405
      cparam02 | 405
      regescrt | 405
      sdp01 | 406
      # 3.4, backward compatibility
      inv2543 | 200
      # RFC 5118
      ipv6-good | 405
      ipv6-bad | 400
      port-ambiguous | 405
      port-unambiguous | 405
      via-received-param-with-delim | 481
      via-received-param-no-delim | 200
      ipv6-in-sdp | 400 | none # as printed its length is 17 too many
      mult-ip-in-header | 481
      mult-ip-in-sdp | 200
      ipv4-mapped-ipv6 | 488   # no codec of ours
      ipv6-bug-abnf-3-colons | 200
      """;

  /** Where nothing is to come, so long is waited for it. */
  private static final int SILENCE_MS = 250;

  /** Of an answer to OPTIONS; 100 ms on a machine that does nothing else. */
  private static final long PROMPT_NS = 2_000_000_000L;

  private FakeBridge bridge;

  @BeforeEach
  void start() throws Exception {
    bridge = new FakeBridge();
    bridge.start(ConfigLoader.load(null, Map.of(), Map.of("sip.port", "0", "bind", "127.0.0.1")));
  }

  @AfterEach
  void stop() throws Exception {
    bridge.close();
  }

  @Test
  void overUdpEachIsAnsweredRightlyAndTheBridgeStaysPrompt() throws Exception {
    torture("udp");
  }

  @Test
  void overTcpEachIsAnsweredRightlyAndTheBridgeStaysPrompt() throws Exception {
    torture("tcp");
  }

  @Test
  void aWellFormedInviteIsAnsweredHoweverOddlyItIsSpelt() throws Exception {
    String odd = new String(message("wsinv"), StandardCharsets.ISO_8859_1);
    String outside = odd.replaceFirst(" ;   tag    = 1918181833n", "");
    assertThat(outside).isNotEqualTo(odd);
    String six = new String(message("ipv6-in-sdp"), StandardCharsets.ISO_8859_1);
    try (WirePhone phone = bridge.phone()) {
      phone.send(outside);
      Reply ok = phone.finalReply();
      assertThat(ok.code()).isEqualTo(200);
      assertThat(ok.header("From")).contains("tag=98asjd8");
      assertThat(ok.body()).contains("m=audio").contains("m=video 0");
      callIsOver(phone, ok);
      phone.send(six.replace("Content-Length: 268", "Content-Length: 251"));
      assertThat(phone.finalReply().code()).as("no codec of ours").isEqualTo(488);
    }
  }

  @Test
  void equalBranchesOfTwoPhonesOrTwoMethodsAreDifferentTransactions() throws Exception {
    try (WirePhone one = bridge.phone();
        WirePhone two = bridge.phone()) {
      String same = WirePhone.branch();
      one.send(one.message("INVITE", one.uri("1000"), 1, same, List.of(), one.sdp()));
      two.send(two.message("INVITE", two.uri("1000"), 1, same, List.of(), two.sdp()));
      Reply first = one.finalReply();
      Reply second = two.finalReply();
      assertThat(first.code()).isEqualTo(200);
      assertThat(second.code()).isEqualTo(200);
      assertThat(first.toTag()).isNotEqualTo(second.toTag());
      one.send(one.message("OPTIONS", one.uri("1000"), 2, same, List.of(), ""));
      Reply options = one.finalReply();
      while (!options.header("CSeq").endsWith("OPTIONS")) {
        options = one.finalReply();
      }
      assertThat(options.code()).isEqualTo(200);
      callIsOver(one, first);
      callIsOver(two, second);
    }
  }

  private void torture(String transport) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    long worstNs = 0;
    try (WirePhone probe = bridge.phone()) {
      for (String[] row : rows().toList()) {
        String expected = row.length == 3 && transport.equals("tcp") ? row[2] : row[1];
        String answered = play(transport, row[0], expected, softly);
        softly.assertThat(answered).as("%s over %s", row[0], transport).isEqualTo(expected);
        worstNs = Math.max(worstNs, optionsNs(probe));
      }
    }
    softly.assertThat(worstNs).as("OPTIONS").isLessThan(PROMPT_NS);
    softly.assertAll();
    System.out.printf(
        Locale.ROOT, "torture over %s: OPTIONS within %.1f ms%n", transport, worstNs / 1e6);
  }

  private static Stream<String[]> rows() {
    return TABLE
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> line.split(" *\\| *"));
  }

  /** Sends a message on a socket of its own; the codes of its final answers. */
  private String play(String transport, String name, String expected, SoftAssertions softly)
      throws Exception {
    StringBuilder codes = new StringBuilder();
    try (WirePhone phone = phone(transport)) {
      phone.send(message(name));
      int answers = expected.equals(NONE) ? 0 : expected.split(" ").length;
      for (int i = 0; i < answers; i++) {
        Reply reply = phone.finalReply();
        codes.append(reply == null ? NONE : reply.code()).append(' ');
        if (reply != null) {
          softly
              .assertThat(reply.text())
              .as(name)
              .doesNotContainIgnoringCase("exception", "gov.nist", "parse", "java.");
          if (reply.code() == 200 && reply.header("CSeq").endsWith("INVITE")) {
            callIsOver(phone, reply);
          }
        }
      }
      if (answers == 0) {
        Reply reply = phone.receive(SILENCE_MS);
        codes.append(reply == null ? NONE : reply.text());
      }
    }
    return codes.toString().strip();
  }

  private WirePhone phone(String transport) throws Exception {
    SipStackGateway.Listening door = bridge.door(transport);
    return transport.equals("udp")
        ? bridge.phone()
        : WirePhone.stream(new Socket(door.address(), door.port()));
  }

  /** The call is a real one: it is acknowledged and hung up, in its own words. */
  private static void callIsOver(WirePhone phone, Reply ok) throws Exception {
    String number = ok.header("CSeq").replaceFirst("[^0-9].*", "");
    phone.send(inDialog(phone, ok, "ACK", number));
    String next = Long.toString(Long.parseLong(number) + 1);
    phone.send(inDialog(phone, ok, "BYE", next));
    Reply bye = phone.finalReply();
    while (bye != null && !bye.header("CSeq").endsWith("BYE")) {
      bye = phone.finalReply();
    }
    assertThat(bye).as("answer to BYE of %s", ok.header("Call-ID")).isNotNull();
    assertThat(bye.code()).isEqualTo(200);
  }

  private static String inDialog(WirePhone phone, Reply ok, String method, String number) {
    return String.join(
        "\r\n",
        method + " sip:bridge@127.0.0.1 SIP/2.0",
        "Via: SIP/2.0/"
            + phone.transport()
            + " "
            + phone.host()
            + ":"
            + phone.port()
            + ";branch="
            + WirePhone.branch(),
        "From: " + ok.header("From"),
        "To: " + ok.header("To"),
        "Call-ID: " + ok.header("Call-ID"),
        "CSeq: " + number + " " + method,
        "Max-Forwards: 70",
        "Content-Length: 0",
        "",
        "");
  }

  private static long optionsNs(WirePhone probe) throws IOException {
    long before = System.nanoTime();
    probe.send(
        probe.message(
            "OPTIONS", probe.uri("1000"), probe.cseq++, WirePhone.branch(), List.of(), ""));
    Reply ok = probe.finalReply();
    assertThat(ok).as("answer to OPTIONS").isNotNull();
    assertThat(ok.code()).isEqualTo(200);
    return System.nanoTime() - before;
  }

  private static byte[] message(String name) throws IOException {
    try (InputStream in = TortureIT.class.getResourceAsStream("/torture/" + name + ".dat")) {
      return in.readAllBytes();
    }
  }
}
