package org.convoke.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.ice4j.StunException;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.Request;

/**
 * Our side of one browser's ICE: answers its checks, keeps the pairs that they proved, and follows
 * its nomination. Owned by one thread; messages are rare (some tens while it connects, then one
 * every few seconds), so they may allocate.
 *
 * <p><b>Which pair is selected</b> (RFC 8445 §8.1): the browser's first until it nominates one,
 * then the nominated; among nominations within {@value #NOMINATION_MS} ms the one of the highest
 * priority, which is what agents mean that nominate all they check (RFC 5245 §8.1.1.2). After that
 * the latest nomination counts, for a browser that moves to another network has no better way to
 * say so.
 */
public final class IceLite {
  /** A browser has few addresses; one more takes the place of the one longest unheard. */
  public static final int MAX_PAIRS = 8;

  private static final long NOMINATION_MS = 300;
  private static final long NOMINATION_NS = NOMINATION_MS * 1_000_000L;

  /** A stranger gets an error response this often at most. */
  private static final long ERROR_INTERVAL_NS = 200_000_000L;

  /** Requests of ours that may wait for their answers. */
  private static final int MAX_PENDING = 4;

  /** Of our only candidate: a host's (RFC 8445 §5.1.2.1). */
  private static final long PRIORITY = (126L << 24) | (65_535L << 8) | 255;

  private record Pair(InetSocketAddress address, long lastCheckNs) {}

  private record Pending(byte[] transaction, InetSocketAddress target, long sentNs) {}

  private final StunScreen screen = new StunScreen();
  private final StunSeal ours;
  private final StunSeal theirs;
  private final byte[] incomingName;
  private final String outgoingName;
  private final Random random;
  private final long tieBreaker;
  private final Pair[] pairs = new Pair[MAX_PAIRS];
  private final Pending[] pending = new Pending[MAX_PENDING];
  private int nextPending;
  private InetSocketAddress selected;
  private boolean nominated;
  private long selectedPriority;
  private long nominatedNs;
  private boolean erred;
  private long errorNs;

  /**
   * @param own what our SDP says
   * @param browser what the browser's SDP says
   * @param random nobody can foresee it
   */
  public IceLite(IceCredentials own, IceCredentials browser, Random random) {
    ours = new StunSeal(own.password());
    theirs = new StunSeal(browser.password());
    incomingName = (own.ufrag() + ":" + browser.ufrag()).getBytes(StandardCharsets.UTF_8);
    outgoingName = browser.ufrag() + ":" + own.ufrag();
    this.random = random;
    tieBreaker = random.nextLong();
  }

  /** Loads what the first browser's first check would have to wait for. */
  public static void warmUp(Random random) {
    IceCredentials one = IceCredentials.random(random);
    IceCredentials other = IceCredentials.random(random);
    InetSocketAddress source = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    IceLite here = new IceLite(one, other, random);
    here.selected = source;
    // Our own request is no check, since it says that we are controlled; but as long as one.
    byte[] request = here.ask(0);
    new IceLite(other, one, random).accept(request, request.length, source, 0);
    StunWriter.success(request, source);
  }

  /** Where to send: null before the first authentic check. */
  public InetSocketAddress selected() {
    return selected;
  }

  /** Whether the browser has nominated a pair. */
  public boolean nominated() {
    return nominated;
  }

  /** Takes a message that came from {@code source}. */
  public IceVerdict accept(byte[] b, int length, InetSocketAddress source, long nowNs) {
    try {
      return switch (screen.look(b, length)) {
        case REQUEST -> request(b, length, source, nowNs);
        case SUCCESS, ERROR -> response(b, source, nowNs);
        case INDICATION, BAD -> new IceVerdict.Refused(null);
      };
    } catch (StunException | RuntimeException e) {
      // ice4j says so of what its classes cannot read, in more ways than it declares.
      return new IceVerdict.Refused(null);
    }
  }

