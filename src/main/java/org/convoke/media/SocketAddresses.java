package org.convoke.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Linux's struct sockaddr_in and sockaddr_in6 as bytes; no method allocates. */
final class SocketAddresses {
  private static final VarHandle NATIVE_SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final VarHandle NATIVE_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle NETWORK_SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle NETWORK_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle NETWORK_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  static int length(int family) {
    return family == Libc.AF_INET ? 16 : 28;
  }

  /** The family is the socket's: a dual-stack socket names IPv4 peers by their mapped address. */
  static void write(Endpoint endpoint, int family, byte[] out) {
    NATIVE_SHORT.set(out, 0, (short) family);
    NETWORK_SHORT.set(out, 2, (short) endpoint.port);
    NETWORK_INT.set(out, 4, family == Libc.AF_INET ? endpoint.v4() : 0);
    if (family != Libc.AF_INET) {
      NETWORK_LONG.set(out, 8, endpoint.high);
      NETWORK_LONG.set(out, 16, endpoint.low);
      NATIVE_INT.set(out, 24, endpoint.scope);
    }
  }

  static void read(byte[] in, Endpoint endpoint) {
    int port = (short) NETWORK_SHORT.get(in, 2) & 0xFFFF;
    if ((short) NATIVE_SHORT.get(in, 0) == Libc.AF_INET) {
      endpoint.setV4((int) NETWORK_INT.get(in, 4), port);
    } else {
      endpoint.setV6(
          (long) NETWORK_LONG.get(in, 8),
          (long) NETWORK_LONG.get(in, 16),
          (int) NATIVE_INT.get(in, 24),
          port);
    }
  }
}
