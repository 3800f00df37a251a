package org.convoke.sim;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.convoke.id.ApplicationId;
import org.convoke.store.Applications;
import org.convoke.store.Applications.Application;
import org.convoke.store.Calls;
import org.convoke.store.Credentials;
import org.convoke.store.Numbers;
import org.convoke.store.Trunks;

/** What outlives a bridge that is killed: the database, the world outside. */
final class Shelf {
  /** Trunks' addresses. */
  static final String[] SOURCES = {"198.51.100.1", "198.51.100.2", "198.51.100.3"};

  private static final Numbers.Number NUMBER =
      new Numbers.Number(MemoryPins.NUMBER, "1000", Numbers.Lead.ASK, Instant.EPOCH);

  final Database database;
  final MemoryRooms rooms = new MemoryRooms();
  final MemoryJournal journal;
  final MemoryOutbox outbox;
  final MemoryPins pins;
  final Map<InetSocketAddress, Phone> ears = new HashMap<>();
  final List<Consumer> consumers = new ArrayList<>();
  final Map<ApplicationId, Application> programs = new HashMap<>();
  final int legs;

  final Numbers numbers =
      partly(
          Numbers.class,
          Map.of(
              "find",
              arguments ->
                  Future.succeededFuture(
                      Optional.of(NUMBER).filter(it -> it.number().equals(arguments[0]))),
              "list",
              _ -> Future.succeededFuture(List.of(NUMBER)),
              "risks",
              _ -> Future.succeededFuture(Map.of())));

  final Calls calls;

  final Trunks trunks =
      partly(Trunks.class, Map.of("list", _ -> Future.succeededFuture(trunkList())));

  final Credentials credentials =
      partly(Credentials.class, Map.of("list", _ -> Future.succeededFuture(List.of())));

  final Applications applications;

  Shelf(World world) {
    database = new Database(world);
    journal = new MemoryJournal(world);
    outbox = new MemoryOutbox(world, journal);
    Set<ApplicationId> ids = new LinkedHashSet<>();
    for (int i = 0; i < 2; i++) {
      ApplicationId id = ApplicationId.random();
      ids.add(id);
      programs.put(id, program(id, i));
    }
    pins = new MemoryPins(world, rooms, ids);
    calls = partly(Calls.class, Map.of("open", _ -> Future.succeededFuture(journal.open())));
    applications =
        partly(
            Applications.class,
            Map.of(
                "find",
                arguments ->
                    Future.succeededFuture(Optional.ofNullable(programs.get(arguments[0]))),
                "all",
                _ -> Future.succeededFuture(List.copyOf(programs.values()))));
    legs = world.chance(0.2) ? 12 : 400;
  }

  private static Application program(ApplicationId id, int number) {
    String url = "http://program-" + number;
    return new Application(
        id,
        "program",
        new Applications.Hook(url + "/answer", "POST"),
        new Applications.Hook(url + "/event", "POST"),
        number == 0 ? new Applications.Hook(url + "/fallback", "POST") : null,
        "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "key",
        Applications.DtmfFormat.OBJECT,
        null,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static List<Trunks.Trunk> trunkList() {
    List<Trunks.Trunk> list = new ArrayList<>();
    for (String source : SOURCES) {
      list.add(
          new Trunks.Trunk(
              "trunk" + list.size(),
              source,
              List.of(source + "/32"),
              null,
              null,
              "MD5",
              Trunks.Srtp.OFF,
              true,
              Instant.EPOCH));
    }
    return list;
  }

  /** A store of which only some methods are asked here. */
  private static <T> T partly(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              return answer.apply(arguments);
            }));
  }
}
