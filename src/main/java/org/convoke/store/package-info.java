/**
 * PostgreSQL: the pool, the migrations, the embedded server, and one interface a kind of record
 * with its SQL beside it.
 *
 * <p>Verticles are given the stores they need; none of them writes SQL. Calls, participants and
 * events are written by the journal alone, as projections of facts in the transaction that stores
 * the fact.
 */
package org.convoke.store;
