/**
 * The certificate of the HTTPS port: read from files and read again when they change, or made here
 * for a try on one's own network.
 *
 * <p>{@link org.convoke.tls.TlsGateway} is what others see: it is opened before anything else is
 * started, so that a wrong file ends the start at once, and then watches in the background. {@link
 * org.convoke.tls.CertificateFiles} reads PEM (RFC 7468) of any kind that people have, {@link
 * org.convoke.tls.SelfSigned} makes certificates (RFC 5280) for all addresses that the bridge
 * prints.
 *
 * <p>Assumed: whoever renews a certificate replaces two files, one after the other; between the two
 * they do not fit each other. So nothing is taken that does not fit, and what is served stays.
 */
package org.convoke.tls;
