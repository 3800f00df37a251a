package org.convoke.program;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.convoke.audio.Sound;
import org.convoke.bus.AdmissionQuery;
import org.convoke.bus.IvrCommand;
import org.convoke.bus.LegEvent;
import org.convoke.id.ApplicationId;
import org.convoke.id.CallId;
import org.convoke.id.LegId;
import org.convoke.id.ParticipantId;
import org.convoke.id.RoomId;
import org.convoke.media.OwnPlayback;
import org.convoke.ncco.ProgramInput;
import org.convoke.ncco.ProgramMachine;
import org.convoke.ncco.ProgramState;
import org.convoke.store.Applications.Application;
import org.convoke.vonage.Line;

/** What the verticle knows of one call that a program runs on. Owned by its event loop. */
final class ProgramCall {
  final CallId call;
  final LegId leg;
  final AdmissionQuery.Caller caller;
  final String name;
  final String language;
  final Map<String, String> headers;
  final ApplicationId applicationId;

  /** Null where it could not be found. */
  Application application;

  /** Null until the application was looked for; inputs wait till then. */
  ProgramMachine machine;

  ProgramState state = ProgramMachine.start();

  /** What happened while one step was being carried out, or before there was a machine. */
  final Deque<ProgramInput> inputs = new ArrayDeque<>();

  boolean stepping;

  /** Asks for a place in a room that somebody outside named; what happens meanwhile waits. */
  boolean moving;

  boolean ended;

  /** The timer for the state's deadline, or -1, and when it is due. */
  long timer = -1;

  long timerAtNs = ProgramState.NEVER;

  /** Counts what the caller was to hear: what comes late is not played any more. */
  long soundTurn;

  /** The turn of the music that is heard by one who is alone, or 0. */
  long aloneTurn;

  /** What the program lets him hear. */
  final OwnPlayback playback = new OwnPlayback();

  /** The playback of the last music, and the music. */
  long musicId;

  Sound music;

  /** What one hears who waits in the room; null: ours. */
  String musicUrl;

  /** The application was told that it cannot be played; once for each time he enters a room. */
  boolean musicFailed;

  /** The last key, for what is told of it. */
  LegEvent.DigitPressed lastKey;

  /** Keys are told one after the other. */
  Future<?> tells = Future.succeededFuture();

  int tellsPending;

  /** Counts programs that came from elsewhere: a key that was told before them has no say. */
  int replaced;

  boolean tellsDropped;

  // --- the place in a room

  /** Null while it has none. */
  RoomId room;

  /** The room that it gave up, until a transfer was told as coming from there. */
  RoomId roomLeft;

  ParticipantId participant;
  boolean alone;

  /** Taken out of the mix by the API; {@link #heldByPeer} is his own phone's hold. */
  boolean heldByHost;

  boolean heldByPeer;

  /** Claims and leaves, one after the other. */
  Future<?> seatWork = Future.succeededFuture();

  ProgramCall(IvrCommand.Begin begin, ApplicationId application) {
    this.call = begin.call();
    this.leg = begin.leg();
    this.caller = begin.caller();
    this.name = begin.name();
    this.language = begin.language();
    this.headers = begin.headers();
    this.applicationId = application;
  }

  /** Too late to go on with anything else. */
  boolean isEnding() {
    return state instanceof ProgramState.Leaving || state instanceof ProgramState.Over;
  }

  Line line() {
    return new Line(call, room, applicationId, caller.from(), caller.dialled());
  }
}
