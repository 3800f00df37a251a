/**
 * What verticles say to each other: sealed families of records, one address a family, one codec for
 * all.
 *
 * <p>Commands are sent or requested (one owner), facts and notices are published. About ten
 * messages a call, none a packet. Replies are sealed results; a failed request means lost
 * infrastructure (nobody there, timeout), never "no".
 */
package org.convoke.bus;
