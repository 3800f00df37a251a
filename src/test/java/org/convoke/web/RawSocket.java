package org.convoke.web;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebSocket client byte by byte (RFC 6455), so that it can do what no decent one does: not read,
 * send frames that must not be sent, stop in the middle.
 */
final class RawSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;

  /** A frame; of a message in several, one of them. */
  record Frame(int opcode, boolean last, byte[] payload) {
    /** The code of a close frame. */
    int code() {
      return (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }
  }

  private final Socket socket = new Socket();
  private final List<String> head = new ArrayList<>();
  private DataInputStream in;
  private OutputStream out;

  /** {@code receiveBytes}: how much the kernel takes for us while we do not read; 0: its choice. */
  static RawSocket open(int port, int receiveBytes, String... headers) {
    RawSocket raw = new RawSocket();
    try {
      raw.shake(port, receiveBytes, headers);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return raw;
  }

  private void shake(int port, int receiveBytes, String... headers) throws IOException {
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new InetSocketAddress("127.0.0.1", port));
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 512));
    out = socket.getOutputStream();
    StringBuilder request = new StringBuilder("GET /v1/connect HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1:").append(port).append("\r\nUpgrade: websocket\r\n");
    request.append("Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n");
    request.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    request.append("Sec-WebSocket-Protocol: convoke.v1\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.add(line);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  /** The status line and the headers of the answer to the handshake. */
  List<String> head() {
    return head;
  }

  void text(String text) {
    frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
  }

  void say(String type, Object... fields) {
    JsonObject message = new JsonObject().put("type", type).put("id", type);
    for (int i = 0; i < fields.length; i += 2) {
      message.put((String) fields[i], fields[i + 1]);
    }
    text(message.encode());
  }

  void frame(int opcode, boolean last, byte[] payload) {
    try {
      send(opcode, last, payload);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Masked by zeros, as a client may. Fails when the bridge has cut the line. */
  void send(int opcode, boolean last, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
    frame.write(opcode | (last ? 0x80 : 0));
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >> shift));
      }
    }
    frame.write(new byte[4]);
    frame.write(payload);
    out.write(frame.toByteArray());
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return new Frame(first & 15, (first & 0x80) != 0, payload);
  }

  /** The next message of a type; what comes before it is passed over. */
  JsonObject await(String type) {
    JsonObject message = next();
    while (!type.equals(message.getString("type"))) {
      message = next();
    }
    return message;
  }

  /** The next message. */
  JsonObject next() {
    try {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      while (true) {
        Frame frame = read();
        if (frame.opcode() > CONTINUATION + 2) {
          continue;
        }
        message.write(frame.payload());
        if (frame.last()) {
          return new JsonObject(message.toString(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("nothing more came", e);
    }
  }

  /** Reads on to the end: the code of the close frame, or 1006 when the line was cut without. */
  int closeCode() {
    try {
      while (true) {
        Frame frame = read();
        if (frame.opcode() == CLOSE) {
          return frame.code();
        }
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("it was not closed", e);
    } catch (IOException cut) {
      return 1006;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
