package org.convoke.room;

import java.time.Instant;
import java.util.Set;
import org.convoke.bus.LegReport;
import org.convoke.bus.RoomCommand;
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

  static final String PHONE = "phone";
  static final String BROWSER = "browser";
  static final String MERGED = "merged";

  /** Speaking and quiet are told at most this often. */
  private static final long SPEAKING_EACH_NS = 1_000_000_000L;

  final ParticipantId id;

  /** The phone's number or the browser's address; empty where it is not known. */
  String address;

  /** Came by a token: need not knock as a listener. */
  final boolean invited;

  /** Sent to the lobby by wrong PINs: whoever may enter without knocking, he may not. */
  final boolean suspect;

  CallId call;
  LegId leg;

  /** How he came: phone or browser. */
  String via;

  /** The phone that is a browser's sound, or null. */
  LegId phone;

  CallId phoneCall;

  String name;
  Role role;
  Place place;
  boolean mutedBySelf;
  boolean mutedByHost;
  boolean heldByPeer;
  boolean heldByApi;

  /** He hears nothing of the room. */
  boolean earmuffed;

  boolean handRaised;

  /** His own line is gone and may come back. */
  boolean away;

  int volumeDb;
  int listenVolumeDb;

  /** His coming starts the meeting: he need not wait for one whose coming does. */
  final boolean startOnEnter;

  /** His going ends the meeting. */
  final boolean endOnExit;

  /** Whose calls hear him and whom he hears, where an application says so; else null. */
  private final Set<CallId> canSpeak;

  private final Set<CallId> canHear;

  /** The legs of the room that he does not hear, as the mix was told. */
  Set<LegId> unheard = Set.of();

  /** When it began to wait or joined. */
  Moment since;

  /** How good the line is; what is not known is empty. */
  LineQuality line = LineQuality.UNKNOWN;

  /** The latest report of the line, until it was published. */
  LegReport report;

  /** When the line is to be measured next. */
  long measureAtNs;

  /** What the roster was last told of him, or null; see {@link #shown}. */
  RoomReply.Member told;

  private boolean speaking;
  private boolean speakingTold;
  private long speakingToldNs;
  private boolean everTold;

  Seat(ParticipantId id, RoomCommand.Claim claim, Role role) {
    this.id = id;
    this.call = claim.call();
    this.leg = claim.leg();
    this.name = claim.name();
    this.address = claim.address();
    this.via = claim.via();
    this.invited = claim.invited();
    this.suspect = claim.lobby();
    this.mutedBySelf = claim.muted();
    this.role = role;
    RoomCommand.Terms terms = claim.terms() == null ? RoomCommand.Terms.ORDINARY : claim.terms();
    this.startOnEnter = terms.startOnEnter();
    this.endOnExit = terms.endOnExit();
    this.canSpeak = terms.canSpeak() == null ? null : Set.copyOf(terms.canSpeak());
    this.canHear = terms.canHear() == null ? null : Set.copyOf(terms.canHear());
  }

  /** Those who wait for a meeting to start come in after him. */
  boolean starts() {
    return startOnEnter || host();
  }

  /** An application says who hears him, or whom he hears. */
  boolean restricted() {
    return canSpeak != null || canHear != null;
  }

  /** Neither's terms keep the speaker from him. */
  boolean mayHear(Seat speaker) {
    return speaker.isOneOf(canHear) && isOneOf(speaker.canSpeak);
  }

  /** {@code calls} null: all. */
  private boolean isOneOf(Set<CallId> calls) {
    return calls == null || calls.contains(call) || phoneCall != null && calls.contains(phoneCall);
  }

  boolean joined() {
    return place == Place.JOINED;
  }

  boolean host() {
    return role == Role.HOST;
  }

  boolean browser() {
    return via.equals(BROWSER);
  }

  boolean merged() {
    return phone != null;
  }

  /** The leg that is his sound. */
  LegId voice() {
    return merged() ? phone : leg;
  }

  /** His voice is in the mix. */
  boolean mixed() {
    return joined() && !gone();
  }

  /** Nothing comes from him nor reaches him now. */
  boolean gone() {
    return away && !merged();
  }

  boolean muted() {
    return mutedBySelf || mutedByHost || !role.speaks();
  }

  boolean held() {
    return heldByPeer || heldByApi;
  }

  MixSettings mix() {
    return new MixSettings(muted(), held(), earmuffed, volumeDb, listenVolumeDb, unheard);
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

  boolean audible() {
    return speaking && mixed() && !muted() && !held();
  }

  /** Another line than before: nothing is known of it. */
  void newLine(long nowNs) {
    speaking = false;
    report = null;
    line = LineQuality.UNKNOWN;
    measureAtNs = nowNs + Meters.EACH_NS;
  }

  long millisSince(long nowNs) {
    return Math.max(0, (nowNs - since.ns()) / 1_000_000);
  }

  RoomReply.Member member() {
    return member(speakingTold, listenVolumeDb);
  }

  /** What of him is a change of the roster: all but whether he speaks and how loud he listens. */
  RoomReply.Member shown() {
    return member(false, 0);
  }

  private RoomReply.Member member(boolean speaking, int listenVolumeDb) {
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
        earmuffed,
        handRaised,
        speaking,
        volumeDb,
        listenVolumeDb,
        joinedAt,
        merged() ? MERGED : via,
        gone(),
        line.word(),
        line.lossPercent());
  }
}
