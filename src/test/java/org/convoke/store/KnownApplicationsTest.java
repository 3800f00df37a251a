package org.convoke.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.convoke.clock.Clock;
import org.convoke.id.ApplicationId;
import org.convoke.store.Applications.Application;
import org.convoke.store.Applications.DtmfFormat;
import org.junit.jupiter.api.Test;

class KnownApplicationsTest {
  private final Application one = application("one");
  private final Application other = application("other");
  private final Shelf shelf = new Shelf();
  private long nowNs = 5_000_000_000L;
  private final KnownApplications known =
      new KnownApplications(
          shelf,
          new Clock() {
            @Override
            public long nowNs() {
              return nowNs;
            }

            @Override
            public Instant now() {
              return Instant.EPOCH;
            }
          });

  @Test
  void whileTheDatabaseIsAwayTheyAreAsTheyWereLastSeen() {
    shelf.all = List.of(one, other);
    assertThat(known.refresh().succeeded()).isTrue();
    shelf.away = true;
    assertThat(known.find(one.id()).result()).contains(one);
    assertThat(known.find(ApplicationId.random()).cause())
        .as("nobody knows")
        .isInstanceOf(Unavailable.class);
    assertThat(known.refresh().failed()).isTrue();
    assertThat(known.find(other.id()).result()).contains(other);
  }

  @Test
  void whatWasFoundOnceIsKnownWithoutACopy() {
    shelf.all = List.of(one);
    assertThat(known.find(one.id()).result()).contains(one);
    shelf.away = true;
    assertThat(known.find(one.id()).result()).contains(one);
  }

  @Test
  void whatIsDeletedIsForgotten() {
    shelf.all = List.of(one);
    known.refresh();
    shelf.all = List.of();
    assertThat(known.find(one.id()).result()).isEmpty();
    shelf.away = true;
    assertThat(known.find(one.id()).failed()).isTrue();
  }

  @Test
  void aSilentDatabaseIsLeftAloneForAWhile() {
    shelf.all = List.of(one);
    known.refresh();
    shelf.away = true;
    known.find(one.id());
    known.find(one.id());
    assertThat(shelf.asked).isEqualTo(1);
    shelf.away = false;
    nowNs += 2_000_000_000L;
    assertThat(known.find(other.id()).result()).isEmpty();
    assertThat(shelf.asked).isEqualTo(2);
  }

  private static Application application(String name) {
    return new Application(
        ApplicationId.random(),
        name,
        null,
        null,
        null,
        "a secret to keep",
        "k",
        DtmfFormat.OBJECT,
        "pem",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** A database that can be taken away. */
  private static final class Shelf implements Applications {
    private List<Application> all = List.of();
    private boolean away;
    private int asked;

    private <T> Future<T> answer(T value) {
      return away
          ? Future.failedFuture(new Unavailable(new TimeoutException("silence")))
          : Future.succeededFuture(value);
    }

    @Override
    public Future<Optional<Application>> find(ApplicationId id) {
      asked++;
      return answer(all.stream().filter(application -> application.id().equals(id)).findFirst());
    }

    @Override
    public Future<List<Application>> all(int limit) {
      return answer(all);
    }

    @Override
    public Future<Application> create(Application application, int most) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Page<Application>> list(String cursor, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<Application>> update(Application application) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> delete(ApplicationId id) {
      throw new UnsupportedOperationException();
    }
  }
}
