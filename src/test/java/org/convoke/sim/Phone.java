package org.convoke.sim;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP phone over UDP that loses datagrams (RFC 3261 §17): it repeats what is not answered and
 * answers what is repeated. What its user does is a {@link Caller}'s.
 */
final class Phone {
  private static final double T1_MS = 500;
  private static final double T2_MS = 4_000;
  private static final double GIVEN_UP_MS = 64 * T1_MS;

  /** What its user is told. */
  interface User {
    void answered();

    /** It is over, or never began; {@code code} of the answer, 0: none came. */
    void ended(int code);

    void hears(String words);
  }

  /** What kind of phone it is. */
  record Kind(boolean acknowledges180, boolean lateOffer, boolean takesUpdate, boolean refreshes) {}

  private final World world;
  private final Network network;
  private final Map<InetSocketAddress, Phone> ears;
  private final Kind kind;
  private final User user;
  private final InetSocketAddress address;
  private final InetSocketAddress media;
  private final String dialled;
  final String number;
  private final String callId;
  private int branches;
  private int cseq = 1;
  private String inviteBranch;
  private String toTag = "";
  private String pracked = "";
  private int bridgePort;
  private boolean ringing;
  private boolean up;
  private boolean over;
  private boolean cancelled;
  private boolean silent;

  /** The branch of the request that is under way, and what to do with its answer. */
  private String asking;

  private Consumer<String> onAnswer;

  Phone(
      World world,
      Network network,
      Map<InetSocketAddress, Phone> ears,
      Kind kind,
      int line,
      String source,
      String dialled,
      User user) {
    this.world = world;
    this.network = network;
    this.ears = ears;
    this.kind = kind;
    this.user = user;
    this.dialled = dialled;
    this.number = "+4930" + (1_000_000 + line);
    this.callId = "call-" + line;
    this.address = new InetSocketAddress(source, 10_000 + line);
    this.media = new InetSocketAddress(source, 10_000 + line);
  }

  void call() {
    network.listen(address, this::arrived);
    ears.put(media, this);
    inviteBranch = branch();
    String headers =
        "Supported: timer"
            + (kind.acknowledges180 ? ", 100rel" : "")
            + "\r\nAllow: INVITE, ACK, BYE, CANCEL, PRACK"
            + (kind.takesUpdate ? ", UPDATE" : "")
            + "\r\nSession-Expires: 90;refresher=uas\r\n";
    String invite =
        request("INVITE", inviteBranch, cseq, headers, kind.lateOffer ? "" : sdp("sendrecv"));
    repeat(invite, inviteBranch, true, () -> over(0));
    asking = inviteBranch;
    onAnswer = null;
  }

  boolean isUp() {
    return up && !over;
  }

  boolean isOver() {
    return over;
  }

  /** Whether its sound still goes out. */
  boolean sends() {
    return up && !over && !silent;
  }

  void hears(String words) {
    if (sends()) {
      user.hears(words);
    }
  }

  void key(char digit) {
    if (!sends()) {
      return;
    }
    if (world.chance(0.003)) {
      return; // each of its packets was lost
    }
    double ms = world.between(20, 80);
    InetSocketAddress from = media;
    int to = bridgePort;
    world.afterMs(ms, () -> keys.accept(from, to, digit));
    if (world.chance(0.002)) {
      world.afterMs(ms + 60, () -> keys.accept(from, to, digit));
    }
  }

  /** Where keys go: to a port of the bridge. */
  interface Keys {
    void accept(InetSocketAddress from, int port, char digit);
  }

  private Keys keys;

  void keysTo(Keys door) {
    keys = door;
  }

  /** A key by SIP INFO. */
  void keyByInfo(char digit) {
    if (isUp() && asking == null) {
      String body = "Signal=" + digit + "\r\nDuration=160\r\n";
      ask("INFO", "Content-Type: application/dtmf-relay\r\n", body, code -> {});
    }
  }

  void hold(boolean held) {
    if (isUp() && asking == null) {
      ask("INVITE", "", sdp(held ? "sendonly" : "sendrecv"), code -> {});
    }
  }

