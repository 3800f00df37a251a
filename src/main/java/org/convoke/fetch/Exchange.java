package org.convoke.fetch;

import static org.convoke.fetch.FetchFailed.Kind.CONNECT_TIMEOUT;
import static org.convoke.fetch.FetchFailed.Kind.CROWDED;
import static org.convoke.fetch.FetchFailed.Kind.DNS;
import static org.convoke.fetch.FetchFailed.Kind.RESPONSE_TIMEOUT;
import static org.convoke.fetch.FetchFailed.Kind.TOO_LARGE;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One request from its wait for a turn to the last byte of its answer. All of it happens on the
 * context of whoever asked; the first end counts, whatever comes later is dropped.
 */
final class Exchange {
  private enum Phase {
    WAITING,
    NAME,
    CONNECTING,
    SENT,
    OVER
  }

  /** Of a name's checked addresses, so many are tried until one takes the connection. */
  private static final int MAX_TRIES = 4;

  private final FetchGateway gateway;
  private final Turns places;
  private final Context context;
  private final FetchRequest asked;
  private final WebUrl url;
  private final Promise<Fetched> promise;
  private final long bytesMost;
  private final Buffer body = Buffer.buffer();
  private Phase phase = Phase.WAITING;
  private Turns.Turn turn;
  private Iterator<InetAddress> addresses;
  private HttpClientRequest sent;
  private int attempt;
  private int status;
  private long totalTimer;
  private long connectTimer = -1;
  private long beganNs;

  /** Its turn came while it was asked for. */
  private boolean asking;

  private boolean admitted;

  Exchange(
      FetchGateway gateway,
      Turns places,
      Context context,
      FetchRequest asked,
      WebUrl url,
      Promise<Fetched> promise) {
    this.gateway = gateway;
    this.places = places;
    this.context = context;
    this.asked = asked;
    this.url = url;
    this.promise = promise;
    this.bytesMost = Math.min(asked.maxBytes(), gateway.maxBytes());
  }

  void begin() {
    totalTimer = gateway.vertx().setTimer(asked.totalMs(), id -> outOfTime());
    asking = true;
    turn = places.take(url.authority(), this::itsTurn);
    asking = false;
    if (turn == null) {
      fail(CROWDED, "too many requests are under way");
    } else if (admitted) {
      resolve();
    }
  }

  private void itsTurn() {
    if (asking && Vertx.currentContext() == context) {
      admitted = true;
    } else {
      context.runOnContext(now -> afterWaiting());
    }
  }

  /** How long it took to have its turn says nothing of the host: its time begins now. */
  private void afterWaiting() {
    if (phase == Phase.WAITING && gateway.vertx().cancelTimer(totalTimer)) {
      totalTimer = gateway.vertx().setTimer(asked.totalMs(), id -> outOfTime());
    }
    resolve();
  }

  private void outOfTime() {
    switch (phase) {
      case WAITING -> fail(CROWDED, "other requests to the host took all of the time");
      case NAME -> fail(DNS, "the host name was not resolved in time");
      case CONNECTING -> fail(CONNECT_TIMEOUT, "no connection in time");
      case SENT -> fail(RESPONSE_TIMEOUT, "no whole answer within " + asked.totalMs() + " ms");
      case OVER -> {}
    }
  }

  private void resolve() {
    if (phase != Phase.WAITING) {
      return;
    }
    phase = Phase.NAME;
    beganNs = gateway.clock().nowNs();
    if (url.literal() != null) {
      admit(List.of(url.literal()));
      return;
    }
    Future<List<InetAddress>> resolved = gateway.names().resolve(url.host());
    resolved.onComplete(result ->
        context.runOnContext(now -> {
          if (phase != Phase.NAME) {
            return;
          }
          if (result.failed()) {
            end(result.cause());
          } else {
            admit(result.result());
          }
        }));
  }

  private void admit(List<InetAddress> all) {
    try {
      gateway.guard().admit(url, all);
    } catch (FetchRefused refused) {
      end(refused);
      return;
    }
    phase = Phase.CONNECTING;
    addresses = inTurn(all).iterator();
    connect(addresses.next());
  }

  /** The two families by turns, so that one that leads nowhere does not hide the other. */
  private static List<InetAddress> inTurn(List<InetAddress> all) {
    boolean v4First = all.getFirst().getAddress().length == 4;
    List<InetAddress> first = new ArrayList<>();
    List<InetAddress> second = new ArrayList<>();
    for (InetAddress address : all) {
      (address.getAddress().length == 4 == v4First ? first : second).add(address);
    }
    List<InetAddress> mixed = new ArrayList<>();
    for (int i = 0; i < all.size() && mixed.size() < MAX_TRIES; i++) {
      if (i < first.size()) {
        mixed.add(first.get(i));
      }
      if (i < second.size()) {
        mixed.add(second.get(i));
      }
    }
    return mixed;
  }

