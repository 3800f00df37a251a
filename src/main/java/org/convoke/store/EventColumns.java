package org.convoke.store;

import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A batch of events as arrays, one a column: one statement stores them all. */
final class EventColumns {
  private final UUID[] ids;
  private final String[] types;
  private final OffsetDateTime[] times;
  private final String[] rooms;
  private final Long[] roomSeqs;
  private final UUID[] calls;
  private final Long[] callSeqs;
  private final UUID[] participants;
  private final String[] payloads;
  private int size;

  EventColumns(int capacity) {
    ids = new UUID[capacity];
    types = new String[capacity];
    times = new OffsetDateTime[capacity];
    rooms = new String[capacity];
    roomSeqs = new Long[capacity];
    calls = new UUID[capacity];
    callSeqs = new Long[capacity];
    participants = new UUID[capacity];
    payloads = new String[capacity];
  }

  void add(EventLog.Entry entry, Long roomSeq, Long callSeq) {
    ids[size] = Sql.uuid(entry.id().value());
    types[size] = entry.type();
    times[size] = Sql.time(entry.occurredAt());
    rooms[size] = entry.room() == null ? null : entry.room().value();
    roomSeqs[size] = roomSeq;
    calls[size] = entry.call() == null ? null : Sql.uuid(entry.call().value());
    callSeqs[size] = callSeq;
    participants[size] = entry.participant() == null ? null : Sql.uuid(entry.participant().value());
    payloads[size] = entry.data().encode();
    size++;
  }

  Tuple tuple() {
    return Tuple.tuple()
        .addArrayOfUUID(ids)
        .addArrayOfString(types)
        .addArrayOfOffsetDateTime(times)
        .addArrayOfString(rooms)
        .addArrayOfLong(roomSeqs)
        .addArrayOfUUID(calls)
        .addArrayOfLong(callSeqs)
        .addArrayOfUUID(participants)
        .addArrayOfString(payloads);
  }
}
