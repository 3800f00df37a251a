package org.convoke;

import java.util.Locale;
import org.convoke.config.Config;
import org.convoke.fetch.AllowedNetworks;
import org.convoke.store.Rooms.Room;

/** What {@code run} prints when it is ready. */
final class Banner {
  private Banner() {}

  /**
   * @param web what links begin with, the same as in every link that is handed out
   * @param host the address that the newcomer's phone reaches us by
   * @param sipPort where SIP is heard
   * @param tlsPort where SIP over TLS is heard, or 0
   * @param fingerprint of the web pages' certificate where it signs itself, or null
   * @param speech who speaks which languages
   */
  record Doors(
      String web, String host, int sipPort, int tlsPort, String fingerprint, String speech) {}

  static String text(Config config, Doors doors, Defaults.Made made, long startMs) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "Convoke is ready after %.1f s.%n%n", startMs / 1000.0));
    String web = doors.web;
    String user =
        made.number() != null ? made.number() : made.room() == null ? "" : made.room().id().value();
    String sip = "sip:" + user + "@" + doors.host + ":" + doors.sipPort;
    Room room = made.room();
    if (room != null) {
      line(text, "Room", room.name());
      line(text, "Web link", web + "/room/" + room.slug());
    }
    if (config.rooms().createOnVisit() && !config.rooms().access().equals("token")) {
      line(text, "New rooms", web + "/room/NAME   the first visit of a new NAME makes the room");
    }
    line(
        text,
        "SIP address",
        sip + "   (UDP and TCP" + (doors.tlsPort > 0 ? "; TLS on " + doors.tlsPort : "") + ")");
    if (made.number() != null) {
      line(text, "Number", made.number());
    }
    if (room != null) {
      String host = room.hostPin() == null ? "" : "   host PIN  " + room.hostPin().digits();
      line(text, "PIN", room.pin().digits() + host);
    }
    if (made.credential() != null) {
      line(
          text,
          "Softphone",
          "user " + made.credential().username() + "   password " + made.credential().password());
    }
    if (room != null) {
      String credential =
          made.credential() == null
              ? ""
              : " --user "
                  + made.credential().username()
                  + " --password "
                  + made.credential().password();
      String pin = " --pin " + room.pin().digits();
      line(
          text,
          "Try it",
          "scripts/call " + sip + pin + credential + " --tone 440 --record heard.wav");
    }
    if (doors.fingerprint != null) {
      line(
          text, "Certificate", "signs itself, so browsers warn once; SHA-256 " + doors.fingerprint);
    }
    line(text, "Speech", doors.speech);
    line(text, "API", web + "/docs   key in " + config.data() + "/admin.key");
    line(text, "Fetches", "webhooks, answers and sounds " + whence(config));
    text.append(System.lineSeparator()).append(who(config)).append(System.lineSeparator());
    return text.append("Ctrl-C stops it.").toString();
  }

  private static String whence(Config config) {
    String own = AllowedNetworks.of(config.fetch(), Defaults.isLoopback(config.bind())).toString();
    return own.isEmpty()
        ? "from the internet alone (fetch.allowed_networks)"
        : "from the internet and, of this network, from " + own + " (fetch.allowed_networks)";
  }

  private static String who(Config config) {
    boolean loopback = Defaults.isLoopback(config.bind());
    if (loopback && config.sip().trustLoopback()) {
      return "It listens on "
          + config.bind()
          + " alone and lets this machine call without credentials; --bind 0.0.0.0 opens it to the network.";
    }
    String who =
        "It listens on "
            + config.bind()
            + ". Callers need a trunk's address or credentials (/v1/trunks).";
    boolean proxied = config.http().publicUrl().startsWith("https:");
    return loopback || config.http().secure() || proxied
        ? who
        : who
            + System.lineSeparator()
            + "Browsers on other machines get a microphone by https:// only: --tls self-signed, or"
            + " --tls CERTIFICATE.pem,KEY.pem.";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "  %-12s %s%n", name, value));
  }
}
