package org.convoke.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An HTTP server by hand, so that it can do what no library would let it do. */
final class PlainServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  /** The first byte of who wants TLS; answered as if it had asked by HTTP. */
  private static final int TLS_HANDSHAKE = 0x16;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> reachedAt = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = java.util.concurrent.ConcurrentHashMap.newKeySet();
  private final Semaphore arrived = new Semaphore(0);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile ServerSocket listening;
  private volatile String answer = "";
  private volatile boolean hold;
  private volatile CountDownLatch released = new CountDownLatch(1);

  PlainServer() throws IOException {
    listening = new ServerSocket(0, 100);
    accept(listening);
  }

  int port() {
    return listening.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  /** Listens at one address alone, by another port. */
  void listenOnlyAt(String address) throws IOException {
    listening.close();
    listening = new ServerSocket(0, 100, InetAddress.ofLiteral(address));
    accept(listening);
  }

  /** From now on requests are answered so; an answer without its end closes the connection. */
  void answer(String whole) {
    answer = whole;
    hold = false;
  }

  /** From now on requests are read and not answered before {@link #release}. */
  void silent() {
    answer = "";
    hold = true;
  }

  /** The answer begins and does not end. */
  void answerThenHold(String half) {
    answer = half;
    hold = true;
  }

  void release() {
    released.countDown();
  }

  void awaitRequests(int count) throws InterruptedException {
    if (!arrived.tryAcquire(count, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("fewer than " + count + " requests came: " + requests.size());
    }
  }

  int connections() {
    return reachedAt.size();
  }

  List<String> requests() {
    return requests;
  }

  Set<String> reachedAt() {
    return reachedAt.stream().collect(Collectors.toSet());
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private void accept(ServerSocket door) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (true) {
              Socket socket = door.accept();
              sockets.add(socket);
              reachedAt.add(socket.getLocalAddress().getHostAddress());
              Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
          } catch (IOException closed) {
            // The end of the test.
          }
        });
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = read(socket.getInputStream());
      while (request != null) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        requests.add(request);
        String now = answer;
        boolean waits = hold;
        // Now, for whoever waits for it may change what comes next.
        arrived.release();
        write(socket, now);
        if (waits) {
          released.await();
          write(socket, answer);
          now = answer;
        }
        atOnce.decrementAndGet();
        if (!now.contains("Content-Length") || now.contains("half") || now.contains("gone")) {
          return;
        }
        request = read(socket.getInputStream());
      }
    } catch (IOException | InterruptedException closed) {
      // The other side has gone, or the test has ended.
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Head and body; null at the end. */
  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    int wanted = -1;
    while (wanted < 0 || text.length() < wanted) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      text.append((char) next);
      if (next == TLS_HANDSHAKE && text.length() == 1) {
        return "TLS";
      }
      if (wanted < 0 && text.indexOf("\r\n\r\n") >= 0) {
        Matcher length = LENGTH.matcher(text);
        wanted = text.length() + (length.find() ? Integer.parseInt(length.group(1)) : 0);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    released.countDown();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
