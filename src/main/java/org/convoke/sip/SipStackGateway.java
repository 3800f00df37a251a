package org.convoke.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.MessageChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP stack's transactions and transports, and nothing more of it: dialogs are ours. Requests
 * come in on the stack's threads. Whatever is sent over a stream goes by a lane of its own, because
 * a dead peer's connection blocks whoever writes to it.
 */
final class SipStackGateway implements SipListener, SipStack {
  private static final Logger LOG = LoggerFactory.getLogger(SipStackGateway.class);
  private static final AtomicInteger STACKS = new AtomicInteger();
  private static final int PORT_TRIES = 20;

  /** Who is told what came in; called on the stack's threads. */
  interface Receiver {
    void request(Incoming incoming);

    /** {@code token} is what the request was sent with; null for a response that matches none. */
    void response(SIPResponse response, Object token);

    /** No final response came, or the request could not be sent. */
    void unanswered(Object token);
  }

  /**
   * A request.
   *
   * @param transaction the stack's, when it made one itself (CANCEL); else null
   * @param source where it came from, by the packet or the connection
   * @param transport udp, tcp or tls
   */
  record Incoming(
      SIPRequest request,
      ServerTransaction transaction,
      SipProvider provider,
      InetSocketAddress source,
      String transport) {}

  /** Where the bridge listens. {@code transport}: udp, tcp or tls. */
  record Listening(String transport, InetAddress address, int port) {}

  private final Receiver receiver;
  private final SipCounters counters;
  private final int maxConnections;
  private final SendingLanes lanes;
  private final List<Listening> listening = new ArrayList<>();
  private final Set<Thread> stackThreads = new HashSet<>();
  private BoundedStack stack;

  /** {@code maxConnections} may be open to us over TCP and TLS at one time. */
  SipStackGateway(Receiver receiver, SipCounters counters, int maxConnections) {
    this.maxConnections = maxConnections;
    this.receiver = receiver;
    this.counters = counters;
    this.lanes = new SendingLanes(receiver, counters);
  }

