package org.convoke.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.convoke.id.ApplicationId;
import org.convoke.id.PinRisk;
import org.convoke.id.RoomId;

/** Dialled numbers: each asks for a PIN, or leads straight to one room or application. */
public interface Numbers {
  /** Where a number leads: at most one is not null; both null: ask for a PIN. */
  record Lead(RoomId room, ApplicationId application) {
    public static final Lead ASK = new Lead(null, null);

    public Lead {
      if (room != null && application != null) {
        throw new IllegalArgumentException("a number leads one way");
      }
    }

    /** To a room; null: ask for a PIN. */
    public static Lead to(RoomId room) {
      return room == null ? ASK : new Lead(room, null);
    }

    public static Lead to(ApplicationId application) {
      return new Lead(null, Objects.requireNonNull(application));
    }

    public boolean asks() {
      return room == null && application == null;
    }
  }

  /** {@code display}: as people write it. */
  record Number(String number, String display, Lead lead, Instant createdAt) {
    /** The room that it leads straight to, or null. */
    public RoomId room() {
      return lead.room();
    }

    /** The application that it leads to, or null. */
    public ApplicationId application() {
      return lead.application();
    }

    /** Whether it asks for a PIN. */
    public boolean asks() {
      return lead.asks();
    }
  }

  /**
   * Fails with {@link Conflict} number_taken, room_unknown when the room is not live, or
   * application_unknown.
   */
  Future<Number> create(String number, String display, Lead lead);

  /**
   * Stores where the number leads and how it is written; empty when there is none. Fails with
   * {@link Conflict} room_unknown, application_unknown, or number_in_use while live rooms are bound
   * to it and it shall no longer ask.
   */
  Future<Optional<Number>> update(String number, String display, Lead lead);

  Future<Optional<Number>> find(String number);

  Future<List<Number>> list();

  /**
   * False when there was none. Fails with {@link Conflict} number_in_use while live rooms are bound
   * to it.
   */
  Future<Boolean> delete(String number);

  /** Makes {@code number}, asking for a PIN, when there is no number at all. */
  Future<Void> ensureDefault(String number, String display);

  /**
   * How likely guessing gets in at each number that asks for PINs.
   *
   * @param wrongPerDay wrong PINs a number lets through a day: {@code pin.budget_number_day}
   */
  Future<Map<String, PinRisk>> risks(int wrongPerDay);
}