  /** CANCEL before the answer, BYE after it. */
  void hangUp() {
    if (over) {
      return;
    }
    if (up) {
      over = true;
      String branch = branch();
      asking = branch;
      onAnswer = code -> forget();
      repeat(request("BYE", branch, ++cseq, "", ""), branch, false, this::forget);
      user.ended(200);
    } else if (ringing && !cancelled) {
      cancelled = true;
      repeat(request("CANCEL", inviteBranch, 1, "", ""), "cancel " + inviteBranch, false, null);
    }
  }

  /** The cable is cut: nothing goes out and nothing is heard any more. */
  void vanish() {
    silent = true;
    over = true;
    forget();
    user.ended(0);
  }

  /** Its sound ends, as when it lies on its microphone behind a broken NAT; signalling goes on. */
  void fallSilent() {
    silent = true;
  }

  private void forget() {
    asking = null;
    network.gone(address);
    ears.remove(media);
  }

  private void over(int code) {
    if (!over) {
      over = true;
      user.ended(code);
      // Whoever repeats his last word still gets his answer.
      world.afterMs(GIVEN_UP_MS, this::forget);
    }
  }

  // --- requests of ours

  private String branch() {
    return "z9hG4bK-" + callId + "-" + branches++;
  }

  private void ask(String method, String headers, String body, Consumer<String> answer) {
    String branch = branch();
    asking = branch;
    onAnswer = answer;
    String text = request(method, branch, ++cseq, headers, body);
    repeat(text, branch, method.equals("INVITE"), () -> over(0));
  }

