package org.convoke.webrtc;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoke.id.CallId;
import org.convoke.id.LegId;

/** The sessions that are not over yet, by what they are looked up by. */
final class Sessions {
  private final Map<CallId, Session> byId = new HashMap<>();
  private final Map<Session.Key, Session> byKey = new HashMap<>();
  private final Map<LegId, Session> byLeg = new HashMap<>();

  void add(Session session) {
    byId.put(session.id, session);
    byKey.put(session.key, session);
  }

  /** From now on its participant may begin another. */
  void leaves(Session session) {
    byKey.remove(session.key, session);
  }

  void remove(Session session) {
    byId.remove(session.id);
    leaves(session);
  }

  Session byId(CallId id) {
    return byId.get(id);
  }

  /** The session that holds this seat, or null. */
  Session byKey(Session.Key key) {
    return byKey.get(key);
  }

  /** Whose leg it is, also of one that is being closed; or null. */
  Session byLeg(LegId leg) {
    return byLeg.get(leg);
  }

  void addLeg(LegId leg, Session session) {
    byLeg.put(leg, session);
  }

  void removeLeg(LegId leg) {
    byLeg.remove(leg);
  }

  int size() {
    return byId.size();
  }

  Collection<Session> all() {
    return List.copyOf(byId.values());
  }
}
