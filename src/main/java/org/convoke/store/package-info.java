/**
 * PostgreSQL: the pool, the migrations, the embedded server, and one interface a kind of record
 * with its SQL beside it.
 *
 * <p>Verticles are given the stores they need; none of them writes SQL. Calls, participants and
 * events are written by the journal alone, as projections of facts in the transaction that stores
 * the fact.
 *
 * <p><b>Start</b>, in this order, all blocking: {@link org.convoke.store.DataFolder} (lock and
 * key), {@link org.convoke.store.EmbeddedDatabase} or {@link org.convoke.store.DatabaseUrl}, {@link
 * org.convoke.store.Migrations}; then {@link org.convoke.store.Database} and {@link
 * org.convoke.store.Stores}, whose methods never block and may be called from any event loop.
 *
 * <p><b>Failures.</b> {@link org.convoke.store.Conflict}: what was asked cannot stand beside what
 * is there. {@link org.convoke.store.Unavailable}: the database is away; no statement takes longer
 * than 2.5 s. {@link org.convoke.store.StoreException}: an operator must act. Anything else is a
 * defect.
 *
 * <p><b>Secrets.</b> PINs, passwords and kept answers are sealed by {@code data/secret.key}, which
 * is not in the database; keys of the API are hashed; callers' numbers under which wrong PINs are
 * counted are keyed hashes. Whoever restores a database needs the key's file too: the start refuses
 * another one. Two bridges on one database need the same file.
 */
package org.convoke.store;
