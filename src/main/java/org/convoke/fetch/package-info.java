/**
 * The one way out to URLs that others gave us: webhooks, answer URLs, sounds. Whoever may write a
 * URL into Convoke must not be able to make it talk to what stands beside it, so each is checked
 * before a connection leaves.
 *
 * <p>{@link org.convoke.fetch.Fetcher} is what others see; it is made once and given to the
 * verticles that need it.
 */
package org.convoke.fetch;
