package org.convoke.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convoke.id.ApplicationId;
import org.convoke.id.RoomId;

/** Programs elsewhere that steer calls by their answers to webhooks. */
public interface Applications {
  /** How long the signature secret before signs too. */
  Duration KEEP_OLD = Duration.ofHours(24);

  /** How what a caller keyed is told to the application. */
  enum DtmfFormat {
    /** {@code "dtmf": {"digits": "1234", "timed_out": false}}. */
    OBJECT,
    /** {@code "dtmf": "1234", "timed_out": false}: as before 2020. */
    STRING;

    /** As the API writes it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Of its {@link #wire} form. */
    public static DtmfFormat of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * An address of the application and how it is asked.
   *
   * @param method GET or POST
   */
  record Hook(String url, String method) {}

  /**
   * A stored application. Nulls: {@code answer} when calls cannot be led to it, {@code event} when
   * it is told nothing, {@code fallback} when there is none.
   *
   * @param answer asked what to do with a call
   * @param event told what befalls its calls, and asked where an action names no address
   * @param fallback asked where {@code answer} or an asked {@code event} failed
   * @param signatureSecret signs what is sent to it
   * @param oldSecret signed before, and still does until {@code oldSecretUntil}; null with it where
   *     there was none
   * @param apiKey the {@code api_key} claim of what is signed
   * @param publicKey PEM (SubjectPublicKeyInfo) of the RSA key that its requests are signed by
   */
  record Application(
      ApplicationId id,
      String name,
      Hook answer,
      Hook event,
      Hook fallback,
      String signatureSecret,
      String oldSecret,
      Instant oldSecretUntil,
      String apiKey,
      DtmfFormat dtmfFormat,
      String publicKey,
      Instant createdAt,
      Instant updatedAt) {
    /** One that has had no other secret, or of which that is not known. */
    public Application(
        ApplicationId id,
        String name,
        Hook answer,
        Hook event,
        Hook fallback,
        String signatureSecret,
        String apiKey,
        DtmfFormat dtmfFormat,
        String publicKey,
        Instant createdAt,
        Instant updatedAt) {
      this(
          id,
          name,
          answer,
          event,
          fallback,
          signatureSecret,
          null,
          null,
          apiKey,
          dtmfFormat,
          publicKey,
          createdAt,
          updatedAt);
    }

    /** Whether the old secret signs too. */
    public boolean isOldSecretValid(Instant now) {
      return oldSecret != null && now.isBefore(oldSecretUntil);
    }

    @Override
    public String toString() {
      return "Application[" + id + "]";
    }
  }

  /**
   * Stores a new one as it is, its times aside. Fails with {@link Conflict} applications_exhausted
   * when there are {@code most} already.
   */
  Future<Application> create(Application application, int most);

  Future<Optional<Application>> find(ApplicationId id);

  /** Newest first. {@code limit} 1 to 200. */
  Future<Page<Application>> list(String cursor, int limit);

  /** All there are, at most {@code limit}: for a copy that answers while the database is away. */
  Future<List<Application>> all(int limit);

  /**
   * Stores all but id and times; empty when there is no such application any more. A secret that
   * changes becomes the old one for {@link #KEEP_OLD}.
   */
  Future<Optional<Application>> update(Application application);

  /**
   * Has an event URL of its own told what befalls a conversation of the application from now on,
   * and the calls in it, where it is not told so already; false where the application has too many
   * such URLs. Ends with the conversation.
   */
  default Future<Boolean> tell(ApplicationId id, RoomId conversation, Hook hook) {
    return Future.succeededFuture(true);
  }

  /**
   * False when there was none. Fails with {@link Conflict} application_in_use while numbers lead to
   * it. Its rooms stay until they expire.
   */
  Future<Boolean> delete(ApplicationId id);
}
