package org.convoke.sip;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.convoke.id.CallId;
import org.convoke.id.LegId;

/**
 * The live calls by everything they are looked up by.
 *
 * <p>Not thread-safe: it belongs to the sip verticle.
 */
final class CallRegistry {
  private final Map<CallId, Call> byId = new LinkedHashMap<>();
  private final Map<String, Call> byDialog = new HashMap<>();
  private final Map<String, Call> byInvite = new HashMap<>();
  private final Map<LegId, Call> byLeg = new HashMap<>();
  private final EndedInvites ended = new EndedInvites();
  private volatile int size;

  void add(Call call) {
    byId.put(call.id, call);
    size = byId.size();
    byDialog.put(call.dialog.key(), call);
    byInvite.put(inviteKey(call.dialog.callId, call.dialog.remoteTag), call);
    byLeg.put(call.leg, call);
  }

  void remove(Call call, long nowNs) {
    ended.add(
        inviteKey(call.dialog.callId, call.dialog.remoteTag),
        call.invite.request().getCSeq().getSeqNumber(),
        Messages.branch(call.invite.request()),
        nowNs);
    byId.remove(call.id);
    size = byId.size();
    byDialog.remove(call.dialog.key(), call);
    byInvite.remove(inviteKey(call.dialog.callId, call.dialog.remoteTag), call);
    byLeg.remove(call.leg);
  }

  Call byId(CallId id) {
    return byId.get(id);
  }

  Call byLeg(LegId leg) {
    return byLeg.get(leg);
  }

  /** The call of a request within a dialog: all of Call-ID and both tags must be right. */
  Call byDialog(String callId, String localTag, String remoteTag) {
    Call call = byDialog.get(Dialog.key(callId, localTag));
    return call != null && call.dialog.remoteTag.equals(remoteTag) ? call : null;
  }

  /** The call that an INVITE of this Call-ID and From tag began. */
  Call byInvite(String callId, String remoteTag) {
    return byInvite.get(inviteKey(callId, remoteTag));
  }

  /** The branch of the INVITE of a call that was over a moment ago; null: it is new to us. */
  String endedInvite(String callId, String remoteTag, long cseq, long nowNs) {
    return ended.branch(inviteKey(callId, remoteTag), cseq, nowNs);
  }

  Collection<Call> all() {
    return List.copyOf(byId.values());
  }

  int size() {
    return size;
  }

  /** Whether there are so many; any thread. */
  boolean isFull(int most) {
    return size >= most;
  }

  private static String inviteKey(String callId, String remoteTag) {
    return callId + '\n' + remoteTag;
  }
}
