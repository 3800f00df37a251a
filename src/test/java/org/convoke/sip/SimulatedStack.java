package org.convoke.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.sip.ListeningPoint;
import javax.sip.ServerTransaction;
import javax.sip.SipProvider;
import org.convoke.sim.Network;
import org.convoke.sim.Node;
import org.convoke.sim.World;
import org.convoke.sip.SipStackGateway.Incoming;
import org.convoke.sip.SipStackGateway.Listening;
import org.convoke.sip.SipStackGateway.Receiver;

/**
 * Transactions over UDP (RFC 3261 §17) in virtual time, as far as a bridge needs them: whatever is
 * lost on the way is sent again by who must, and what comes again is answered again.
 */
final class SimulatedStack implements SipStack {
  private static final double T1_MS = 500;
  private static final double T2_MS = 4_000;

  /** 64*T1: a request that was not answered by then failed; a transaction is forgotten. */
  private static final double GIVEN_UP_MS = 64 * T1_MS;

  private final World world;
  private final Node node;
  private final Receiver receiver;
  private final Map<String, Server> servers = new HashMap<>();
  private final Map<String, Client> clients = new HashMap<>();

  /** One that answers. */
  private final class Server {
    private final String key;
    private final ServerTransaction handle = proxy(ServerTransaction.class, Map.of());
    private String last;
    private boolean acknowledged;

    Server(String key) {
      this.key = key;
    }
  }

  /** One that asks. */
  private record Client(String text, HopRouter.Target target, Object token, boolean invite) {}

  SimulatedStack(World world, Node node, Receiver receiver) {
    this.world = world;
    this.node = node;
    this.receiver = receiver;
  }

  @Override
  public List<Listening> start(
      List<InetAddress> addresses,
      int port,
      int tlsPort,
      SSLContext tls,
      GuardNetworkGateway.Doorman doorman) {
    node.listen(this::arrived);
    return List.of(new Listening("udp", InetAddress.ofLiteral(Network.ADDRESS), Network.PORT));
  }

  @Override
  public void stop() {
    node.listen(null);
  }

  // --- what comes in

  private void arrived(InetSocketAddress from, String text) {
    SIPMessage message;
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      message = new StringMsgParser().parseSIPMessage(bytes, true, false, null);
    } catch (ParseException e) {
      throw new AssertionError("phones here speak SIP: " + text, e);
    }
    if (message instanceof SIPResponse response) {
      answered(response);
    } else {
      asked((SIPRequest) message, from);
    }
  }

  private void asked(SIPRequest request, InetSocketAddress from) {
    String method = request.getMethod();
    Server server = servers.get(key(request, method.equals("ACK") ? "INVITE" : method));
    if (method.equals("ACK") && server != null) {
      server.acknowledged = true;
      return;
    }
    if (server != null) {
      if (server.last != null) {
        node.send(from, server.last);
      }
      return;
    }
    ServerTransaction ours = null;
    if (method.equals("CANCEL") && servers.containsKey(key(request, "INVITE"))) {
      ours = begin(request).handle;
    }
    receiver.request(new Incoming(request, ours, PROVIDER, from, "udp"));
  }

  private static String key(SIPRequest request, String method) {
    return request.getTopmostVia().getBranch() + " " + method;
  }

  private Server begin(SIPRequest request) {
    Server server = new Server(key(request, request.getMethod()));
    servers.put(server.key, server);
    return server;
  }

  @Override
  public ServerTransaction transaction(Incoming incoming) {
    if (incoming.transaction() != null) {
      return incoming.transaction();
    }
    return servers.containsKey(key(incoming.request(), incoming.request().getMethod()))
        ? null
        : begin(incoming.request()).handle;
  }

  @Override
  public void respond(Incoming to, ServerTransaction transaction, SIPResponse response) {
    String text = response.encode();
    Server server = servers.get(key(to.request(), to.request().getMethod()));
    if (transaction != null && server != null && server.handle == transaction) {
      server.last = text;
      int code = response.getStatusCode();
      if (to.request().getMethod().equals("INVITE")) {
        if (code / 100 == 2) {
          servers.remove(server.key); // its 200 is the core's to repeat
        } else if (code > 200) {
          repeat(server, to.source(), T1_MS, GIVEN_UP_MS);
        }
      } else if (code >= 200) {
        later(GIVEN_UP_MS, () -> servers.remove(server.key));
      }
    }
    node.send(to.source(), text);
  }

  /** A refused INVITE is refused again until its ACK comes (RFC 3261 §17.2.1). */
  private void repeat(Server server, InetSocketAddress to, double everyMs, double leftMs) {
    later(
        everyMs,
        () -> {
          if (leftMs <= 0 || server.acknowledged) {
            later(T2_MS, () -> servers.remove(server.key));
            return;
          }
          node.send(to, server.last);
          repeat(server, to, Math.min(T2_MS, everyMs * 2), leftMs - everyMs);
        });
  }

  // --- what goes out

  @Override
  public void request(SipProvider provider, String text, HopRouter.Target target, Object token) {
    String method = text.substring(0, text.indexOf(' '));
    send(target, text);
    if (!method.equals("ACK")) {
      String branch = text.replaceAll("(?s).*?;branch=([^;\\r]+).*", "$1");
      Client client = new Client(text, target, token, method.equals("INVITE"));
      clients.put(branch, client);
      again(branch, client, T1_MS, GIVEN_UP_MS);
    }
  }

  private void again(String branch, Client client, double everyMs, double leftMs) {
    later(
        everyMs,
        () -> {
          if (clients.get(branch) != client) {
            return;
          }
          if (leftMs <= everyMs) {
            clients.remove(branch);
            receiver.unanswered(client.token);
            return;
          }
          send(client.target, client.text);
          double next = client.invite ? everyMs * 2 : Math.min(T2_MS, everyMs * 2);
          again(branch, client, next, leftMs - everyMs);
        });
  }

  private void answered(SIPResponse response) {
    String branch = response.getTopmostVia().getBranch();
    if (response.getStatusCode() < 200) {
      return;
    }
    Client client = clients.remove(branch);
    receiver.response(response, client == null ? null : client.token);
  }

  private void send(HopRouter.Target target, String text) {
    node.send(new InetSocketAddress(target.address(), target.port()), text);
  }

  private void later(double ms, Runnable what) {
    world.afterMs(
        ms,
        () -> {
          if (!node.isDead()) {
            what.run();
          }
        });
  }

  /** Transactions that are under way. */
  Set<String> transactions() {
    Set<String> all = new TreeSet<>(servers.keySet());
    clients.forEach((branch, client) ->
        all.add("our " + client.text.substring(0, client.text.indexOf(' ')) + " " + branch));
    return all;
  }

  // --- the stack's types, of which little is asked

  private static final SipProvider PROVIDER =
      proxy(
          SipProvider.class,
          Map.of(
              "getListeningPoint",
              proxy(
                  ListeningPoint.class,
                  Map.of("getIPAddress", Network.ADDRESS, "getPort", Network.PORT))));

  private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (it, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> it == arguments[0];
                  case "hashCode" -> System.identityHashCode(it);
                  case "toString" -> type.getSimpleName();
                  default -> {
                    if (!answers.containsKey(method.getName())) {
                      throw new UnsupportedOperationException(method.toString());
                    }
                    yield answers.get(method.getName());
                  }
                }));
  }
}
