package org.convoke.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what a fuzzer begins with: {@code SeedFiles FOLDER} makes FOLDER/CLASS/0 and so on. */
public final class SeedFiles {
  private SeedFiles() {}

  public static void main(String[] args) throws Exception {
    for (Target target : Target.all()) {
      Path folder = Files.createDirectories(Path.of(args[0], target.type().getName()));
      List<byte[]> seeds = target.seeds();
      for (int i = 0; i < seeds.size(); i++) {
        Files.write(folder.resolve(String.valueOf(i)), seeds.get(i));
      }
    }
  }
}
