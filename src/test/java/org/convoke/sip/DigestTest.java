package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  private static String rfc7616(String algorithm) {
    return Digest.response(
        algorithm,
        "Mufasa",
        "http-auth@example.org",
        "Circle of Life",
        "GET",
        "/dir/index.html",
        NONCE,
        "00000001",
        CNONCE,
        "auth",
        new byte[0]);
  }

  @Test
  void theVectorsOfRfc7616Hold() {
    assertThat(rfc7616("MD5")).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    assertThat(rfc7616("SHA-256"))
        .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  @Test
  void theVectorOfRfc2617Holds() {
    assertThat(
            Digest.response(
                "MD5",
                "Mufasa",
                "testrealm@host.com",
                "Circle Of Life",
                "GET",
                "/dir/index.html",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "00000001",
                "0a4f113b",
                "auth",
                new byte[0]))
        .isEqualTo("6629fae49393a05397450978507c4ef1");
  }

  @Test
  void anythingElseProvesNothing() {
    Map<String, String> given =
        new HashMap<>(
            Gatekeeper.fields(
                "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
                    + "uri=\"/dir/index.html\", algorithm=MD5, nonce=\""
                    + NONCE
                    + "\", nc=00000001, cnonce=\""
                    + CNONCE
                    + "\", qop=auth, response=\"8ca523f5e9506fed4657c9700eebdbec\""));
    assertThat(Digest.proves(given, "Circle of Life", "GET", new byte[0], "MD5")).isTrue();
    assertThat(Digest.proves(given, "Circle of life", "GET", new byte[0], "MD5")).isFalse();
    assertThat(Digest.proves(given, "Circle of Life", "PUT", new byte[0], "MD5")).isFalse();
    given.put("qop", "auth-conf");
    assertThat(Digest.proves(given, "Circle of Life", "GET", new byte[0], "MD5")).isFalse();
    given.clear();
    assertThat(Digest.proves(given, "", "GET", new byte[0], "MD5")).isFalse();
  }

  @Test
  void fieldsAreReadAsTheyComeQuotedOrNot() {
    assertThat(Gatekeeper.fields("Digest a=\"x, \\\"y\\\"\" , b = c,nc=00000001"))
        .containsEntry("a", "x, \"y\"")
        .containsEntry("b", "c")
        .containsEntry("nc", "00000001");
    assertThat(Gatekeeper.fields("Basic abc")).isEmpty();
    assertThat(Gatekeeper.fields("Digest ")).isEmpty();
    assertThat(Gatekeeper.fields("Digest a=\"open")).containsEntry("a", "open");
  }
}
