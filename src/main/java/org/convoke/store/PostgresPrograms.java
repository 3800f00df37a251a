package org.convoke.store;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once from the jar that brings them. */
final class PostgresPrograms {
  static final String MAJOR = "18";

  /** Changes with the jar of programs in pom.xml, so that an update unpacks anew. */
  private static final String VERSION = "18.1.0";

  private PostgresPrograms() {}

  /** The folder that holds bin, lib and share. */
  static Path unpack(Path folder) throws IOException {
    Path place = folder.resolve(VERSION);
    if (Files.isDirectory(place)) {
      return place;
    }
    Path fresh = folder.resolve(VERSION + ".new-" + ProcessHandle.current().pid());
    deleteTree(fresh);
    Files.createDirectories(fresh);
    try (InputStream packed = open();
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new XZCompressorInputStream(new BufferedInputStream(packed)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        write(tar, entry, fresh);
      }
    }
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException another) {
      if (!Files.isDirectory(place)) {
        throw another;
      }
      deleteTree(fresh);
    }
    return place;
  }

  private static InputStream open() throws IOException {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String hardware =
        switch (machine) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> machine;
        };
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, hardware);
    if (packed == null) {
      throw new StoreException(
          "no PostgreSQL for " + system + " on " + machine + " comes along: set database.url");
    }
    return packed;
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("an entry points outside: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, folder.resolve(entry.getLinkName()).normalize());
    } else {
      Files.copy(tar, target);
      boolean executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
