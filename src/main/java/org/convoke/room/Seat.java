package org.convoke.room;

import java.time.Instant;
import org.convoke.bus.RoomReply;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.Role;
import org.convoke.media.MixSettings;

/** One participant, or one who waits. Owned by its room. */
final class Seat {
  /** Where a seat stands. */
  enum Place {
    JOINED,
    WAITS_FOR_HOST,
    LOBBY
  }

  /** Speaking and quiet are told at most this often. */
  private static final long SPEAKING_EACH_NS = 1_000_000_000L;

  final ParticipantId id;
  final CallId call;
  final LegId leg;
  final String address;
  String name;
  Role role;
  Place place;
  boolean mutedBySelf;
  boolean mutedByHost;
  boolean heldByPeer;
  boolean heldByApi;
  boolean handRaised;
  int volumeDb;
  int listenVolumeDb;

  /** When it began to wait or joined. */
  Moment since;

  private boolean speaking;
  private boolean speakingTold;
  private long speakingToldNs;
  private boolean everTold;

  Seat(ParticipantId id, CallId call, LegId leg, String name, String address, Role role) {
    this.id = id;
    this.call = call;
    this.leg = leg;
    this.name = name;
    this.address = address;
    this.role = role;
  }

  boolean joined() {
    return place == Place.JOINED;
  }

  boolean host() {
    return role == Role.HOST;
  }

  boolean muted() {
    return mutedBySelf || mutedByHost;
  }

  boolean held() {
    return heldByPeer || heldByApi;
  }

  MixSettings mix() {
    return new MixSettings(muted(), held(), volumeDb, listenVolumeDb);
  }

  void heard(boolean speaking) {
    this.speaking = speaking;
  }

  boolean speakingTold() {
    return speakingTold;
  }

  /** Whether what was told last is no longer so. */
  boolean speakingStale() {
    return audible() != speakingTold;
  }

  /** Whether speaking or quiet may be told now; then it counts as told. */
  boolean tellSpeaking(long nowNs) {
    if (!speakingStale() || everTold && nowNs - speakingToldNs < SPEAKING_EACH_NS) {
      return false;
    }
    everTold = true;
    speakingToldNs = nowNs;
    speakingTold = audible();
    return true;
  }

  private boolean audible() {
    return speaking && joined() && !muted() && !held();
  }

  long millisSince(long nowNs) {
    return Math.max(0, (nowNs - since.ns()) / 1_000_000);
  }

  RoomReply.Member member() {
    Instant joinedAt = since.at();
    return new RoomReply.Member(
        id,
        call,
        leg,
        name,
        address,
        role,
        joined() ? "joined" : "waiting",
        muted(),
        mutedByHost,
        held(),
        handRaised,
        speakingTold,
        volumeDb,
        listenVolumeDb,
        joinedAt);
  }
}
