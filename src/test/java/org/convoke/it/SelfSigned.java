package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A certificate that signs itself, for 127.0.0.1 where nothing else is said, made by openssl, with
 * its key: PEM files.
 */
public record SelfSigned(Path certificate, Path key) {
  public static SelfSigned make(Path folder) {
    return make(folder, "IP:127.0.0.1");
  }

  /**
   * @param names as openssl writes subjectAltName: DNS:example.com, IP:127.0.0.1
   */
  public static SelfSigned make(Path folder, String names) {
    try {
      Files.createDirectories(folder);
      Path certificate = folder.resolve("certificate.pem");
      Path key = folder.resolve("key.pem");
      Process openssl =
          new ProcessBuilder(
                  "openssl",
                  "req",
                  "-x509",
                  "-newkey",
                  "ec",
                  "-pkeyopt",
                  "ec_paramgen_curve:prime256v1",
                  "-nodes",
                  "-keyout",
                  key.toString(),
                  "-out",
                  certificate.toString(),
                  "-days",
                  "2",
                  "-subj",
                  "/CN=test",
                  "-addext",
                  "subjectAltName=" + names)
              .redirectErrorStream(true)
              .start();
      String said = new String(openssl.getInputStream().readAllBytes());
      if (openssl.waitFor() != 0) {
        throw new AssertionError("openssl: " + said);
      }
      return new SelfSigned(certificate, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
