package org.convoke.journal;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.convoke.bus.EventType;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.Uuids;
import org.convoke.store.EventLog.CallChange;
import org.convoke.store.EventLog.Changes;
import org.convoke.store.EventLog.Ending;
import org.convoke.store.EventLog.Entry;
import org.convoke.store.EventLog.Media;
import org.convoke.store.EventLog.MeetingChange;
import org.convoke.store.EventLog.Origin;
import org.convoke.store.EventLog.ParticipantChange;
import org.convoke.store.EventLog.ProviderLink;

/** What events say about calls, participants and meetings. Pure. */
final class Projection {
  private final List<CallChange> calls = new ArrayList<>();
  private final List<ParticipantChange> participants = new ArrayList<>();
  private final List<MeetingChange> meetings = new ArrayList<>();
  private final List<ProviderLink> links = new ArrayList<>();

  private Projection() {}

  static Changes of(List<Entry> entries) {
    Projection projection = new Projection();
    entries.forEach(projection::add);
    return new Changes(
        projection.calls, projection.participants, projection.meetings, projection.links);
  }

  private void add(Entry entry) {
    switch (entry.type()) {
      case EventType.CALL_STARTED,
          EventType.CALL_RINGING,
          EventType.CALL_ANSWERED,
          EventType.CALL_COMPLETED ->
          call(entry);
      case EventType.PARTICIPANT_WAITING,
          EventType.PARTICIPANT_JOINED,
          EventType.PARTICIPANT_UPDATED,
          EventType.PARTICIPANT_UNMERGED,
          EventType.PARTICIPANT_LEFT ->
          participant(entry);
      case EventType.PARTICIPANT_MERGED -> {
        participant(entry);
        phone(entry);
      }
      case EventType.CALL_LINKED -> link(entry);
      case EventType.ROOM_STARTED -> meeting(entry, true);
      case EventType.ROOM_ENDED -> meeting(entry, false);
      default -> {
        // Told by the event alone.
      }
    }
  }

  private void call(Entry entry) {
    if (entry.call() == null) {
      return;
    }
    JsonObject data = entry.data();
    boolean answered = entry.type().equals(EventType.CALL_ANSWERED);
    boolean completed = entry.type().equals(EventType.CALL_COMPLETED);
    calls.add(
        new CallChange(
            entry.call(),
            entry.occurredAt(),
            completed ? "completed" : answered ? "answered" : "ringing",
            entry.room(),
            entry.participant(),
            answered ? entry.occurredAt() : null,
            completed ? entry.occurredAt() : null,
            origin(data),
            new Media(
                text(data, "codec"), text(data, "local_address"), text(data, "remote_address")),
            ending(data)));
  }

  private static Origin origin(JsonObject data) {
    return new Origin(
        text(data, "direction"),
        text(data, "from"),
        text(data, "to"),
        text(data, "source"),
        text(data, "transport"),
        application(data));
  }

  private static Ending ending(JsonObject data) {
    return new Ending(
        text(data, "cause"),
        data.getValue("sip_code") instanceof Number code ? code.intValue() : null,
        text(data, "sip_reason"),
        text(data, "ended_by"),
        data.getValue("duration_ms") instanceof Number ms ? ms.longValue() : null,
        data.getValue("quality") instanceof JsonObject quality ? quality : null);
  }

  private void participant(Entry entry) {
    if (entry.participant() == null || entry.room() == null) {
      return;
    }
    boolean joined = entry.type().equals(EventType.PARTICIPANT_JOINED);
    boolean waiting = entry.type().equals(EventType.PARTICIPANT_WAITING);
    boolean left = entry.type().equals(EventType.PARTICIPANT_LEFT);
    participants.add(
        new ParticipantChange(
            entry.participant(),
            entry.room(),
            entry.call(),
            text(entry.data(), "name"),
            text(entry.data(), "role"),
            waiting ? entry.occurredAt() : null,
            joined ? entry.occurredAt() : null,
            left ? entry.occurredAt() : null,
            left ? text(entry.data(), "reason") : null));
    if (entry.call() != null && (joined || waiting)) {
      calls.add(placed(entry.call(), entry));
    }
  }

  /** The phone that is a browser's sound is in the room for the same participant. */
  private void phone(Entry entry) {
    String phone = text(entry.data(), "call_id");
    if (Uuids.isUuid(phone) && entry.room() != null) {
      calls.add(placed(new CallId(phone), entry));
    }
  }

  private static CallChange placed(CallId call, Entry entry) {
    return CallChange.placed(call, entry.occurredAt(), entry.room(), entry.participant());
  }

  private void link(Entry entry) {
    String provider = text(entry.data(), "provider");
    String name = text(entry.data(), "provider_call_id");
    if (entry.call() != null && provider != null && name != null) {
      links.add(new ProviderLink(entry.call(), provider, name));
    }
  }

  private void meeting(Entry entry, boolean began) {
    if (entry.room() != null) {
      meetings.add(
          began
              ? new MeetingChange(entry.room(), entry.occurredAt(), null)
              : new MeetingChange(entry.room(), null, entry.occurredAt()));
    }
  }

  private static ApplicationId application(JsonObject data) {
    String id = text(data, "application_id");
    return Uuids.isUuid(id) ? new ApplicationId(id) : null;
  }

  private static String text(JsonObject data, String key) {
    return data.getValue(key) instanceof String text ? text : null;
  }
}
