package org.convoke.sip;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * INVITEs of calls that were over a moment ago. A datagram may come late or twice: for 64*T1 an
 * INVITE that was answered is taken for itself and not for another call (RFC 6026 §7.1, Timer L).
 * Pure.
 */
final class EndedInvites {
  static final long KEPT_NS = 64 * CallMachine.T1_NS;

  private record Invite(long cseq, String branch, long untilNs) {}

  /** In the order in which they ended, so that the first are forgotten first. */
  private final Map<String, Invite> byDialog = new LinkedHashMap<>();

  /** A call is over whose Call-ID and From tag make {@code dialog}. */
  void add(String dialog, long cseq, String branch, long nowNs) {
    forget(nowNs);
    byDialog.remove(dialog);
    byDialog.put(dialog, new Invite(cseq, branch, nowNs + KEPT_NS));
  }

  /** The branch that such an INVITE had; null: none that is remembered had that number. */
  String branch(String dialog, long cseq, long nowNs) {
    forget(nowNs);
    Invite invite = byDialog.get(dialog);
    return invite != null && invite.cseq() == cseq ? invite.branch() : null;
  }

  int size() {
    return byDialog.size();
  }

  private void forget(long nowNs) {
    Iterator<Invite> oldest = byDialog.values().iterator();
    while (oldest.hasNext() && oldest.next().untilNs() - nowNs <= 0) {
      oldest.remove();
    }
  }
}
