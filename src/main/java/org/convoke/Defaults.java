package org.convoke;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.convoke.config.Config;
import org.convoke.store.ApiKeys.ApiKey;
import org.convoke.store.Credentials.Credential;
import org.convoke.store.Numbers.Number;
import org.convoke.store.Rooms.Access;
import org.convoke.store.Rooms.Announce;
import org.convoke.store.Rooms.Draft;
import org.convoke.store.Rooms.Room;
import org.convoke.store.Stores;

/**
 * What a new bridge gets so that it can be called at once: a number, a room, and credentials where
 * they are needed.
 */
final class Defaults {
  private static final String NUMBER = "1000";
  private static final String ROOM = "First room";

  private Defaults() {}

  /**
   * @param room the oldest live room, or null when all were deleted
   * @param number one that asks for a PIN, or null
   * @param credential for softphones, or null when this machine alone may call
   */
  record Made(Room room, String number, Credential credential) {}

  /** Makes what an empty database lacks; changes nothing of one that is in use. */
  static Future<Made> ensure(Config config, Stores stores) {
    return stores
        .events()
        .last()
        .compose(last ->
            last > 0
                ? Future.succeededFuture()
                : stores
                    .numbers()
                    .ensureDefault(NUMBER, NUMBER)
                    .compose(done -> firstRoom(config, stores)))
        .compose(done -> stores.rooms().list(null, 200))
        .map(page ->
            page.items().stream()
                .filter(room -> room.application() == null)
                .reduce((newer, older) -> older)
                .orElse(null))
        .compose(room ->
            stores
                .numbers()
                .list()
                .compose(numbers ->
                    credential(config, stores).map(c -> new Made(room, number(numbers), c))));
  }

  private static Future<Void> firstRoom(Config config, Stores stores) {
    Draft draft =
        new Draft(
            null,
            ROOM,
            null,
            config.pin().length(),
            Optional.empty(),
            null,
            null,
            false,
            false,
            Announce.TONES,
            Access.of(config.rooms().access()),
            config.rooms().language(),
            null,
            new JsonObject(),
            false);
    return stores
        .rooms()
        .list(null, 1)
        .compose(page ->
            page.items().isEmpty() ? stores.rooms().create(draft) : Future.succeededFuture())
        .mapEmpty();
  }

  private static String number(List<Number> numbers) {
    return numbers.stream().filter(Number::asks).map(Number::number).findFirst().orElse(null);
  }

  /**
   * Bound to more than this machine, a bridge wants credentials of callers: it makes a pair once.
   */
  private static Future<Credential> credential(Config config, Stores stores) {
    if (isLoopback(config.bind())) {
      return Future.succeededFuture();
    }
    return stores
        .credentials()
        .list()
        .compose(made ->
            made.isEmpty()
                ? stores.apiKeys().list().compose(keys -> make(stores, keys))
                : Future.succeededFuture(made.getFirst()));
  }

  private static Future<Credential> make(Stores stores, List<ApiKey> keys) {
    return keys.stream()
        .filter(key -> key.scopes().contains("admin"))
        .findFirst()
        .map(key -> stores.credentials().rotate(key.id(), "MD5"))
        .orElseGet(Future::succeededFuture);
  }

  /** The address that others reach this bridge by, as far as it can be known. */
  static String host(Config config) {
    if (!config.media().publicAddress().isEmpty()) {
      return config.media().publicAddress();
    }
    try {
      InetAddress bind = InetAddress.getByName(config.bind());
      InetAddress shown = bind.isAnyLocalAddress() ? InetAddress.getLocalHost() : bind;
      String text = shown.getHostAddress();
      return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    } catch (UnknownHostException e) {
      return config.bind();
    }
  }

  static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
