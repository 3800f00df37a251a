package org.convoke.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a {@link GuardedServerSocket}. The handshake is not done here but with the first read,
 * on the connection's own thread, so that a silent client holds up nobody.
 */
final class TlsDoorGateway extends SSLServerSocket {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final ServerSocket plain;
  private final SSLContext context;
  private String[] protocols = PROTOCOLS;
  private String[] suites;

  TlsDoorGateway(ServerSocket plain, SSLContext context) throws IOException {
    super();
    this.plain = plain;
    this.context = context;
    this.suites = context.getDefaultSSLParameters().getCipherSuites();
  }

  @Override
  public Socket accept() throws IOException {
    while (true) {
      Socket socket = plain.accept();
      try {
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        secure.setUseClientMode(false);
        secure.setEnabledProtocols(protocols);
        secure.setEnabledCipherSuites(suites);
        return secure;
      } catch (IOException e) {
        socket.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    plain.close();
    super.close();
  }

  @Override
  public boolean isClosed() {
    return plain.isClosed();
  }

  @Override
  public InetAddress getInetAddress() {
    return plain.getInetAddress();
  }

  @Override
  public int getLocalPort() {
    return plain.getLocalPort();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return plain.getLocalSocketAddress();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return suites.clone();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    this.suites = suites.clone();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return context.getSupportedSSLParameters().getCipherSuites();
  }

  @Override
  public String[] getSupportedProtocols() {
    return context.getSupportedSSLParameters().getProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return protocols.clone();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    this.protocols = protocols.clone();
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    // Phones prove themselves by digest.
  }

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {
    // Phones prove themselves by digest.
  }

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setUseClientMode(boolean client) {
    // This side is always the server.
  }

  @Override
  public boolean getUseClientMode() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean enable) {
    // Always enabled.
  }

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }
}
