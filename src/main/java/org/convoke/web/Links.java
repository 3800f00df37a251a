package org.convoke.web;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.convoke.config.Config;
import org.convoke.id.ApplicationId;
import org.convoke.id.EntryPass;
import org.convoke.id.Pin;
import org.convoke.id.RoomId;
import org.convoke.store.Numbers;
import org.convoke.store.Rooms.Room;

/**
 * The addresses that people and phones use.
 *
 * @param publicUrl of the web pages, without a slash at its end
 * @param sipAuthority host, and port where it is not to be guessed, of SIP addresses
 */
record Links(String publicUrl, String sipAuthority) {
  private static final int SIP_PORT = 5060;

  /** By the configuration and the ports that were opened. */
  static Links of(Config config, int httpPort, int sipPort) {
    String url = config.http().publicUrl();
    String host = host(config);
    if (url.isEmpty()) {
      url = (config.http().secure() ? "https://" : "http://") + host + ":" + httpPort;
    }
    String domain = config.sip().domain();
    String authority =
        !domain.isEmpty() && sipPort == SIP_PORT
            ? domain
            : (domain.isEmpty() ? host : domain) + ":" + sipPort;
    return new Links(url.endsWith("/") ? url.substring(0, url.length() - 1) : url, authority);
  }

  String joinUrl(Room room) {
    return publicUrl + "/room/" + room.slug();
  }

  String sipUri(RoomId room) {
    return "sip:" + room + "@" + sipAuthority;
  }

  String sipUri(ApplicationId application) {
    return "sip:" + application + "@" + sipAuthority;
  }

  /** Lets one call in. */
  String passUri(EntryPass pass) {
    return "sip:" + pass.value() + "@" + sipAuthority;
  }

  /**
   * Dials the number and keys the PIN after two pauses. A bare # would begin a URI's fragment, and
   * phones would lose it: %23.
   */
  static String telUri(Numbers.Number number, Pin pin) {
    return "tel:" + number.number() + (number.asks() ? ",," + pin.digits() + "%23" : "");
  }

  /** Dials the number and keys the code that makes the phone somebody's sound. */
  static String mergeTelUri(Numbers.Number number, Pin code) {
    return "tel:" + number.number() + ",,*" + code.digits() + "%23";
  }

  /** The same by SIP. */
  String mergeSipUri(Pin code) {
    return "sip:*" + code.digits() + "@" + sipAuthority;
  }

  private static String host(Config config) {
    String bind = config.bind();
    if (!bind.equals("0.0.0.0") && !bind.equals("::")) {
      return bracketed(bind);
    }
    String known = config.media().publicAddress();
    return known.isEmpty() ? firstAddress() : bracketed(known);
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  /**
   * Bound to all addresses, we can only guess which one is reached: the first that is no loopback.
   */
  private static String firstAddress() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("127.0.0.1");
    } catch (SocketException unknown) {
      return "127.0.0.1";
    }
  }
}
