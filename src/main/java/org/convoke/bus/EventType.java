package org.convoke.bus;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The names of events, with what their {@code data} holds. */
public final class EventType {
  /**
   * data: direction, from, to, source, transport (udp, tcp, tls; webrtc of a browser), and
   * application_id where the call leads to an application.
   */
  public static final String CALL_STARTED = "call.started";

  public static final String CALL_RINGING = "call.ringing";

  /** data: codec, local_address, remote_address (of a browser without its port). */
  public static final String CALL_ANSWERED = "call.answered";

  /** data: held (boolean). The peer put the call on hold or resumed it. */
  public static final String CALL_HELD = "call.held";

  /**
   * data: silent_ms. Neither RTP nor RTCP came; the call will end with media_timeout if none comes.
   */
  public static final String CALL_MEDIA_SILENT = "call.media_silent";

  public static final String CALL_MEDIA_RESUMED = "call.media_resumed";

  /**
   * data: cause, sip_code, sip_reason, ended_by, duration_ms, codec, quality (as LegReport, snake
   * case). Of a browser remote_address in place of sip_code and sip_reason.
   */
  public static final String CALL_COMPLETED = "call.completed";

  /**
   * An application's program went wrong. data: reason (a sentence), and where it is known
   * action_index (from 0), action (its name), field (its path, as eventUrl[0]).
   */
  public static final String CALL_ERROR = "call.error";

  /**
   * The program was replaced, or went to another room. data: by (api, ncco, webhook), and where it
   * left a room for that room_id_from.
   */
  public static final String CALL_TRANSFERRED = "call.transferred";

  /**
   * data: provider, provider_call_id. The call came by the pass that a provider's webhook was given
   * for it.
   */
  public static final String CALL_LINKED = "call.linked";

  /**
   * A provider's own word on a call, of ours once that is linked to it. data: provider, status (as
   * the provider names it; transfer, record or error of Vonage's that have none), provider_call_id
   * but where Vonage names only the conversation, and where Vonage says them reason,
   * conversation_uuid, conversation_uuid_from and conversation_uuid_to.
   */
  public static final String PROVIDER_STATUS = "provider.status";

  /** data: role, attempt, via; of a caller at a provider also provider, provider_call_id. */
  public static final String PIN_ACCEPTED = "pin.accepted";

  /**
   * data: attempt, attempts_left, why, and where it was judged via; of a caller at a provider also
   * provider, provider_call_id.
   */
  public static final String PIN_REJECTED = "pin.rejected";

  /**
   * data: budget (caller, source, room, number), delay_ms, lobby; of a caller at a provider also
   * provider, provider_call_id.
   */
  public static final String PIN_THROTTLED = "pin.throttled";

  /**
   * data: digit, duration_ms, source. Only after admission; of a call that an application's program
   * runs on only what that asked to be told of.
   */
  public static final String DTMF_RECEIVED = "dtmf.received";

  public static final String ROOM_CREATED = "room.created";
  public static final String ROOM_UPDATED = "room.updated";
  public static final String ROOM_DELETED = "room.deleted";
  public static final String ROOM_STARTED = "room.started";

  /**
   * data: reason (empty, host_left, participant_left_ending, ended_by_host, ended_by_api, deleted,
   * expired, bridge_stopped, failed), duration_ms.
   */
  public static final String ROOM_ENDED = "room.ended";

  public static final String ROOM_LOCKED = "room.locked";
  public static final String ROOM_UNLOCKED = "room.unlocked";

  /** data: muted (boolean). */
  public static final String ROOM_MUTED = "room.muted";

  /** data: name, role, why. */
  public static final String PARTICIPANT_WAITING = "participant.waiting";

  /** data: name, role, muted. */
  public static final String PARTICIPANT_JOINED = "participant.joined";

  /** data: reason (moved: to another room; conversation_transferred: with all), duration_ms. */
  public static final String PARTICIPANT_LEFT = "participant.left";

  /** data: by (self, host, api). */
  public static final String PARTICIPANT_MUTED = "participant.muted";

  public static final String PARTICIPANT_UNMUTED = "participant.unmuted";

  /** data: by (host, api). The participant does not hear the room, or does again. */
  public static final String PARTICIPANT_EARMUFFED = "participant.earmuffed";

  public static final String PARTICIPANT_UNEARMUFFED = "participant.unearmuffed";
  public static final String PARTICIPANT_HELD = "participant.held";
  public static final String PARTICIPANT_RESUMED = "participant.resumed";
  public static final String PARTICIPANT_HAND_RAISED = "participant.hand_raised";
  public static final String PARTICIPANT_HAND_LOWERED = "participant.hand_lowered";

  /** data: what changed of name, role, volume. */
  public static final String PARTICIPANT_UPDATED = "participant.updated";

  /** data: call_id, of the phone that is a browser's sound now. */
  public static final String PARTICIPANT_MERGED = "participant.merged";

  /** data: call_id, of the phone; via: by what the participant goes on, browser or phone. */
  public static final String PARTICIPANT_UNMERGED = "participant.unmerged";

  public static final String PARTICIPANT_SPEAKING = "participant.speaking";
  public static final String PARTICIPANT_QUIET = "participant.quiet";

  /** A webhook endpoint takes no more events. data: webhook_id, reason. */
  public static final String WEBHOOK_DISABLED = "webhook.disabled";

  /**
   * Something is wrong with the bridge itself and needs somebody's attention. data: alarm (one of
   * {@link #ALARMS}), detail (a sentence).
   */
  public static final String ALARM_RAISED = "alarm.raised";

  /** It is well again. data: alarm, detail. */
  public static final String ALARM_CLEARED = "alarm.cleared";

  /**
   * What there are alarms of: liveness (SIP, a media loop or an event loop does not answer),
   * pin_guessing (guessing a PIN has become too likely), wrong_pins (many more wrong PINs than
   * usual).
   */
  public static final Set<String> ALARMS = Set.of("liveness", "pin_guessing", "wrong_pins");

  private static final Set<String> NAMES = names();

  private EventType() {}

  /** Every name of an event. */
  public static Set<String> all() {
    return NAMES;
  }

  /**
   * Whether {@code text} names events: one type, {@code call.*} for all of a kind, or {@code *}.
   */
  public static boolean isFilter(String text) {
    return text.equals("*")
        || NAMES.contains(text)
        || text.endsWith(".*")
            && NAMES.stream()
                .anyMatch(name -> name.startsWith(text.substring(0, text.length() - 1)));
  }

  /** Read from the constants above: a list beside them would be forgotten by the next name. */
  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Field constant : EventType.class.getDeclaredFields()) {
      if (constant.getType() == String.class) {
        try {
          names.add((String) constant.get(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError("these are our own", e);
        }
      }
    }
    return Collections.unmodifiableSet(names);
  }
}
