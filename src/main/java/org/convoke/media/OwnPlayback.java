package org.convoke.media;

import org.convoke.bus.LegEvent.PlaybackEnded;

/**
 * What a dialogue lets a leg hear, and whether somebody outside has covered it: then it is not over
 * but comes back, as soon as nothing is heard in its place. Whatever the dialogue plays or ends
 * meanwhile is its last word on that. Owned by one thread.
 */
public final class OwnPlayback {
  /** What the end of a playback means. */
  public enum End {
    /** One of the dialogue's own is over. */
    OVER,
    /** What the dialogue plays cannot be heard now. */
    COVERED,
    /** What covered it is over: it can be heard again, if the dialogue begins it again. */
    UNCOVERED,
    /** Of no matter to the dialogue. */
    OTHER
  }

  private long id;
  private boolean covered;

  /** The dialogue lets this be heard, in place of all else. */
  public void begin(long playbackId) {
    id = playbackId;
    covered = false;
  }

  /** The dialogue wants nothing to be heard, or something that is still being made. */
  public void end() {
    begin(0);
  }

  /** The latest of the dialogue's own, or 0. */
  public long id() {
    return id;
  }

  /** Takes an end of the leg's playbacks in, of anybody's. */
  public End take(PlaybackEnded ended) {
    if (Playback.isOfVoice(ended.playbackId())) {
      if (!covered || ended.by() != 0) {
        return End.OTHER;
      }
      covered = false;
      return End.UNCOVERED;
    }
    if (id == 0 || ended.playbackId() != id) {
      return End.OVER; // one that came before it
    }
    if (Playback.isOfVoice(ended.by())) {
      covered = true;
      return End.COVERED;
    }
    end();
    return End.OVER;
  }
}
