/**
 * DTLS 1.2 for SRTP keys (RFC 6347, RFC 5764), both roles: the server's for browsers, the client's
 * for our own synthetic browser and the tests. Datagrams come in by {@code offer} and go out by a
 * {@link org.convoke.dtls.DtlsSender}; the package knows no socket and no clock.
 *
 * <p>{@link org.convoke.dtls.DtlsServer} and {@link org.convoke.dtls.DtlsClient} run on a virtual
 * thread each, since the library blocks; it starts with the first datagram and ends with the
 * session. {@link org.convoke.dtls.DtlsIdentity} is the certificate of a process.
 *
 * <p>Assumptions: datagrams are offered only from a peer whose connectivity check was authentic, so
 * there is no cookie exchange (and Chromium's fragmented ClientHello would fail it); the
 * certificate means nothing but its {@link org.convoke.dtls.Fingerprint}, which the peer's SDP
 * told; nothing but keys is wanted, application data is thrown away.
 *
 * <p>Input is hostile: 16 datagrams wait, a handshake message has at most 8 KiB, a handshake at
 * most 30 s; whatever comes, the verdict is keys or {@code failed}, and a session that stands is
 * ended by its peer's authentic records alone.
 */
package org.convoke.dtls;
