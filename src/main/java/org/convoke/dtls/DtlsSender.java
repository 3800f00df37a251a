package org.convoke.dtls;

/** Where a session's datagrams go out; called on the session's own virtual thread. */
@FunctionalInterface
public interface DtlsSender {
  /** Sends a datagram, at most 1,200 bytes; the array is the caller's again afterwards. */
  void send(byte[] bytes, int offset, int length);
}
