package org.convoke.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.convoke.dialin.Input;
import org.convoke.dialin.PinDialogue;
import org.convoke.dialin.Rules;
import org.convoke.fuzz.Choices;
import org.convoke.fuzz.Seeds;
import org.convoke.id.Role;
import org.convoke.id.RoomId;

/**
 * A provider's webhook: its form, its proof, the keys that it tells and the replies to it. Nothing
 * without the secret is genuine, nobody is let in without an answer of ours, and a reply is
 * well-formed whatever it says.
 */
public final class ProviderFuzz {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final RoomId ROOM = new RoomId("abcd-efgh-jkmn");
  private static final Rules RULES = new Rules(3, 10_000_000_000L, 5_000_000_000L, 30_000_000_000L);
  private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

  private ProviderFuzz() {}

  public static List<byte[]> seeds() {
    return Seeds.behindEach(
        Provider.values().length,
        Seeds.texts(
            List.of(
                "CallSid=CA1234&From=%2B491701234567&To=%2B4930123456&Digits=4821%23",
                "CallUUID=u-1&Digits=&To=4930&From=4917&Direction=inbound&a=%zz&b=%E4&b&=c&&",
                "{\"uuid\":\"u\",\"dtmf\":{\"digits\":\"*4821\",\"timed_out\":true}}",
                "t=1 <&\"'> ]]> \u00e4 \ud83d\ude00 \u0001 \ufffe")));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Choices choices = new Choices(input);
    Provider provider = Provider.values()[choices.below(Provider.values().length)];
    byte[] body = choices.rest();
    String text = new String(body, StandardCharsets.UTF_8);
    List<Map.Entry<String, String>> form = Form.parse(text);
    assertThat(form).hasSizeLessThanOrEqualTo(Form.MAX_PARAMETERS);
    assertThat(Form.parse(written(form))).isEqualTo(form);
    notGenuine(provider, form, body);
    dialogue(provider, text);
  }

  private static String written(List<Map.Entry<String, String>> form) {
    return form.stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The fields say what the headers say, too: a stranger may send what he likes. */
  private static void notGenuine(
      Provider provider, List<Map.Entry<String, String>> form, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    String value = form.isEmpty() ? "" : form.getFirst().getValue();
    String other = form.isEmpty() ? "" : form.getLast().getValue();
    headers.put("authorization", "Bearer " + value);
    headers.put("x-twilio-signature", value);
    headers.put("telnyx-timestamp", other);
    headers.put("telnyx-signature-ed25519", value);
    headers.put("x-plivo-signature-v3", value);
    headers.put("x-plivo-signature-v3-nonce", other);
    String url = "https://meet.example.com/webhooks/x/voice?" + written(form);
    for (String method : List.of("POST", "GET")) {
      Proof.Request request = new Proof.Request(method, url, form, body, headers);
      assertThat(Proof.genuine(provider, List.of(SECRET), request, 1_780_000_000L)).isFalse();
    }
  }

  /** Each line is what the provider says was keyed, one webhook after the other. */
  private static void dialogue(Provider provider, String text) {
    Inquiry inquiry = new Inquiry(new PinDialogue(RULES));
    Inquiry.Next next = inquiry.begin(new Input.Ask(text.length() % 7));
    boolean asked = false;
    int turns = 0;
    for (String keys : text.split("[&=\n]", 40)) {
      if (next instanceof Inquiry.Next.End) {
        break;
      }
      turns++;
      switch (next) {
        case Inquiry.Next.Gather gather -> {
          assertThat(gather.digits()).isBetween(0, 10);
          assertThat(gather.pauseMs()).isNotNegative();
          // The text is the caller's own, so that a writer meets every character.
          wellFormed(
              new Reply.Gather("say " + text, 1, gather.digits(), 10, 5, "https://a/?" + keys),
              provider);
          next = inquiry.keyed(keys);
        }
        case Inquiry.Next.Ask _ -> {
          asked = true;
          next =
              keys.length() % 3 == 0
                  ? inquiry.answered(new Input.Accepted(ROOM, Role.GUEST, false, 100))
                  : inquiry.answered(new Input.Rejected(3_000));
        }
        case Inquiry.Next.Enter enter -> {
          assertThat(asked).as("let in without an answer").isTrue();
          wellFormed(new Reply.Connect("sip:" + text, 2, text), provider);
          return;
        }
        case Inquiry.Next.End _ -> throw new AssertionError("looked at above");
      }
    }
    // Three tries, each with a question and an answer.
    assertThat(turns).isLessThanOrEqualTo(40);
    wellFormed(new Reply.End(text, 0), provider);
  }

  private static void wellFormed(Reply reply, Provider provider) {
    String document = reply.in(provider, "en-US");
    if (provider == Provider.VONAGE) {
      assertThat(new JsonArray(document)).isNotEmpty();
      return;
    }
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(document));
      int depth = 0;
      while (reader.hasNext()) {
        int event = reader.next();
        depth += event == XMLStreamReader.START_ELEMENT ? 1 : 0;
        depth -= event == XMLStreamReader.END_ELEMENT ? 1 : 0;
        assertThat(depth).isBetween(0, 4);
      }
    } catch (XMLStreamException e) {
      throw new AssertionError("not well-formed: " + document, e);
    }
  }
}
