package org.convoke.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate for 127.0.0.1 that signs itself, made by openssl, with its key: PEM files. */
public record SelfSigned(Path certificate, Path key) {
  public static SelfSigned make(Path folder) {
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
                  "/CN=127.0.0.1",
                  "-addext",
                  "subjectAltName=IP:127.0.0.1")
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
