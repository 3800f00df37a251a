package org.convoke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void documentsEveryKeyAndNoOther() {
    Set<String> bound = new LinkedHashSet<>();
    collect(Config.class, "", bound);
    assertThat(ConfigLoader.documentedDefaults().keySet())
        .containsExactlyInAnyOrderElementsOf(bound);
  }

  @Test
  void says_whyInTheLineAboveEveryKey() throws IOException {
    String[] lines = Files.readString(Path.of("conf/convoke.yaml")).split("\n");
    for (int i = 1; i < lines.length; i++) {
      boolean firstOfItsKind = lines[i].matches("\\s*[a-z_]+: \\S.*") && lines[i - 1].isBlank();
      assertThat(firstOfItsKind).as("%s has no line of explanation", lines[i]).isFalse();
    }
  }

  @Test
  void takesTheFileOverTheDefaultsTheEnvironmentOverTheFileAndOptionsOverAll() throws IOException {
    Path file = file("sip:\n  port: 5070\n  max_calls: 7\nhttp:\n  port: 81\n");
    Config config =
        ConfigLoader.load(
            file, Map.of("CONVOKE_SIP_PORT", "5080", "HOME", "/root"), Map.of("http.port", "8090"));
    assertThat(config.sip().port()).isEqualTo(5080);
    assertThat(config.sip().maxCalls()).isEqualTo(7);
    assertThat(config.http().port()).isEqualTo(8090);
    assertThat(config.media().rtpPortMin()).isEqualTo(20000);
  }

  @Test
  void namesAnUnknownKey() throws IOException {
    Path file = file("sip:\n  prot: 5070\n");
    assertThatThrownBy(() -> ConfigLoader.load(file, Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("sip.prot: is no key of conf/convoke.yaml");
  }

  @Test
  void namesAnUnknownVariable() {
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of("CONVOKE_SIP_PROT", "1"), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CONVOKE_SIP_PROT");
  }

  @Test
  void httpsWantsBothFilesOrNone() throws IOException {
    Path bare = file("http:\n  tls: off\n");
    assertThat(ConfigLoader.load(bare, Map.of(), Map.of()).http().secure()).isFalse();
    assertThat(ConfigLoader.load(null, Map.of(), Map.of("http.tls", "self-signed")).http().secure())
        .isTrue();
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), Map.of("http.tls", "on")))
        .hasMessage("http.tls: is one of off, files, self-signed");
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), Map.of("http.tls", "files")))
        .hasMessageStartingWith("http.tls_certificate: ");
    Map<String, String> half = Map.of("http.tls", "files", "http.tls_certificate", "a.pem");
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), half))
        .hasMessageStartingWith("http.tls_key: ");
    assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), Map.of("http.tls_key", "a.pem")))
        .hasMessageStartingWith("http.tls: is files where");
  }

  @Test
  void originsOfOtherSitesAreAList() {
    Map<String, String> two =
        Map.of("http.allowed_origins", "https://a.example , http://b.example:81,");
    assertThat(ConfigLoader.load(null, Map.of(), two).http().origins())
        .containsExactly("https://a.example", "http://b.example:81");
    assertThat(ConfigLoader.defaults().http().origins()).isEmpty();
    for (String odd : new String[] {"*", "a.example", "https://a.example/x", "wss://a.example"}) {
      assertThatThrownBy(
              () -> ConfigLoader.load(null, Map.of(), Map.of("http.allowed_origins", odd)))
          .hasMessageStartingWith("http.allowed_origins: ");
    }
  }

  @Test
  void whatMayBeFetchedFromIsAList() {
    Map<String, String> some =
        Map.of("fetch.allowed_networks", "auto, 10.1.0.0/16,FD00::/8 , Hooks.Intranet,192.0.2.7");
    assertThat(ConfigLoader.load(null, Map.of(), some).fetch().networks())
        .containsExactly("auto", "10.1.0.0/16", "fd00::/8", "hooks.intranet", "192.0.2.7");
    assertThat(
            ConfigLoader.load(null, Map.of(), Map.of("fetch.allowed_networks", ""))
                .fetch()
                .networks())
        .isEmpty();
    for (String odd :
        new String[] {
          "10.1.0.0/33", "10.1/16", "::/129", "*", "a b", "1.2.3", "x/8", "10.0.0.0/"
        }) {
      assertThatThrownBy(
              () -> ConfigLoader.load(null, Map.of(), Map.of("fetch.allowed_networks", odd)))
          .as(odd)
          .hasMessageStartingWith("fetch.allowed_networks: ");
    }
    for (String odd : new String[] {"", "0", "443-80", "65536", "80;443", "-1", "http"}) {
      assertThatThrownBy(() -> ConfigLoader.load(null, Map.of(), Map.of("fetch.ports", odd)))
          .as(odd)
          .hasMessageStartingWith("fetch.ports: ");
    }
  }

  @Test
  void namesAKeyWithABadValue() throws IOException {
    Path outOfRange = file("pin:\n  length: 3\n");
    assertThatThrownBy(() -> ConfigLoader.load(outOfRange, Map.of(), Map.of()))
        .hasMessage("pin.length: is a number from 4 to 10, not 3");
    Path wrongType = file("sip:\n  port: many\n");
    assertThatThrownBy(() -> ConfigLoader.load(wrongType, Map.of(), Map.of()))
        .hasMessage("sip.port: is a whole number, not many");
    assertThatThrownBy(
            () -> ConfigLoader.load(null, Map.of("CONVOKE_MEDIA_AUTOMATIC_GAIN", "loud"), Map.of()))
        .hasMessage("media.automatic_gain: is true or false, not loud");
    Path sectionAsValue = file("sip: 5\n");
    assertThatThrownBy(() -> ConfigLoader.load(sectionAsValue, Map.of(), Map.of()))
        .hasMessageStartingWith("sip:");
  }

  @Test
  void saysWhatIsWrongWithTheFileItself() throws IOException {
    Path broken = file("sip: [1\n");
    assertThatThrownBy(() -> ConfigLoader.load(broken, Map.of(), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--config")
        .hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> ConfigLoader.load(folder.resolve("none.yaml"), Map.of(), Map.of()))
        .hasMessageContaining("none.yaml cannot be read");
  }

  @Test
  void takesAnEmptyFile() throws IOException {
    assertThat(ConfigLoader.load(file("# nothing\n"), Map.of(), Map.of()))
        .isEqualTo(ConfigLoader.defaults());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "convoke", ".yaml"), text);
  }

  private static void collect(Class<?> type, String prefix, Set<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + ConfigLoader.snakeCase(component.getName());
      if (component.getType().isRecord()) {
        collect(component.getType(), key + ".", keys);
      } else {
        keys.add(key);
      }
    }
  }
}
