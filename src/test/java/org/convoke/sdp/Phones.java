package org.convoke.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.convoke.audio.Codec;
import org.convoke.sdp.Negotiation.Agreed;
import org.convoke.sdp.Negotiation.Refused;

/** What the tests of this package share: offers of real phones and what we can. */
final class Phones {
  static final List<String> NAMES = List.of("baresip", "linphone", "sipp", "asterisk", "chrome");
  static final byte[] THEIR_KEY = new byte[30];
  static final String THEIR_KEY_TEXT = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";

  static {
    Arrays.fill(THEIR_KEY, (byte) 1);
  }

  private Phones() {}

  static String offer(String phone) {
    try (var in = Phones.class.getResourceAsStream(phone + ".sdp")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.replace("\n", "\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Capabilities all(SrtpPolicy srtp) {
    return with(srtp, Codec.values());
  }

  /** Keys count up, so that each is another. */
  static Capabilities with(SrtpPolicy srtp, Codec... codecs) {
    byte[] last = {(byte) 0x40};
    return new Capabilities(
        List.of(codecs),
        srtp,
        "203.0.113.9",
        20_000,
        20_001,
        77,
        1,
        key -> Arrays.fill(key, last[0]++));
  }

  static Agreed agreed(Negotiation negotiation) {
    assertThat(negotiation).isInstanceOf(Agreed.class);
    return (Agreed) negotiation;
  }

  static Refused refused(Negotiation negotiation) {
    assertThat(negotiation).isInstanceOf(Refused.class);
    return (Refused) negotiation;
  }

  /** An offer of one section; {@code lines} follow the m= line. */
  static String audio(String media, String... lines) {
    String head = "v=0\r\no=a 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n";
    String rest = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
    return head + "m=" + media + "\r\n" + rest;
  }
}
