package org.convoke.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convoke.fuzz.Seeds;

/** Messages as phones send them: those of the sipp scenarios, baresip's, linphone's, a trunk's. */
final class SipSeeds {
  private static final String[] SCENARIOS = {
    "bad_require", "bad_type", "bad_version", "call", "cancel", "digest", "info-and-events",
    "no_dialog", "offerless", "options", "prack", "refer", "register", "reinvite_update",
    "session_timer", "session_uas", "too_many_hops", "unknown_method"
  };
  private static final Pattern SENT = Pattern.compile("<!\\[CDATA\\[(.*?)]]>", Pattern.DOTALL);

  private static final String BARESIP =
      """
      INVITE sip:1000@192.0.2.1 SIP/2.0
      Via: SIP/2.0/UDP 192.0.2.7:41231;branch=z9hG4bK5f8d3a1b2c4d5e6f;rport
      Contact: <sip:ada-0x5581d2a3b4c0@192.0.2.7:41231>
      Max-Forwards: 70
      To: <sip:1000@192.0.2.1>
      From: "Ada" <sip:ada@192.0.2.1>;tag=2f1e0d9c8b7a6950
      Call-ID: 0123456789abcdef
      CSeq: 17204 INVITE
      User-Agent: baresip v3.10.1 (x86_64/linux)
      Allow: INVITE,ACK,BYE,CANCEL,OPTIONS,NOTIFY,SUBSCRIBE,INFO,MESSAGE,UPDATE,REFER
      Supported: gruu,norefersub,100rel
      Content-Type: application/sdp
      Content-Length: @

      """;

  private static final String LINPHONE =
      """
      INVITE sip:+49301234567%3Bext=9@[2001:db8::1]:5060;transport=tcp SIP/2.0
      Via: SIP/2.0/TCP [2001:db8::7]:5060;branch=z9hG4bK.3d5XjE~Yh;rport
      From: =?UTF-8?Q?Zo=C3=AB?= <sip:zoe@[2001:db8::7]>;tag=QvPdFbV0l
      To: sip:1000@[2001:db8::1]
      CSeq: 20 INVITE
      Call-ID: 7g9wZq5l2u
      Max-Forwards: 70
      Supported: replaces, outbound, gruu, path
      Session-Expires: 1800;refresher=uac
      Min-SE: 90
      Contact: <sip:zoe@[2001:db8::7];transport=tcp>;expires=3600;+sip.instance="<urn:uuid:1>"
      User-to-User: 56a390f3d2b7310023a2;encoding=hex
      X-Account: 4711
      Content-Type: application/sdp
      Content-Length: @

      """;

  private static final String TRUNK =
      """
      INVITE tel:+4930123456;phone-context=example.com SIP/2.0
      v: SIP/2.0/TLS 198.51.100.4;branch=z9hG4bKtrunk,SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKfar;received=10.0.0.9
      Record-Route: <sip:198.51.100.4;transport=tls;lr;ftag=as1>,<sip:10.0.0.1;lr>
      f: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=as1
      t: <tel:+4930123456>
      i: 5f2d@10.0.0.1
      CSeq: 102 INVITE
      m: <sip:asterisk@10.0.0.1:5060>
      P-Asserted-Identity: "Ada" <sip:+491701234567@example.com;user=phone>
      Privacy: id
      Authorization: Digest username="t",realm="convoke",nonce="a:b",uri="sip:1000@192.0.2.1",response="0123456789abcdef0123456789abcdef",algorithm=SHA-256,qop=auth,nc=00000001,cnonce="c"
      Require: timer
      k: timer,100rel
      x: 600;refresher=uas
      Accept: application/sdp, multipart/mixed;level=1
      c: application/sdp
      l: @

      """;

  private static final String ANSWER =
      """
      SIP/2.0 200 OK
      Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKours
      From: <sip:1000@192.0.2.1>;tag=ours
      To: "Ada" <sip:ada@192.0.2.7>;tag=theirs
      Call-ID: k@convoke
      CSeq: 3 UPDATE
      Session-Expires: 1800;refresher=uac
      Content-Length: 0

      """;

  private SipSeeds() {}

  static List<String> all() {
    List<String> all = new ArrayList<>();
    for (String scenario : SCENARIOS) {
      Matcher sent = SENT.matcher(text("/sipp/" + scenario + ".xml"));
      while (sent.find()) {
        String message = sent.group(1).strip().replaceAll("(?m)^ +", "");
        all.add(filled(message + (message.contains("\n\n") ? "\n" : "\n\n")));
      }
    }
    all.add(withBody(BARESIP, "baresip"));
    all.add(withBody(LINPHONE, "linphone"));
    all.add(withBody(TRUNK, "asterisk"));
    all.add(ANSWER.replace("\n", "\r\n"));
    return all;
  }

  private static String text(String resource) {
    return new String(Seeds.resource(resource), StandardCharsets.UTF_8);
  }

  private static String withBody(String head, String phone) {
    String body = text("/org/convoke/sdp/" + phone + ".sdp").replace("\n", "\r\n");
    return head.replace("\n", "\r\n").replace("@\r\n\r\n", body.length() + "\r\n\r\n") + body;
  }

  /** As sipp would send it. */
  private static String filled(String message) {
    String wire =
        message
            .replace("[remote_ip]:[remote_port]", "192.0.2.1:5060")
            .replace("[transport]", "UDP")
            .replace("[branch]", "z9hG4bK-1-2-3")
            .replace("[call_id]", "1-2@192.0.2.7")
            .replace("[call_number]", "1")
            .replace("[peer_tag_param]", ";tag=ours")
            .replace("[service]", "1000")
            .replaceAll("\\[authentication[^]]*]", "Authorization: Digest username=\"a\"")
            .replaceAll("\\[[a-z_]*ip]", "192.0.2.7")
            .replaceAll("\\[[a-z_+]*port[^]]*]", "5070")
            .replaceAll("@[a-z-]+@", "0")
            .replace("\n", "\r\n");
    int body = wire.indexOf("\r\n\r\n") + 4;
    return wire.replace("[len]", String.valueOf(wire.length() - body)).replaceAll("\\[|]", "");
  }
}
