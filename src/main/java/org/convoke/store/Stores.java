package org.convoke.store;

import org.convoke.clock.Clock;

/** All stores over one database; verticles are given those they need. */
public final class Stores {
  private final Database database;
  private final PgRooms rooms;
  private final PgNumbers numbers;
  private final PgTrunks trunks;
  private final PgApiKeys apiKeys;
  private final PgCredentials credentials;
  private final PgCalls calls;
  private final PgEvents events;
  private final PgPinLookup pins;
  private final PgWrongPins wrongPins;
  private final PgIdempotency idempotency;
  private final PgTokenKeys tokenKeys;
  private final PgWebhooks webhooks;
  private final PgOutbox outbox;
  private final PgApplications applications;

  public Stores(Database database, Secrets secrets, Clock clock) {
    this.database = database;
    rooms = new PgRooms(database, secrets, clock);
    numbers = new PgNumbers(database, clock);
    trunks = new PgTrunks(database, secrets, clock);
    apiKeys = new PgApiKeys(database, clock);
    credentials = new PgCredentials(database, secrets, clock);
    calls = new PgCalls(database);
    events = new PgEvents(database);
    pins = new PgPinLookup(database, secrets);
    wrongPins = new PgWrongPins(database);
    idempotency = new PgIdempotency(database, secrets);
    tokenKeys = new PgTokenKeys(database, secrets);
    webhooks = new PgWebhooks(database, secrets, clock);
    outbox = new PgOutbox(database, secrets, clock);
    applications = new PgApplications(database, secrets, clock);
  }

  public Database database() {
    return database;
  }

  public Rooms rooms() {
    return rooms;
  }

  public Numbers numbers() {
    return numbers;
  }

  public Trunks trunks() {
    return trunks;
  }

  public ApiKeys apiKeys() {
    return apiKeys;
  }

  public Credentials credentials() {
    return credentials;
  }

  public Calls calls() {
    return calls;
  }

  public Events events() {
    return events;
  }

  public PinLookup pins() {
    return pins;
  }

  public WrongPins wrongPins() {
    return wrongPins;
  }

  public Idempotency idempotency() {
    return idempotency;
  }

  public TokenKeys tokenKeys() {
    return tokenKeys;
  }

  public Applications applications() {
    return applications;
  }

  public Webhooks webhooks() {
    return webhooks;
  }

  public Outbox outbox() {
    return outbox;
  }

  /** A new log with a connection of its own, for the journal. */
  public EventLog eventLog() {
    return new PgEventLog(database);
  }

  PgApiKeys pgApiKeys() {
    return apiKeys;
  }
}
