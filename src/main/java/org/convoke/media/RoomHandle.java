package org.convoke.media;

import org.convoke.id.RoomId;

/** A room as all threads know it: where its mix is. */
final class RoomHandle {
  final RoomId id;
  final MediaLoop loop;

  /** Legs in the room or on their way; guarded by {@link RoomDirectory}. */
  int references;

  RoomHandle(RoomId id, MediaLoop loop) {
    this.id = id;
    this.loop = loop;
  }
}
