package org.convoke.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A class named {@code ...Fuzz}: its {@code fuzzerTestOneInput(byte[])} takes whatever comes and
 * throws when a promise is broken; {@code seeds()} gives inputs that a fuzzer begins with. Inputs
 * that once broke a promise lie in {@code src/test/resources/fuzz/NAME/}.
 */
record Target(Class<?> type) {
  private static final Path FINDS = Path.of("src/test/resources/fuzz");

  /** All that were compiled, in the order of their names. */
  static List<Target> all() {
    try {
      Path root = Path.of(Target.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString())
            .filter(name -> name.endsWith("Fuzz.class"))
            .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
            .sorted()
            .map(Target::named)
            .toList();
      }
    } catch (IOException | java.net.URISyntaxException e) {
      throw new IllegalStateException("the test classes cannot be listed", e);
    }
  }

  private static Target named(String className) {
    try {
      return new Target(Class.forName(className));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  String name() {
    return type.getSimpleName();
  }

  @SuppressWarnings("unchecked")
  List<byte[]> seeds() throws ReflectiveOperationException {
    return (List<byte[]>) type.getMethod("seeds").invoke(null);
  }

  /** The inputs that once broke a promise. */
  List<Path> finds() {
    Path folder = FINDS.resolve(name());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void run(byte[] input) throws Throwable {
    try {
      type.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
