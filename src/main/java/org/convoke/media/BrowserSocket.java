package org.convoke.media;

/**
 * A browser's leg's way to send on the port that all browsers share. What arrives there comes by
 * {@link BrowserPort}.
 */
final class BrowserSocket implements PacketSocket {
  private final PacketSocket face;
  private final Runnable onClose;

  /** {@code face} is the leg's own face of the shared socket. */
  BrowserSocket(PacketSocket face, Runnable onClose) {
    this.face = face;
    this.onClose = onClose;
  }

  @Override
  public int localPort() {
    return face.localPort();
  }

  @Override
  public void receiver(PacketReceiver receiver) {}

  @Override
  public PacketReceiver receiver() {
    return null;
  }

  @Override
  public boolean receive(Datagram into) {
    return false;
  }

  @Override
  public boolean send(Datagram packet, Endpoint to) {
    return face.send(packet, to);
  }

  @Override
  public PacketSocket face() {
    return face.face();
  }

  @Override
  public void connect(Endpoint peer) {}

  @Override
  public void disconnect() {}

  @Override
  public void close() {
    onClose.run();
  }
}
