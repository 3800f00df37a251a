package org.convoke.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTest {
  private static final Reply.Gather GATHER =
      new Reply.Gather("PIN & more, please.", 2, 4, 10, 5, "https://us.example/pin?step=1&a=<");
  private static final Reply.Connect CONNECT =
      new Reply.Connect("sip:t-abc@us.example:5060", 0, "4930");
  private static final Reply.End END = new Reply.End("Goodbye.", 0);
  private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>";

  @Test
  void vonageIsToldByAnNcco() {
    assertThat(GATHER.in(Provider.VONAGE, "en-US"))
        .isEqualTo(
            """
            [{"action":"wait","timeout":2},\
            {"action":"talk","text":"PIN & more, please.","language":"en-US","bargeIn":true},\
            {"action":"input","type":["dtmf"],"dtmf":{"maxDigits":4,"timeOut":10,\
            "submitOnHash":true},"eventUrl":["https://us.example/pin?step=1&a=<"],\
            "eventMethod":"POST"}]\
            """);
    assertThat(CONNECT.in(Provider.VONAGE, "en-US"))
        .isEqualTo(
            """
            [{"action":"connect","from":"4930","endpoint":[{"type":"sip",\
            "uri":"sip:t-abc@us.example:5060"}]}]\
            """);
    assertThat(END.in(Provider.VONAGE, "de-DE"))
        .isEqualTo(
            """
            [{"action":"talk","text":"Goodbye.","language":"de-DE","bargeIn":false}]\
            """);
  }

  @Test
  void twilioAndTelnyxAreToldByTwiml() {
    String gather =
        XML
            + "<Pause length=\"2\"></Pause>"
            + "<Gather input=\"dtmf\" timeout=\"10\" finishOnKey=\"#\" method=\"POST\""
            + " action=\"https://us.example/pin?step=1&amp;a=&lt;\" numDigits=\"4\">"
            + "<Say language=\"en-US\">PIN &amp; more, please.</Say></Gather>"
            + "<Redirect method=\"POST\">https://us.example/pin?step=1&amp;a=&lt;</Redirect>"
            + "</Response>";
    assertThat(GATHER.in(Provider.TWILIO, "en-US")).isEqualTo(gather);
    assertThat(GATHER.in(Provider.TELNYX, "en-US")).isEqualTo(gather);
    assertThat(CONNECT.in(Provider.TWILIO, "en-US"))
        .isEqualTo(
            XML
                + "<Dial answerOnBridge=\"true\"><Sip>sip:t-abc@us.example:5060</Sip></Dial>"
                + "</Response>");
    assertThat(END.in(Provider.TELNYX, "de-DE"))
        .isEqualTo(XML + "<Say language=\"de-DE\">Goodbye.</Say><Hangup></Hangup></Response>");
  }

  @Test
  void howManyDigitsIsOnlyToldWhereItIsKnown() {
    Reply any = new Reply.Gather("PIN.", 0, 0, 10, 5, "https://us.example/pin");
    assertThat(any.in(Provider.TWILIO, "en-US")).doesNotContain("numDigits");
    assertThat(any.in(Provider.VONAGE, "en-US")).contains("\"maxDigits\":20");
    assertThat(any.in(Provider.PLIVO, "en-US")).contains("numDigits=\"99\"");
  }

  @Test
  void keysAreGatheredInSilenceWhereNothingIsToBeSaid() {
    Reply silent = new Reply.Gather("", 0, 3, 5, 5, "https://us.example/pin");
    assertThat(silent.in(Provider.VONAGE, "en-US")).startsWith("[{\"action\":\"input\"");
    assertThat(silent.in(Provider.TWILIO, "en-US")).contains("numDigits=\"3\"></Gather>");
    assertThat(silent.in(Provider.PLIVO, "en-US")).contains("></GetInput>");
  }

  @Test
  void plivoIsToldByItsOwnXml() {
    assertThat(GATHER.in(Provider.PLIVO, "en-US"))
        .isEqualTo(
            XML
                + "<Wait length=\"2\"></Wait><GetInput inputType=\"dtmf\" numDigits=\"4\""
                + " executionTimeout=\"10\" digitEndTimeout=\"5\" finishOnKey=\"#\""
                + " redirect=\"true\" method=\"POST\""
                + " action=\"https://us.example/pin?step=1&amp;a=&lt;\">"
                + "<Speak language=\"en-US\">PIN &amp; more, please.</Speak></GetInput>"
                + "<Redirect method=\"POST\">https://us.example/pin?step=1&amp;a=&lt;</Redirect>"
                + "</Response>");
    assertThat(CONNECT.in(Provider.PLIVO, "en-US"))
        .isEqualTo(XML + "<Dial><User>sip:t-abc@us.example:5060</User></Dial></Response>");
  }

  @Test
  void thePassDoesNotPrint() {
    assertThat(CONNECT.toString()).doesNotContain("t-abc");
  }
}
