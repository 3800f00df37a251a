package org.convoke.ivr;

import io.vertx.core.Future;
import org.convoke.audio.Sound;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.RoomReply;
import org.convoke.dialin.PinDialogue;
import org.convoke.dialin.State;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.media.OwnPlayback;

/** What the verticle knows of one call it talks to. Owned by its event loop. */
final class Conversation {
  final CallId call;
  final LegId leg;
  final AdmissionQuery.Caller caller;
  final String name;
  String language;
  State state = PinDialogue.start();

  /** The playback that is being said, or 0. */
  long saying;

  /** What is heard until something else is, or null; while it is, nothing is being said. */
  Sound background;

  /** What the dialogue lets him hear. */
  final OwnPlayback playback = new OwnPlayback();

  /** The timer for the earliest deadline, or -1, and when it is due. */
  long timer = -1;

  long timerAtNs = State.NEVER;

  /** Null before a seat was given. */
  RoomId room;

  ParticipantId participant;

  /** The participant is a browser's, and this call its sound. */
  boolean merged;

  boolean heldByPeer;

  /** Of the last PIN or code, under way or done; the end of the call waits for it. */
  Future<?> verdict = Future.succeededFuture();

  /** Of a code keyed in the room, which is told before the call's end, too. */
  Future<?> codeVerdict = Future.succeededFuture();

  /** The claim that is under way, or done; the end of the call waits for it. */
  Future<RoomReply> claim;

  boolean ended;

  /** Keys that may become a sequence, and until when. */
  String keys = "";

  long keysUntilNs = State.NEVER;

  /** The end of the meeting was asked for and may be confirmed until then. */
  long endUntilNs = State.NEVER;

  /** Key sequences are answered one after the other. */
  Future<Void> answers = Future.succeededFuture();

  int answersPending;

  /** Codes keyed in the room so far. */
  int codes;

  Conversation(IvrCommand.Begin begin, String language) {
    this.call = begin.call();
    this.leg = begin.leg();
    this.caller = begin.caller();
    this.name = begin.name();
    this.language = language;
  }

  /** It is in a room, or waits to be let in. */
  boolean placed() {
    return participant != null
        && !ended
        && (state instanceof State.Seated || state instanceof State.Waiting);
  }

  boolean seated() {
    return state instanceof State.Seated && participant != null;
  }
}
