package org.convoke.metrics;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An exposition read back, as strictly as Prometheus does. */
public final class Scrape {
  private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\n\"])*)\"(?:,|$)");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();
  private final Map<String, Double> samples = new LinkedHashMap<>();
  private final Map<String, Set<String>> labels = new LinkedHashMap<>();

  private Scrape() {}

  public static Scrape of(String text) {
    Scrape scrape = new Scrape();
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    text.lines().forEach(scrape::line);
    return scrape;
  }

  private void line(String line) {
    if (line.startsWith("#")) {
      Matcher comment = COMMENT.matcher(line);
      if (!comment.matches()) {
        throw new AssertionError(line);
      }
      Map<String, String> into = comment.group(1).equals("HELP") ? helps : types;
      if (into.put(comment.group(2), comment.group(3)) != null) {
        throw new AssertionError("twice: " + line);
      }
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError(line);
    }
    Map<String, String> pairs = pairs(sample.group(2));
    labels.computeIfAbsent(sample.group(1), _ -> new LinkedHashSet<>()).addAll(pairs.keySet());
    double value =
        sample.group(3).equals("+Inf")
            ? Double.POSITIVE_INFINITY
            : Double.parseDouble(sample.group(3));
    if (samples.put(key(sample.group(1), pairs), value) != null) {
      throw new AssertionError("twice: " + line);
    }
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new TreeMap<>();
    String rest = text == null ? "" : text;
    while (!rest.isEmpty()) {
      Matcher label = LABEL.matcher(rest);
      if (!label.lookingAt()) {
        throw new AssertionError(text);
      }
      pairs.put(label.group(1), label.group(2));
      rest = rest.substring(label.end());
    }
    return pairs;
  }

  private static String key(String name, Map<String, String> pairs) {
    return pairs.isEmpty() ? name : name + pairs;
  }

  /**
   * The value of a sample.
   *
   * @param labels name and value by turns
   */
  public double value(String name, String... labels) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      pairs.put(labels[i], labels[i + 1]);
    }
    Double value = samples.get(key(name, pairs));
    if (value == null) {
      throw new AssertionError("no " + key(name, pairs) + " among " + samples.keySet());
    }
    return value;
  }

  /** All samples of a name. */
  public double sum(String name) {
    return samples.entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** counter, gauge or histogram, by name. */
  public Map<String, String> types() {
    return types;
  }

  public Map<String, String> helps() {
    return helps;
  }

  /** Of each name of a sample the names of its labels. */
  public Map<String, Set<String>> labels() {
    return labels;
  }

  /** The names that queries may use. */
  public Set<String> names() {
    return labels.keySet();
  }
}
