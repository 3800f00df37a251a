package org.convoke.sip;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.convoke.id.EntryPass;
import org.convoke.id.PhoneNumber;
import org.convoke.id.Pin;
import org.convoke.id.Uuids;
import org.convoke.store.Numbers;

/**
 * Tells a dialled number from a PIN in the user part of a URI: a PIN must show in no event. What
 * has the form of a PIN, of a code or of a pass is taken for one unless it is a number of ours.
 */
final class DialledNumbersGateway {
  private static final long PATIENCE_MS = 500;

  private final Vertx vertx;
  private final Numbers numbers;
  private volatile Set<String> known = Set.of();
  private volatile Set<String> ofApplications = Set.of();

  DialledNumbersGateway(Vertx vertx, Numbers numbers) {
    this.vertx = vertx;
    this.numbers = numbers;
  }

  /** Reads the numbers again. */
  Future<Void> reload() {
    return numbers
        .list()
        .map(all -> {
          known = all.stream().map(Numbers.Number::number).collect(Collectors.toSet());
          ofApplications =
              all.stream()
                  .filter(number -> number.application() != null)
                  .map(Numbers.Number::number)
                  .collect(Collectors.toSet());
          return null;
        });
  }

  /** Whether the user part may be told; false too when the database does not say in time. */
  Future<Boolean> isPublic(PhoneNumber dialled) {
    String text = dialled.value();
    if (EntryPass.isEntryPass(text)) {
      return Future.succeededFuture(false);
    }
    if (isSurelyPublic(dialled)) {
      return Future.succeededFuture(true);
    }
    // A number that was made a moment ago.
    return numbers
        .find(text)
        .map(found -> found.isPresent())
        .timeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  /** The same by what is known here, without a question to the database. */
  boolean isSurelyPublic(PhoneNumber dialled) {
    String text = dialled.value();
    return !EntryPass.isEntryPass(text) && (!mayBeSecret(text) || known.contains(text));
  }

  /** Whether it leads to an application, as far as is known: there no PIN is looked at. */
  boolean isOfApplication(PhoneNumber dialled) {
    return ofApplications.contains(dialled.value()) || Uuids.isUuid(dialled.value());
  }

  /** Digits may be a PIN, and after a star the code by which a phone joins a browser. */
  private static boolean mayBeSecret(String text) {
    return Pin.isPin(text.replaceAll("[*#]", ""));
  }
}
