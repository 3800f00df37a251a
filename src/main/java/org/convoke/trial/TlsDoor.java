package org.convoke.trial;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.convoke.clock.Clock;
import org.convoke.config.ConfigLoader;
import org.convoke.tls.TlsGateway;

/** SIP over TLS: a certificate for a bridge, and connections to it, which believe every one. */
final class TlsDoor {
  private static final int TIMEOUT_MS = 10_000;
  private static final String CERTIFICATE = "tls-certificate.pem";
  private static final String KEY = "tls-key.pem";

  private final InetSocketAddress bridge;
  private final SSLContext context;

  /** {@code bridge}: where it listens. */
  TlsDoor(InetSocketAddress bridge) throws IOException {
    this.bridge = bridge;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS", e);
    }
  }

  /** Makes a certificate; lines of YAML for section {@code sip} that open the port. */
  static String yaml(Clock clock, Path folder) {
    TlsGateway.open(
        ConfigLoader.load(null, Map.of(), Map.of("http.tls", "self-signed")).http(),
        folder,
        List.of("127.0.0.1"),
        clock);
    return "  tls_port: 0\n  tls_certificate: "
        + folder.resolve(CERTIFICATE)
        + "\n  tls_key: "
        + folder.resolve(KEY)
        + "\n";
  }

  /** A connection from an address of this machine; the handshake is done. */
  SSLSocket connect(String source) throws IOException {
    Socket plain = new Socket();
    try {
      plain.bind(new InetSocketAddress(source, 0));
      plain.connect(bridge, TIMEOUT_MS);
      plain.setSoTimeout(TIMEOUT_MS);
      SSLSocket secure =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, bridge.getHostString(), bridge.getPort(), true);
      secure.startHandshake();
      return secure;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** The same, with all of a handshake: nothing is remembered of those before. */
  void handshake(String source) throws IOException {
    try (SSLSocket socket = connect(source)) {
      socket.getSession().invalidate();
    }
  }

  /** Seconds until a new connection is there and has answered OPTIONS, or -1. */
  double seconds(Clock clock, String source) {
    long beganNs = clock.nowNs();
    try (SSLSocket socket = connect(source)) {
      String request =
          "OPTIONS sip:1000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TLS "
              + source
              + ":"
              + socket.getLocalPort()
              + ";branch=z9hG4bKtry"
              + beganNs
              + ";rport\r\nFrom: <sip:try@"
              + source
              + ">;tag=t\r\nTo: <sip:1000@127.0.0.1>\r\nCall-ID: try"
              + beganNs
              + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String status = new String(in.readNBytes(11), StandardCharsets.US_ASCII);
      return status.equals("SIP/2.0 200") ? (clock.nowNs() - beganNs) / 1e9 : -1;
    } catch (IOException refused) {
      return -1;
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Nobody asks us.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // It is the bridge that we started.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
