package org.convoke.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may be connected, and for how long, over real sockets and in virtual time. */
class ConnectionsIT {
  private static final InetAddress TRUNK = InetAddress.ofLiteral("127.0.0.9");
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final AtomicLong nowNs = new AtomicLong();
  private final AtomicReference<InetAddress> banned = new AtomicReference<>();
  private final SipCounters counters = new SipCounters();
  private final List<Socket> sockets = new ArrayList<>();
  private Connections connections;
  private GuardedServerSocket door;

  @BeforeEach
  void open() throws IOException {
    GuardNetworkGateway.Doorman doorman =
        new GuardNetworkGateway.Doorman() {
          @Override
          public boolean admits(InetAddress source) {
            return !source.equals(banned.get());
          }

          @Override
          public boolean knows(InetAddress source) {
            return source.equals(TRUNK);
          }

          @Override
          public long nowNs() {
            return nowNs.get();
          }

          @Override
          public boolean mayConnectTo(InetAddress peer) {
            return false;
          }
        };
    connections = new Connections(doorman, counters, 10);
    door = new GuardedServerSocket(0, HERE, connections);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Connects; the bridge's end of it. */
  private Socket connect(InetAddress from) throws IOException {
    Socket near = new Socket();
    sockets.add(near);
    near.bind(new InetSocketAddress(from, 0));
    near.connect(door.getLocalSocketAddress());
    Socket far = door.accept();
    sockets.add(far);
    return far;
  }

  @Test
  void strangersLeavePlacesForTrunksAndTheOldestMakesRoom() throws IOException {
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      strangers.add(connect(HERE));
    }
    assertThat(strangers.stream().filter(Socket::isClosed)).hasSize(2);
    assertThat(strangers.subList(0, 2)).allMatch(Socket::isClosed);
    List<Socket> trunks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      trunks.add(connect(TRUNK));
    }
    assertThat(trunks).noneMatch(Socket::isClosed);
    assertThat(strangers.stream().filter(s -> !s.isClosed())).as("two made room").hasSize(5);
    assertThat(counters.overload.sum()).isEqualTo(4);
  }

  /** There are trunks that open a connection for each call. */
  @Test
  void aTrunkMayHaveMoreThanAStrangerButNotAll() throws IOException {
    connections = new Connections(connections.doorman, counters, 400);
    door.close();
    door = new GuardedServerSocket(0, HERE, connections);
    for (int i = 0; i < 200; i++) {
      connect(HERE);
    }
    knock(HERE);
    assertThat(connect(TRUNK).getInetAddress()).as("one stranger too many").isEqualTo(TRUNK);
    for (int i = 1; i < 360; i++) {
      connect(TRUNK);
    }
    knock(TRUNK);
    assertThat(connect(HERE).getInetAddress()).as("one of the trunk's too many").isEqualTo(HERE);
  }

  /** Connects and is not let in: the door passes on to the next. */
  private void knock(InetAddress from) throws IOException {
    Socket near = new Socket();
    sockets.add(near);
    near.bind(new InetSocketAddress(from, 0));
    near.connect(door.getLocalSocketAddress());
  }

  @Test
  void aStrangerStaysAMinuteHoweverSlowlyHeSpeaksUnlessHeProvesHimself() throws IOException {
    Socket slow = connect(HERE);
    Socket proven = connect(HERE);
    Socket trunk = connect(TRUNK);
    for (int i = 0; i < 3; i++) {
      say(slow);
      say(proven);
      nowNs.addAndGet(15_000_000_000L);
    }
    connections.proven((InetSocketAddress) proven.getRemoteSocketAddress());
    nowNs.addAndGet(15_000_000_000L);
    assertThat(failure(slow)).isNotNull();
    say(proven);
    say(trunk);
    assertThat(proven.getSoTimeout()).isEqualTo(GuardedSocket.IDLE_MS);
    say(trunk);
    assertThat(trunk.getSoTimeout()).isEqualTo(GuardedSocket.IDLE_MS);
  }

  @Test
  void nothingMoreIsReadOfWhoCameToBeIgnored() throws IOException {
    Socket one = connect(HERE);
    say(one);
    banned.set(HERE);
    assertThat(failure(one)).isNotNull();
    assertThat(counters.ignored.sum()).isEqualTo(1);
  }

  /** One octet comes over a connection. */
  private void say(Socket far) throws IOException {
    Socket near = sockets.get(sockets.indexOf(far) - 1);
    near.getOutputStream().write('A');
    assertThat(far.getInputStream().read()).isEqualTo('A');
  }

  private static IOException failure(Socket far) {
    try {
      far.getInputStream().read();
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
