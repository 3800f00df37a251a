package org.convoke.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops a start: each is said in one line that names the cause. */
@Execution(ExecutionMode.CONCURRENT)
class StartIT {
  private static final int CONFIG = 78;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sip: {prot: 1} | sip.prot",
        "sip: {port: 99999} | sip.port",
        "sip: {port: abc} | sip.port",
        "media: {rtp_port_min: 30000, rtp_port_max: 20000} | media.rtp_port_max",
        "nonsense: 1 | nonsense",
        "'pin: [1' | convoke.yaml"
      })
  void aBadConfigurationIsNamed(String yaml, String named) throws IOException {
    Path config = folder.resolve("convoke.yaml");
    Files.writeString(config, yaml + "\n");
    Program program =
        Program.run(folder, Map.of(), "run", "--config", config.toString(), "--data", data());
    assertThat(program.exit()).as(program.err()).isEqualTo(CONFIG);
    assertThat(program.err().lines()).singleElement().asString().contains(named);
    assertThat(Path.of(data())).doesNotExist();
  }

  @Test
  void badVariablesAndOptionsAreNamed() {
    Program unknown = run(Map.of("CONVOKE_SIP_PROT", "5060"));
    assertThat(unknown.exit()).isEqualTo(CONFIG);
    assertThat(unknown.err()).contains("CONVOKE_SIP_PROT").doesNotContain("\tat ");
    Program bad = run(Map.of("CONVOKE_PIN_LENGTH", "3"));
    assertThat(bad.exit()).isEqualTo(CONFIG);
    assertThat(bad.err()).contains("pin.length").contains("3");
    Program ports = run(Map.of(), "--rtp-ports", "20000");
    assertThat(ports.exit()).isEqualTo(CONFIG);
    assertThat(ports.err()).contains("--rtp-ports");
    Program missing = run(Map.of(), "--config", folder.resolve("none.yaml").toString());
    assertThat(missing.exit()).isEqualTo(CONFIG);
    assertThat(missing.err()).contains("none.yaml");
    Program tls = run(Map.of(), "--tls", "certificate.pem");
    assertThat(tls.exit()).isEqualTo(CONFIG);
    assertThat(tls.err()).contains("--tls");
    Program address = run(Map.of(), "--bind", "198.51.100.7");
    assertThat(address.exit()).isEqualTo(CONFIG);
    assertThat(address.err()).contains("bind").contains("198.51.100.7");
  }

  @Test
  void aCertificateThatIsNoneIsNamedBeforeAnythingIsStarted() throws IOException {
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    String[] options = {"--http-port", "0", "--sip-port", "0", "--tls", certificate + "," + key};
    Program missing = run(Map.of(), options);
    assertThat(missing.exit()).as(missing.err()).isEqualTo(CONFIG);
    assertThat(missing.err())
        .contains("http.tls_certificate: ", "certificate.pem is not there")
        .doesNotContain("\tat ");
    SelfSigned right = SelfSigned.make(folder);
    Files.copy(right.certificate(), right.key(), StandardCopyOption.REPLACE_EXISTING);
    Program noKey = run(Map.of(), options);
    assertThat(noKey.exit()).isEqualTo(CONFIG);
    assertThat(noKey.err()).contains("http.tls_key: ");
    assertThat(Path.of(data(), "postgres")).doesNotExist();
  }

  @Test
  void theHelpListsTheOptions() {
    Program program = run(Map.of(), "--help");
    assertThat(program.exit()).isZero();
    assertThat(program.out())
        .contains(
            "--config",
            "--data",
            "--http-port",
            "--sip-port",
            "--rtp-ports",
            "--bind",
            "--public-address",
            "--tls",
            "--database-url");
  }

  @Test
  void aPortInUseIsNamedBeforeAnythingIsMade() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket http = new ServerSocket(0, 1, loopback);
        DatagramSocket sip = new DatagramSocket(0, loopback)) {
      Program web = run(Map.of(), "--http-port", "" + http.getLocalPort(), "--sip-port", "0");
      assertThat(web.exit()).isEqualTo(1);
      assertThat(web.err())
          .contains("http.port", "" + http.getLocalPort(), "in use")
          .doesNotContain("\tat ");
      Program phone = run(Map.of(), "--http-port", "0", "--sip-port", "" + sip.getLocalPort());
      assertThat(phone.exit()).isEqualTo(1);
      assertThat(phone.err())
          .contains("sip.port", "" + sip.getLocalPort(), "in use")
          .doesNotContain("\tat ");
      assertThat(Path.of(data(), "postgres")).doesNotExist();
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamedWithoutItsPassword() {
    Program program =
        run(Map.of(), "--database-url", "postgresql://u:hidden@127.0.0.1:1/x", "--sip-port", "0");
    assertThat(program.exit()).isEqualTo(1);
    assertThat(program.err()).contains("127.0.0.1:1/x").doesNotContain("hidden", "\tat ");
  }

  private Program run(Map<String, String> environment, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "run";
    arguments[1] = "--data";
    arguments[2] = data();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Program.run(folder, environment, arguments);
  }

  private String data() {
    return folder.resolve("data").toString();
  }
}
