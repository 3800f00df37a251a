package org.convoke.web;

import org.convoke.store.ApiKeys;
import org.convoke.store.Applications;
import org.convoke.store.Calls;
import org.convoke.store.Credentials;
import org.convoke.store.Events;
import org.convoke.store.Idempotency;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms;
import org.convoke.store.Stores;
import org.convoke.store.TokenKeys;
import org.convoke.store.Trunks;
import org.convoke.store.Webhooks;

/** The stores that the API reads and writes. */
public record WebStores(
    Rooms rooms,
    Calls calls,
    Events events,
    Numbers numbers,
    Trunks trunks,
    Credentials credentials,
    ApiKeys apiKeys,
    Idempotency idempotency,
    TokenKeys tokenKeys,
    Webhooks webhooks,
    Applications applications) {

  /** Those over one database. */
  public static WebStores of(Stores stores) {
    return new WebStores(
        stores.rooms(),
        stores.calls(),
        stores.events(),
        stores.numbers(),
        stores.trunks(),
        stores.credentials(),
        stores.apiKeys(),
        stores.idempotency(),
        stores.tokenKeys(),
        stores.webhooks(),
        stores.applications());
  }
}
