package org.convoke.bus;

import org.convoke.id.CallId;
import org.convoke.id.ParticipantId;

/** What befell a browser's session, published at {@link Addresses#BROWSER_NOTICES}. */
public sealed interface BrowserNotice extends BusMessage {
  CallId call();

  /** The connection that signals for the session; an older one must ignore the notice. */
  String socket();

  /** Sound flows: {@code state} connected, lost (nothing came for seconds) or back. */
  record Media(CallId call, String socket, ParticipantId participant, String state)
      implements BrowserNotice {}

  /**
   * Over. {@code cause}: left, removed, room_ended, host_left, hung_up_by_api, replaced (another
   * connection has the seat now), connect_timeout, media_timeout, detached, bridge_stopping,
   * failed.
   */
  record Ended(CallId call, String socket, ParticipantId participant, String cause)
      implements BrowserNotice {}
}
