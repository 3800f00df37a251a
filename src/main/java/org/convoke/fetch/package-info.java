/**
 * The one way out to URLs that others gave us: webhooks, answer URLs, sounds. Whoever may write a
 * URL into Convoke must not be able to make it talk to what stands beside it (a database, a cloud's
 * metadata, a printer), so each is checked before a connection leaves, and again each time.
 *
 * <p>{@link org.convoke.fetch.Fetcher} is what others see; {@link org.convoke.fetch.FetchGateway}
 * is made once by the composition and given to the verticles that need it. No messages.
 *
 * <p>In order: {@link org.convoke.fetch.WebUrl} reads the text strictly, so that no two readers
 * could take it for different hosts; {@link org.convoke.fetch.NamesGateway} asks the system for all
 * addresses of the name, off the event loops; {@link org.convoke.fetch.Guard} judges each by {@link
 * org.convoke.fetch.AddressRules}, the operator's {@link org.convoke.fetch.AllowedNetworks} and the
 * ports; {@link org.convoke.fetch.Exchange} connects to an address that was judged, never to the
 * name, so that a name which answers differently a second time (DNS rebinding) gains nothing. TLS
 * is still agreed with, and verified for, the name. {@link org.convoke.fetch.Turns} bounds how many
 * requests are under way.
 *
 * <p>Assumed: one address is one place. A proxy that the machine itself forces on all connections
 * is beyond our sight; the proxy settings of the JVM are not used.
 */
package org.convoke.fetch;