  private void connect(InetAddress address) {
    int mine = ++attempt;
    // The client is given the address, so no name is looked up a second time.
    SocketAddress checked =
        SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port()));
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(asked.method()))
            .setServer(checked)
            .setHost(url.bareHost())
            .setPort(url.port())
            .setSsl(url.tls())
            .setURI(url.target())
            // Ours ends the wait: the pool's own timer and a failing connection trip over each
            // other.
            .setConnectTimeout(0)
            .setFollowRedirects(false);
    Future<HttpClientRequest> made = gateway.client().request(options);
    if (!made.isComplete()) {
      // One that stands already needs no time to be made.
      connectTimer =
          gateway
              .vertx()
              .setTimer(
                  asked.connectMs(),
                  id -> {
                    if (phase == Phase.CONNECTING && mine == attempt) {
                      tryNext(CONNECT_TIMEOUT, "no connection within " + asked.connectMs() + " ms");
                    }
                  });
    }
    made.onComplete(result -> {
      if (phase != Phase.CONNECTING || mine != attempt) {
        if (result.succeeded()) {
          result.result().reset();
        }
      } else if (result.failed()) {
        FetchFailed why = Failures.connecting(result.cause(), url.tls(), asked.connectMs());
        tryNext(why.kind(), why.getMessage());
      } else {
        transmit(result.result(), address);
      }
    });
  }

  private void tryNext(FetchFailed.Kind kind, String message) {
    gateway.vertx().cancelTimer(connectTimer);
    if (addresses.hasNext()) {
      connect(addresses.next());
    } else {
      fail(kind, message);
    }
  }

  private void transmit(HttpClientRequest request, InetAddress address) {
    gateway.vertx().cancelTimer(connectTimer);
    phase = Phase.SENT;
    sent = request;
    if (!leadsTo(request, address)) {
      end(new FetchRefused("must lead to the address that was checked"));
      return;
    }
    // What the other side does wrong is told by the answer, not by the log.
    request.connection().exceptionHandler(cause -> {});
    asked.headers().forEach(request::putHeader);
    if (!request.headers().contains(HttpHeaders.USER_AGENT)) {
      request.putHeader(HttpHeaders.USER_AGENT, "Convoke");
    }
    request
        .response()
        .onComplete(result -> {
          if (result.succeeded()) {
            receive(result.result());
          } else {
            end(Failures.answering(result.cause(), status));
          }
        });
    Future<Void> written = asked.body() == null ? request.end() : request.end(asked.body());
    written.onFailure(cause -> end(Failures.answering(cause, status)));
  }

  /** A second look at what the connection really is, pooled ones too. */
  private static boolean leadsTo(HttpClientRequest request, InetAddress address) {
    SocketAddress remote = request.connection().remoteAddress();
    return remote != null
        && withoutZone(address.getHostAddress()).equals(withoutZone(remote.hostAddress()));
  }

  private static String withoutZone(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  private void receive(HttpClientResponse response) {
    if (phase != Phase.SENT) {
      return;
    }
    status = response.statusCode();
    response.exceptionHandler(cause -> end(Failures.answering(cause, status)));
    if (!asked.method().equals("HEAD") && announced(response) > bytesMost) {
      tooLarge();
      return;
    }
    response.handler(part -> {
      if (body.length() + (long) part.length() > bytesMost) {
        tooLarge();
      } else if (phase == Phase.SENT) {
        body.appendBuffer(part);
      }
    });
    response.endHandler(done -> {
      if (phase == Phase.SENT) {
        sent = null;
        long tookNs = gateway.clock().nowNs() - beganNs;
        release();
        promise.complete(
            new Fetched(status, response.headers(), body, TimeUnit.NANOSECONDS.toMillis(tookNs)));
      }
    });
  }

  /** The length of the body where the answer tells it beforehand, else 0. */
  private static long announced(HttpClientResponse response) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  private void tooLarge() {
    fail(TOO_LARGE, "the answer is larger than " + bytesMost + " bytes");
  }

  private void fail(FetchFailed.Kind kind, String message) {
    end(new FetchFailed(kind, message, status));
  }

  private void end(Throwable cause) {
    if (phase != Phase.OVER) {
      release();
      promise.fail(cause);
    }
  }

  private void release() {
    phase = Phase.OVER;
    gateway.vertx().cancelTimer(totalTimer);
    gateway.vertx().cancelTimer(connectTimer);
    if (sent != null) {
      // The connection is of no more use: with HTTP/1.1 this closes it.
      sent.reset();
    }
    if (turn != null) {
      turn.giveBack();
    }
  }
}
