package org.convoke.ice;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeFactory;

/**
 * Writes a STUN message, attribute by attribute, in ice4j's encoding of each. (ice4j's own encoding
 * of a whole message reads its configuration files first, and adds its name.)
 */
final class StunWriter {
  static final int TRANSACTION_BYTES = 12;
  private static final int REQUEST = 0x0001;
  private static final int SUCCESS = 0x0101;
  private static final int ERROR = 0x0111;
  private static final int UNKNOWN_ATTRIBUTES = 0x000A;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  private StunWriter(int type, byte[] from, int transactionAt) {
    put16(type);
    put16(0);
    put16(StunScreen.COOKIE >>> 16);
    put16(StunScreen.COOKIE);
    out.write(from, transactionAt, TRANSACTION_BYTES);
  }

  /** A check of ours: we are controlled (RFC 8445 §7.1). */
  static byte[] request(byte[] transaction, String username, long priority, long tieBreaker) {
    StunWriter writer = new StunWriter(REQUEST, transaction, 0);
    writer.add(AttributeFactory.createUsernameAttribute(username));
    writer.add(AttributeFactory.createPriorityAttribute(priority));
    writer.add(AttributeFactory.createIceControlledAttribute(tieBreaker));
    return writer.out.toByteArray();
  }

  /** A success response; it tells where the request came from. */
  static byte[] success(byte[] request, InetSocketAddress source) {
    StunWriter writer = responding(SUCCESS, request);
    byte[] transaction =
        java.util.Arrays.copyOfRange(
            request, StunScreen.HEADER_BYTES - TRANSACTION_BYTES, StunScreen.HEADER_BYTES);
    writer.add(
        AttributeFactory.createXorMappedAddressAttribute(
            new TransportAddress(source, Transport.UDP), transaction));
    return writer.out.toByteArray();
  }

  static byte[] error(byte[] request, int code, String phrase) {
    return erring(request, code, phrase).out.toByteArray();
  }

  /** Error 420: the attributes that must be understood and are not (RFC 8489 §14.9). */
  static byte[] unknown(byte[] request, int[] types) {
    StunWriter writer = erring(request, 420, "Unknown Attribute");
    writer.put16(UNKNOWN_ATTRIBUTES);
    writer.put16(2 * types.length);
    for (int type : types) {
      writer.put16(type);
    }
    writer.pad();
    return writer.out.toByteArray();
  }

  private static StunWriter erring(byte[] request, int code, String phrase) {
    StunWriter writer = responding(ERROR, request);
    writer.add(AttributeFactory.createErrorCodeAttribute((char) code, phrase));
    return writer;
  }

  private static StunWriter responding(int type, byte[] request) {
    return new StunWriter(type, request, StunScreen.HEADER_BYTES - TRANSACTION_BYTES);
  }

  private void add(Attribute attribute) {
    out.writeBytes(attribute.encode());
    pad();
  }

  private void pad() {
    while ((out.size() & 3) != 0) {
      out.write(0);
    }
  }

  private void put16(int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
