package org.convoke.sip;

import gov.nist.javax.sip.stack.timers.ScheduledExecutorSipTimer;
import java.util.Properties;

/**
 * How the stack is set: its dialogs off, our guard in front, everything with a limit. Connections
 * are limited by {@link GuardedServerSocket}, because the stack's own count goes wrong.
 */
final class StackSettings {
  private static final int WORKERS = 8;

  private StackSettings() {}

  /** All of them; {@code name} must differ from every other stack of the process. */
  static Properties properties(String name) {
    Properties p = new Properties();
    p.setProperty("javax.sip.STACK_NAME", name);
    p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
    p.setProperty("javax.sip.ROUTER_PATH", HopRouter.class.getName());
    p.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
    p.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
    p.setProperty("gov.nist.javax.sip.STACK_LOGGER", StackLog.class.getName());
    p.setProperty("gov.nist.javax.sip.SERVER_LOGGER", StackMessageLog.class.getName());
    p.setProperty("gov.nist.javax.sip.MESSAGE_PARSER_FACTORY", GuardParserFactory.class.getName());
    p.setProperty("gov.nist.javax.sip.NETWORK_LAYER", GuardNetworkGateway.class.getName());
    p.setProperty("gov.nist.javax.sip.ADDRESS_RESOLVER", LiteralResolver.class.getName());
    p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
    p.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", Integer.toString(WORKERS));
    p.setProperty("gov.nist.javax.sip.THREAD_PRIORITY", "5");
    // The other one waits by the wall clock: set back by an hour, it would rest for that hour.
    p.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", ScheduledExecutorSipTimer.class.getName());
    p.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "65536");
    p.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "1048576");
    p.setProperty("gov.nist.javax.sip.READ_TIMEOUT", "10000");
    p.setProperty("gov.nist.javax.sip.CONNECTION_TIMEOUT", "3000");
    // Milliseconds, whatever its documentation says.
    p.setProperty("gov.nist.javax.sip.SSL_HANDSHAKE_TIMEOUT", "5000");
    p.setProperty("gov.nist.javax.sip.MAX_SERVER_TRANSACTIONS", "20000");
    p.setProperty("gov.nist.javax.sip.MAX_LISTENER_RESPONSE_TIME", "20");
    p.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_INVITE", "180");
    p.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_NON_INVITE", "60");
    p.setProperty("gov.nist.javax.sip.ALWAYS_ADD_RPORT", "true");
    p.setProperty("gov.nist.javax.sip.TLS_CLIENT_PROTOCOLS", "TLSv1.3,TLSv1.2");
    p.setProperty("gov.nist.javax.sip.TLS_CLIENT_AUTH_TYPE", "Disabled");
    p.setProperty("gov.nist.javax.sip.AGGRESSIVE_CLEANUP", "true");
    return p;
  }
}