  private IceVerdict request(byte[] b, int length, InetSocketAddress source, long nowNs)
      throws StunException {
    if (screen.integrityAt() < 0 || !screen.hasUsername()) {
      return refuse(b, 400, "Bad Request", false, nowNs);
    }
    if (!screen.usernameIs(b, incomingName) || !ours.holds(b, screen.integrityAt())) {
      return refuse(b, 401, "Unauthorized", false, nowNs);
    }
    Request check = (Request) Message.decode(Arrays.copyOf(b, length), 0, length);
    int[] unknown = StunScreen.notUnderstood(b, screen.integrityAt());
    if (unknown.length > 0) {
      return new IceVerdict.Refused(ours.seal(StunWriter.unknown(b, unknown)));
    }
    if (check.containsAttribute(Attribute.ICE_CONTROLLED)) {
      // Only one of us can be controlled, and a lite agent always is (RFC 8445 §6.1.1, §7.3.1.1).
      return refuse(b, 487, "Role Conflict", true, nowNs);
    }
    PriorityAttribute priority = (PriorityAttribute) check.getAttribute(Attribute.PRIORITY);
    InetSocketAddress before = selected;
    int known = find(source);
    int place = known >= 0 ? known : placeForAnother();
    InetSocketAddress given = known >= 0 || pairs[place] == null ? null : pairs[place].address;
    pairs[place] = new Pair(source, nowNs);
    select(
        source,
        check.containsAttribute(Attribute.USE_CANDIDATE),
        priority == null ? 0 : priority.getPriority(),
        nowNs);
    byte[] answer = ours.seal(StunWriter.success(b, source));
    boolean moved = !selected.equals(before);
    return new IceVerdict.Checked(answer, known >= 0 ? null : source, given, moved);
  }

  private int find(InetSocketAddress source) {
    for (int i = 0; i < MAX_PAIRS; i++) {
      if (pairs[i] != null && pairs[i].address.equals(source)) {
        return i;
      }
    }
    return -1;
  }

  /** An empty place, else that of the pair longest unheard; the selected pair's never. */
  private int placeForAnother() {
    int oldest = -1;
    for (int i = 0; i < MAX_PAIRS; i++) {
      if (pairs[i] == null) {
        return i;
      }
      if (!pairs[i].address.equals(selected)
          && (oldest < 0 || pairs[i].lastCheckNs - pairs[oldest].lastCheckNs < 0)) {
        oldest = i;
      }
    }
    return oldest;
  }

  private void select(InetSocketAddress source, boolean nominates, long priority, long nowNs) {
    if (!nominates) {
      if (selected == null) {
        selected = source;
      }
      return;
    }
    boolean same = source.equals(selected);
    if (same || !nominated || priority >= selectedPriority || nowNs - nominatedNs > NOMINATION_NS) {
      selected = source;
      selectedPriority = priority;
      nominatedNs = nowNs;
      nominated = true;
    }
  }

  private IceVerdict refuse(byte[] b, int code, String phrase, boolean sealed, long nowNs) {
    if (!sealed && erred && nowNs - errorNs < ERROR_INTERVAL_NS) {
      return new IceVerdict.Refused(null);
    }
    erred = true;
    errorNs = nowNs;
    byte[] answer = StunWriter.error(b, code, phrase);
    return new IceVerdict.Refused(sealed ? ours.seal(answer) : StunSeal.fingerprint(answer));
  }

  private IceVerdict response(byte[] b, InetSocketAddress source, long nowNs) {
    for (int i = 0; i < MAX_PENDING; i++) {
      Pending waiting = pending[i];
      int at = StunScreen.HEADER_BYTES - StunWriter.TRANSACTION_BYTES;
      if (waiting != null
          && Arrays.equals(
              waiting.transaction,
              0,
              StunWriter.TRANSACTION_BYTES,
              b,
              at,
              StunScreen.HEADER_BYTES)) {
        if (screen.integrityAt() < 0
            || !theirs.holds(b, screen.integrityAt())
            || !source.equals(waiting.target)) {
          return new IceVerdict.Refused(null);
        }
        pending[i] = null;
        return new IceVerdict.Answered(nowNs - waiting.sentNs);
      }
    }
    return new IceVerdict.Refused(null);
  }

  /**
   * A Binding request of ours to the selected pair, which the browser must answer (RFC 8445 §7.3,
   * RFC 7675 §5.1): it tells whether the browser is still there, and how far away.
   *
   * @throws IllegalStateException when no pair is selected yet
   */
  public byte[] ask(long nowNs) {
    if (selected == null) {
      throw new IllegalStateException("nobody to ask");
    }
    byte[] transaction = new byte[StunWriter.TRANSACTION_BYTES];
    random.nextBytes(transaction);
    pending[nextPending] = new Pending(transaction, selected, nowNs);
    nextPending = (nextPending + 1) % MAX_PENDING;
    return theirs.seal(StunWriter.request(transaction, outgoingName, PRIORITY, tieBreaker));
  }
}
