package org.convoke.ncco;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.convoke.id.CallId;
import org.convoke.id.Uuids;

/**
 * The options of one action, by type. SDKs write numbers and truth values as strings too, and null
 * for what is not given: both are taken.
 */
final class Fields {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,15})?");

  private final int index;
  private final String action;
  private final String prefix;
  private final Map<?, ?> fields;

  Fields(int index, String action, Map<?, ?> fields) {
    this(index, action, "", fields);
  }

  private Fields(int index, String action, String prefix, Map<?, ?> fields) {
    this.index = index;
    this.action = action;
    this.prefix = prefix;
    this.fields = fields;
  }

  /** An action that cannot be taken; found out anywhere in it, told by the parser. */
  static final class Faulty extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient NccoFault fault;

    Faulty(NccoFault fault) {
      super(fault.reason(), null, false, false);
      this.fault = fault;
    }
  }

  /** What is wrong with {@code field}; {@code what} follows its name in a sentence. */
  Faulty faulty(String field, String what) {
    String path = prefix + field;
    return new Faulty(
        new NccoFault(
            index,
            action,
            path,
            "Action %d (from 0), %s: %s %s.".formatted(index, action, path, what)));
  }

  /** Whether it is there and not null. */
  boolean has(String field) {
    return fields.get(field) != null;
  }

  boolean isEmpty() {
    return fields.values().stream().allMatch(value -> value == null);
  }

  Object value(String field) {
    return fields.get(field);
  }

  /** The options in an object of their own; none when there is none. */
  Fields inner(String field) {
    Object value = fields.get(field);
    if (value != null && !(value instanceof Map)) {
      throw faulty(field, "must be an object");
    }
    Map<?, ?> inner = value == null ? Map.of() : (Map<?, ?>) value;
    return new Fields(index, action, prefix + field + ".", inner);
  }

  /** A text, or null. Numbers are taken as they are written. */
  String text(String field, int max) {
    String text =
        switch (fields.get(field)) {
          case null -> null;
          case String string -> string;
          case Json.Number number -> number.literal();
          default -> throw faulty(field, "must be a string");
        };
    if (text != null && text.length() > max) {
      throw faulty(field, "must have at most %d characters".formatted(max));
    }
    return text;
  }

  boolean flag(String field, boolean otherwise) {
    return switch (fields.get(field)) {
      case null -> otherwise;
      case Boolean flag -> flag;
      case String text when text.equalsIgnoreCase("true") -> true;
      case String text when text.equalsIgnoreCase("false") -> false;
      default -> throw faulty(field, "must be true or false");
    };
  }

  /** A number, which {@code range} describes: null when it is not given. */
  Double number(String field, String range) {
    return switch (fields.get(field)) {
      case null -> null;
      case Json.Number number -> number.value();
      case String text when NUMBER.matcher(text.strip()).matches() -> Double.valueOf(text.strip());
      default -> throw faulty(field, "must be a number" + range);
    };
  }

  double number(String field, double min, double max, double otherwise) {
    String range = " from %s to %s".formatted(plain(min), plain(max));
    Double value = number(field, range);
    if (value != null && !(value >= min && value <= max)) {
      throw faulty(field, "must be a number" + range);
    }
    return value == null ? otherwise : value;
  }

  int whole(String field, int min, int max, int otherwise) {
    double value = number(field, min, max, otherwise);
    if (value != Math.rint(value)) {
      throw faulty(field, "must be a whole number from %d to %d".formatted(min, max));
    }
    return (int) value;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** One URL, in an array as it is written today or alone; null when there is none. */
  String url(String field) {
    Object value = fields.get(field);
    String path = field;
    if (value instanceof List<?> list) {
      if (list.size() > 1) {
        throw faulty(field, "must hold one URL");
      }
      value = list.isEmpty() ? null : list.getFirst();
      path = field + "[0]";
    }
    return switch (value) {
      case null -> null;
      case String url -> checked(path, url.strip());
      default -> throw faulty(path, "must be a string");
    };
  }

  private String checked(String path, String url) {
    if (url.length() > Limits.URL_MAX) {
      throw faulty(path, "must have at most %d characters".formatted(Limits.URL_MAX));
    }
    if (!isHttpUrl(url)) {
      throw faulty(path, "must be a URL with http or https");
    }
    return url;
  }

  private static boolean isHttpUrl(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    int host = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : -1;
    return host > 0
        && host < url.length()
        && "/?#".indexOf(url.charAt(host)) < 0
        && url.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
  }

  /** eventUrl and eventMethod, or null. */
  Webhook webhook() {
    String url = url("eventUrl");
    String method = text("eventMethod", Limits.NAME_MAX);
    method = method == null ? "POST" : method.strip().toUpperCase(Locale.ROOT);
    if (!method.equals("POST") && !method.equals("GET")) {
      throw faulty("eventMethod", "must be POST or GET");
    }
    return url == null ? null : new Webhook(url, method);
  }

  /** Ids of calls; null when it is not given. */
  List<CallId> calls(String field) {
    Object value = fields.get(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof List<?> list)) {
      throw faulty(field, "must be an array of calls' uuids");
    }
    if (list.size() > Limits.LEGS_MAX) {
      throw faulty(field, "must hold at most %d calls".formatted(Limits.LEGS_MAX));
    }
    List<CallId> calls = new ArrayList<>();
    for (Object item : list) {
      String id = item instanceof String text ? text.toLowerCase(Locale.ROOT) : null;
      if (!Uuids.isUuid(id)) {
        throw faulty(field + "[" + calls.size() + "]", "must be the uuid of a call");
      }
      calls.add(new CallId(id));
    }
    return calls;
  }
}
