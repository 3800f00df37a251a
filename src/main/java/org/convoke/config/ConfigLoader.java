package org.convoke.config;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the configuration: the defaults of {@code conf/convoke.yaml} inside the jar, over them the
 * operator's file, over that the environment ({@code CONVOKE_SIP_PORT} for {@code sip.port}), over
 * that the command line. The first thing that is wrong is named by a {@link ConfigException}.
 */
public final class ConfigLoader {
  private static final String PREFIX = "CONVOKE_";

  /** The largest configuration file read, in bytes. */
  private static final long MAX_FILE_BYTES = 1 << 20;

  private final Map<String, Object> values = new LinkedHashMap<>();

  private ConfigLoader() {}

  /** The defaults alone. */
  public static Config defaults() {
    return load(null, Map.of(), Map.of());
  }

  /**
   * @param file the operator's file, or null
   * @param environment as System.getenv
   * @param options values from the command line by key, such as sip.port
   * @throws ConfigException naming the key, or {@code --config} when the file cannot be read
   */
  public static Config load(
      Path file, Map<String, String> environment, Map<String, String> options) {
    ConfigLoader loader = new ConfigLoader();
    loader.readDefaults();
    if (file != null) {
      loader.readFile(file);
    }
    loader.readEnvironment(environment);
    options.forEach(loader::overrideText);
    return loader.bind(Config.class, "");
  }

  private void readDefaults() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream("/conf/convoke.yaml")) {
      flatten("", parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)), values);
    } catch (IOException e) {
      throw new IllegalStateException("the jar's conf/convoke.yaml cannot be read", e);
    }
  }

  private void readFile(Path file) {
    Map<String, Object> given = new LinkedHashMap<>();
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ConfigException("--config", file + " is larger than 1 MiB");
      }
      flatten("", parse(Files.readString(file)), given);
    } catch (IOException e) {
      throw new ConfigException("--config", file + " cannot be read");
    } catch (MarkedYAMLException e) {
      throw new ConfigException("--config", file + " is not YAML: " + e.getProblem() + line(e));
    }
    given.forEach((key, value) -> {
      requireKnown(key);
      values.put(key, value);
    });
  }

  private static String line(MarkedYAMLException e) {
    return e.getProblemMark() == null ? "" : " in line " + (e.getProblemMark().getLine() + 1);
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, String> keys = new LinkedHashMap<>();
    values
        .keySet()
        .forEach(key -> keys.put(PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT), key));
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        String key = keys.get(name);
        if (key == null) {
          throw new ConfigException(name, "is no key of conf/convoke.yaml");
        }
        overrideText(key, value);
      }
    });
  }

  private void overrideText(String key, String text) {
    requireKnown(key);
    values.put(key, values.get(key) instanceof String ? text : parseScalar(text));
  }

  private static Object parseScalar(String text) {
    try {
      return yaml().load(text);
    } catch (MarkedYAMLException e) {
      return text;
    }
  }

  private void requireKnown(String key) {
    if (!values.containsKey(key)) {
      throw new ConfigException(key, "is no key of conf/convoke.yaml");
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    return new Yaml(new SafeConstructor(options));
  }

  private static Object parse(String text) {
    return yaml().load(text);
  }

  private static void flatten(String prefix, Object node, Map<String, Object> into) {
    if (node == null && prefix.isEmpty()) {
      return;
    }
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) ->
          flatten(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, value, into));
    } else if (prefix.isEmpty()) {
      throw new ConfigException("--config", "holds no keys");
    } else {
      into.put(prefix, node == null ? "" : node);
    }
  }

  private <T extends Record> T bind(Class<T> type, String prefix) {
    List<Class<?>> types = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = prefix + snakeCase(component.getName());
      types.add(component.getType());
      arguments.add(
          component.getType().isRecord()
              ? bind(component.getType().asSubclass(Record.class), key + ".")
              : convert(key, component.getType()));
    }
    try {
      return type.getDeclaredConstructor(types.toArray(Class<?>[]::new))
          .newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException named) {
        throw named;
      }
      throw new IllegalStateException(type + " refused its values", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private Object convert(String key, Class<?> type) {
    if (!values.containsKey(key)) {
      throw new IllegalStateException(key + " is missing from the jar's conf/convoke.yaml");
    }
    Object value = values.get(key);
    if (type == String.class && !(value instanceof Map || value instanceof List)) {
      return String.valueOf(value);
    }
    if (type == int.class && value instanceof Integer) {
      return value;
    }
    if (type == boolean.class && value instanceof Boolean) {
      return value;
    }
    if (type == double.class && value instanceof Number number) {
      return number.doubleValue();
    }
    String wanted =
        switch (type.getSimpleName()) {
          case "int" -> "a whole number";
          case "boolean" -> "true or false";
          case "double" -> "a number";
          default -> "a text";
        };
    throw new ConfigException(key, "is " + wanted + ", not " + value);
  }

  /** {@code rtpPortMin} as {@code rtp_port_min}. */
  static String snakeCase(String name) {
    StringBuilder out = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        out.append('_').append(Character.toLowerCase(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Every key with its default, in the order of the file. */
  static Map<String, Object> documentedDefaults() {
    ConfigLoader loader = new ConfigLoader();
    loader.readDefaults();
    return loader.values;
  }
}
