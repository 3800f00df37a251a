package org.convoke.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

@ResourceLock(Resources.SYSTEM_ERR)
class CallCommandTest {
  @Test
  void aPortOutOfRangeIsSaid() {
    assertThat(said("sip:1000@127.0.0.1:99999"))
        .startsWith("The port of SIP-URI is 1 to 65535, not 99999");
  }

  @Test
  void aHostThatIsNotThereIsSaid() {
    assertThat(said("sip:1000@nowhere.invalid"))
        .isEqualTo("No connection to nowhere.invalid:5060: there is no such host\n");
  }

  @Test
  void aPortWhereNobodyListensIsSaid() throws IOException {
    int port = freePort();
    assertThat(said("sip:1000@127.0.0.1:" + port))
        .isEqualTo("No connection to 127.0.0.1:" + port + ": nobody listens there\n");
  }

  @Test
  void aFolderThatIsNotThereIsSaidBeforeTheCall() {
    assertThat(said("sip:1000@127.0.0.1", "--record=/nowhere/heard.wav"))
        .startsWith("--record is a file in a folder that exists, not /nowhere/heard.wav");
  }

  private static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What it says on standard error. */
  private static String said(String... arguments) {
    PrintStream before = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    StringWriter usage = new StringWriter();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      int code =
          new CommandLine(new CallCommand())
              .setErr(new PrintWriter(usage, true))
              .execute(arguments);
      assertThat(code).isNotZero();
    } finally {
      System.setErr(before);
    }
    return usage + said.toString(StandardCharsets.UTF_8);
  }
}