  private String request(String method, String branch, int number, String headers, String body) {
    String type = body.startsWith("v=") ? "Content-Type: application/sdp\r\n" : "";
    return method
        + (" sip:" + dialled + "@" + Network.ADDRESS + " SIP/2.0\r\nVia: SIP/2.0/UDP " + here())
        + (";branch=" + branch + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:" + this.number)
        + ("@" + host() + ">;tag=t" + callId + "\r\nTo: <sip:" + dialled + "@" + Network.ADDRESS)
        + (">" + (toTag.isEmpty() || method.equals("CANCEL") ? "" : ";tag=" + toTag) + "\r\n")
        + ("Call-ID: " + callId + "\r\nCSeq: " + number + " " + method + "\r\nContact: <sip:x@")
        + (here() + ">\r\n" + headers + type + "Content-Length: " + body.length() + "\r\n\r\n")
        + body;
  }

  private String here() {
    return host() + ":" + address.getPort();
  }

  private String host() {
    return address.getAddress().getHostAddress();
  }

  private String sdp(String direction) {
    return "v=0\r\no=- 1 1 IN IP4 "
        + host()
        + ("\r\ns=-\r\nc=IN IP4 " + host() + "\r\nt=0 0\r\nm=audio " + media.getPort())
        + " RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na="
        + direction
        + "\r\n";
  }

  /** Sends again until somebody else is asked, the answer came or it is given up. */
  private void repeat(String text, String branch, boolean invite, Runnable givenUp) {
    network.toBridge(address, text);
    again(text, branch, invite, T1_MS, T1_MS, givenUp);
  }

  private void again(
      String text, String branch, boolean invite, double everyMs, double spentMs, Runnable up) {
    world.afterMs(
        everyMs,
        () -> {
          boolean cancel = branch.startsWith("cancel ");
          if (cancel ? over || this.up : !branch.equals(asking) || invite && ringing && !this.up) {
            return;
          }
          if (spentMs >= GIVEN_UP_MS) {
            if (up != null) {
              up.run();
            }
            return;
          }
          network.toBridge(address, text);
          double next = invite ? everyMs * 2 : Math.min(T2_MS, everyMs * 2);
          again(text, branch, invite, next, spentMs + next, up);
        });
  }

  // --- what comes in

  private void arrived(String text) {
    if (silent && over) {
      return;
    }
    if (text.startsWith("SIP/2.0 ")) {
      answered(Integer.parseInt(text.substring(8, 11)), text);
    } else {
      asked(text);
    }
  }

  private void answered(int code, String text) {
    String method = header(text, "CSeq").replaceAll(".* ", "");
    String branch = header(text, "Via").replaceAll(".*;branch=([^;]+).*", "$1");
    if (method.equals("INVITE") && branch.equals(inviteBranch)) {
      invited(code, text);
    } else if (method.equals("INVITE") && code / 100 == 2) {
      acknowledge(text, "");
      finished(branch, code);
    } else if (method.equals("INVITE") && code >= 300) {
      network.toBridge(address, request("ACK", branch, number(text), "", ""));
      finished(branch, code);
    } else if (code >= 200) {
      finished(branch, code);
    }
  }

  private void finished(String branch, int code) {
    if (branch.equals(asking) && onAnswer != null) {
      asking = null;
      onAnswer.accept(Integer.toString(code));
    }
    if (code == 481) {
      over(481);
    }
  }

  private void invited(int code, String text) {
    if (code < 200) {
      ringing |= code > 100;
      String rseq = header(text, "RSeq");
      if (!rseq.isEmpty() && !up && !over && !rseq.equals(pracked)) {
        toTag = tag(text);
        pracked = rseq;
        String branch = branch();
        String prack = request("PRACK", branch, ++cseq, "RAck: " + rseq + " 1 INVITE\r\n", "");
        network.toBridge(address, prack);
      }
      return;
    }
    if (code >= 300) {
      network.toBridge(
          address,
          request("ACK", inviteBranch, 1, "", "")
              .replace(">\r\nCall", ">" + ";tag=" + tag(text) + "\r\nCall"));
      if (inviteBranch.equals(asking)) {
        asking = null;
      }
      over(code);
      return;
    }
    toTag = tag(text);
    Matcher port = Pattern.compile("m=audio (\\d+) ").matcher(text);
    if (port.find()) {
      bridgePort = Integer.parseInt(port.group(1));
    }
    acknowledge(text, kind.lateOffer ? sdp("sendrecv") : "");
    if (!up && !over) {
      up = true;
      asking = null;
      user.answered();
      if (cancelled) {
        hangUp(); // too late for a CANCEL
      }
    } else if (over && asking == null) {
      // It was given up meanwhile: whoever answers late is told to go.
      network.toBridge(address, request("BYE", branch(), ++cseq, "", ""));
    }
  }

  private void acknowledge(String text, String body) {
    network.toBridge(address, request("ACK", branch(), number(text), "", body));
  }

  private void asked(String text) {
    String method = text.substring(0, text.indexOf(' '));
    if (method.equals("ACK")) {
      return;
    }
    if (!up && !over || method.equals("BYE") && over && !up) {
      respond(text, "481 Call Does Not Exist", "");
      return;
    }
    boolean offer = text.contains("v=0");
    boolean answers = kind.refreshes || method.equals("BYE");
    if (!answers) {
      return;
    }
    respond(text, "200 OK", offer ? sdp("sendrecv") : "");
    if (method.equals("BYE")) {
      over(200);
    }
  }

  private void respond(String request, String status, String body) {
    String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
    for (String name : new String[] {"Via", "From", "To", "Call-ID", "CSeq"}) {
      text.append(name).append(": ").append(header(request, name)).append("\r\n");
    }
    text.append("Contact: <sip:x@" + here() + ">\r\nSession-Expires: 90;refresher=uac\r\n");
    text.append(type).append("Content-Length: ").append(body.length()).append("\r\n\r\n");
    network.toBridge(address, text.append(body).toString());
  }

  private static String header(String text, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ": *(.*?)\\r?$").matcher(text);
    return line.find() ? line.group(1) : "";
  }

  private static String tag(String text) {
    return header(text, "To").replaceAll(".*;tag=", "");
  }

  private static int number(String text) {
    return Integer.parseInt(header(text, "CSeq").replaceAll(" .*", ""));
  }
}
