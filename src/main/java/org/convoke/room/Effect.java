package org.convoke.room;

import java.util.Map;
import org.convoke.audio.Sound;
import org.convoke.bus.RoomChange;
import org.convoke.bus.RoomNotice;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.media.MixSettings;

/** What a live room wants done, in order. */
sealed interface Effect {
  /** A fact; {@code call} and {@code participant} null when it concerns the room. */
  record Tell(String type, CallId call, ParticipantId participant, Map<String, Object> data)
      implements Effect {}

  /** Tell whoever talks to a participant; after the reply. */
  record Notify(RoomNotice notice) implements Effect {}

  /** Tell those who watch the room; after the reply. */
  record Publish(RoomChange change) implements Effect {}

  /** Put a leg into the mix. */
  record Join(LegId leg, MixSettings settings) implements Effect {}

  record Adjust(LegId leg, MixSettings settings) implements Effect {}

  /** Take a leg out of the mix. */
  record Unmix(LegId leg) implements Effect {}

  /** Play to all who are in the mix. */
  record Announce(Sound sound) implements Effect {}

  /** Ask for a report of the leg's quality; the room is told it by {@code measured}. */
  record Measure(LegId leg) implements Effect {}

  /** The leg has a place here now, joined or waiting. */
  record Took(LegId leg) implements Effect {}

  /** The leg has no place here any more. */
  record Gave(LegId leg) implements Effect {}

  /** Store the flags of the room. */
  record Keep(boolean locked, boolean muted) implements Effect {}
}