  /**
   * Opens the doors. Blocks.
   *
   * @param port of UDP and TCP; 0 chooses one that both have free
   * @param tls null: no TLS
   */
  @Override
  public synchronized List<Listening> start(
      List<InetAddress> addresses,
      int port,
      int tlsPort,
      SSLContext tls,
      GuardNetworkGateway.Doorman doorman)
      throws IOException {
    lanes.open();
    try {
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      stack = new BoundedStack(StackSettings.properties("convoke-" + STACKS.incrementAndGet()));
      ((GuardNetworkGateway) stack.getNetworkLayer())
          .configure(doorman, counters, tls, maxConnections);
      if (tls != null) {
        stack.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        stack.setEnabledCipherSuites(tls.getDefaultSSLParameters().getCipherSuites());
      }
      int chosen = port == 0 ? freePort(addresses.getFirst()) : port;
      int chosenTls = tlsPort == 0 && tls != null ? freePort(addresses.getFirst()) : tlsPort;
      for (InetAddress address : addresses) {
        open(address, chosen, tls == null ? -1 : chosenTls);
      }
      stack.start();
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (!before.contains(thread) && thread.getName().startsWith("EventScanner")) {
          stackThreads.add(thread);
        }
      }
      return List.copyOf(listening);
    } catch (IOException e) {
      stop();
      throw e;
    } catch (Exception e) {
      stop();
      throw new IOException("SIP cannot listen: " + rootMessage(e), e);
    }
  }

  private void open(InetAddress address, int port, int tlsPort) throws Exception {
    String host = address.getHostAddress();
    ListeningPoint udp = stack.datagrams(host, port);
    ListeningPoint tcp = stack.createListeningPoint(host, port, "tcp");
    SipProvider provider = stack.createSipProvider(udp);
    provider.addListeningPoint(tcp);
    listening.add(new Listening("udp", address, port));
    listening.add(new Listening("tcp", address, port));
    if (tlsPort > 0) {
      provider.addListeningPoint(stack.createListeningPoint(host, tlsPort, "tls"));
      listening.add(new Listening("tls", address, tlsPort));
    }
    provider.addSipListener(this);
  }

  private static int freePort(InetAddress address) throws IOException {
    for (int i = 0; i < PORT_TRIES; i++) {
      try (DatagramSocket udp = new DatagramSocket(0, address);
          ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 1, address)) {
        return tcp.getLocalPort();
      } catch (BindException e) {
        LOG.debug("port taken, trying another");
      }
    }
    throw new IOException("no free port for UDP and TCP");
  }

  /** The sender of a request has proved who it is, or is known by its address. */
  @Override
  public void trusted(Incoming incoming) {
    if (!incoming.transport().equals("udp")) {
      ((GuardNetworkGateway) stack.getNetworkLayer()).proven(incoming.source());
    }
  }

  /** Makes a server transaction for a request; null when it has one: a retransmission. */
  @Override
  public ServerTransaction transaction(Incoming incoming) {
    if (incoming.transaction() != null) {
      return incoming.transaction();
    }
    try {
      return incoming.provider().getNewServerTransaction(incoming.request());
    } catch (SipException e) {
      return null;
    }
  }

  /** Sends a response: by the transaction, or statelessly when {@code transaction} is null. */
  @Override
  public void respond(Incoming to, ServerTransaction transaction, SIPResponse response) {
    if (to.request().getApplicationData() != SelfTest.OURS) {
      counters.response(response.getStatusCode());
    }
    lanes.send(
        to.transport(),
        to.source(),
        () -> {
          if (transaction == null) {
            to.provider().sendResponse(response);
          } else {
            transaction.sendResponse(response);
          }
        },
        null);
  }

  /**
   * Sends a request and reports its response, or that none came, with {@code token}. ACK has no
   * transaction.
   */
  @Override
  public void request(SipProvider provider, String text, HopRouter.Target target, Object token) {
    lanes.send(
        target.transport(),
        new InetSocketAddress(target.address(), target.port()),
        () -> {
          SIPRequest request =
              (SIPRequest)
                  new StringMsgParser()
                      .parseSIPMessage(text.getBytes(StandardCharsets.UTF_8), true, false, null);
          request.setApplicationData(target);
          if (request.getMethod().equals("ACK")) {
            provider.sendRequest(request);
          } else {
            ClientTransaction transaction = provider.getNewClientTransaction(request);
            transaction.setApplicationData(token);
            transaction.sendRequest();
          }
        },
        token);
  }

  @Override
  public void processRequest(RequestEvent event) {
    SIPRequest request = (SIPRequest) event.getRequest();
    InetAddress address = request.getPeerPacketSourceAddress();
    if (address == null) {
      return;
    }
    String transport = ((MessageChannel) request.getMessageChannel()).getTransport();
    GuardParser.speak(request.getTopmostVia(), transport);
    receiver.request(
        new Incoming(
            request,
            event.getServerTransaction(),
            (SipProvider) event.getSource(),
            new InetSocketAddress(address, request.getPeerPacketSourcePort()),
            transport.toLowerCase(Locale.ROOT)));
  }

  @Override
  public void processResponse(ResponseEvent event) {
    ClientTransaction transaction = event.getClientTransaction();
    Object token = transaction == null ? null : transaction.getApplicationData();
    receiver.response((SIPResponse) event.getResponse(), token);
  }

  @Override
  public void processTimeout(TimeoutEvent event) {
    if (!event.isServerTransaction() && event.getClientTransaction() != null) {
      Object token = event.getClientTransaction().getApplicationData();
      if (token != null) {
        receiver.unanswered(token);
      }
    }
  }

  @Override
  public void processIOException(IOExceptionEvent event) {
    counters.sendFailures.increment();
  }

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {
    // The transaction's token needs no clearing.
  }

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {
    // Dialogs are ours.
  }

  /** Shuts the doors and ends every thread of the stack. Blocks for about a second. */
  @Override
  public synchronized void stop() {
    if (stack != null) {
      stack.stop();
      stack = null;
    }
    // The stack's event scanner waits for ever unless it is woken.
    stackThreads.forEach(Thread::interrupt);
    stackThreads.clear();
    lanes.close();
    listening.clear();
  }

  /**
   * What the stack keeps: client and server transactions, then the dialogs that it makes in spite
   * of all; all go within 64 s of a call's end.
   */
  @Override
  public synchronized int[] tableSizes() {
    return stack == null
        ? new int[3]
        : new int[] {
          stack.getClientTransactionTableSize(),
          stack.getServerTransactionTableSize(),
          stack.dialogs()
        };
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
