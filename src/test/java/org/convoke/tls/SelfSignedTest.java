package org.convoke.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoke.config.ConfigException;
import org.convoke.config.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {
  private static final Instant NOW = Instant.parse("2026-05-04T09:30:00Z");
  private static final List<String> NAMES =
      List.of("localhost", "127.0.0.1", "::1", "2001:db8::7", "Bridge.Example.COM");

  @TempDir private Path folder;

  private Certified ensure(List<String> names, Instant now) {
    return new SelfSigned(folder, names).ensure(now);
  }

  @Test
  void itIsForEveryNameAndForServersAlone() throws Exception {
    X509Certificate made = ensure(NAMES, NOW).certificate();
    made.verify(made.getPublicKey());
    assertThat(made.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .containsExactlyInAnyOrder(
            "localhost",
            "127.0.0.1",
            "0:0:0:0:0:0:0:1",
            "2001:db8:0:0:0:0:0:7",
            "bridge.example.com");
    assertThat(made.getBasicConstraints()).as("no authority").isEqualTo(-1);
    assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(Duration.between(NOW, made.getNotAfter().toInstant()))
        .isLessThan(Duration.ofDays(398));
    assertThat(made.getNotBefore().toInstant()).isBefore(NOW);
  }

  @Test
  void itIsUsedAgainWhileItServes() {
    Certified made = ensure(NAMES, NOW);
    assertThat(ensure(NAMES, NOW.plus(Duration.ofDays(300)))).isEqualTo(made);
    assertThat(ensure(List.of("127.0.0.1"), NOW)).as("fewer names").isEqualTo(made);
    assertThat(made.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    assertThat(ensure(NAMES, NOW.plus(Duration.ofDays(380)))).as("soon over").isNotEqualTo(made);
  }

  @Test
  void anotherAddressOrABrokenFileMakesANewOne() throws IOException {
    Certified made = ensure(NAMES, NOW);
    Certified moved = ensure(List.of("127.0.0.1", "192.0.2.9"), NOW);
    assertThat(moved).isNotEqualTo(made);
    Files.writeString(folder.resolve(SelfSigned.KEY), "nonsense");
    assertThat(ensure(List.of("127.0.0.1"), NOW)).isNotEqualTo(moved);
    Files.delete(folder.resolve(SelfSigned.CERTIFICATE));
    assertThat(ensure(List.of("127.0.0.1"), NOW).fits()).isTrue();
  }

  @Test
  void itsKeyIsForTheOwnersEyesAlone() throws IOException {
    ensure(NAMES, NOW);
    assertThat(Files.getPosixFilePermissions(folder.resolve(SelfSigned.KEY)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whereItCannotBeWrittenTheKeyOfTheConfigurationIsNamed() {
    SelfSigned nowhere = new SelfSigned(folder.resolve("missing"), NAMES);
    assertThatThrownBy(() -> nowhere.ensure(NOW))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("http.tls: ");
  }

  @Test
  void theNamesAreThoseThatPeopleMayUse() {
    Set<String> names =
        Names.of(
            ConfigLoader.load(
                null,
                Map.of(),
                Map.of(
                    "http.public_url", "https://meet.example.com:8443/x",
                    "media.public_address", "192.0.2.9",
                    "bind", "127.0.0.2")));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "localhost", "127.0.0.1", "::1", "127.0.0.2", "192.0.2.9", "meet.example.com");
    assertThat(Names.of(ConfigLoader.load(null, Map.of(), Map.of("bind", "0.0.0.0"))))
        .contains("localhost", "127.0.0.1");
  }
}
