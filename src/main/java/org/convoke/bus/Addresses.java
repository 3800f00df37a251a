package org.convoke.bus;

/** Every address of the bus, with its owner, what it takes and what it replies. */
public final class Addresses {
  /**
   * Owner {@code pin}; takes {@link AdmissionQuery} by request, replies {@link AdmissionAnswer}.
   */
  public static final String ADMISSION = "admission";

  /** Owner {@code pin}; takes {@link PinChange}; no reply. */
  public static final String PIN_CHANGES = "pin.changes";

  /** Owner {@code sip}; takes {@link CallCommand}; requests are answered by {@link CallReply}. */
  public static final String CALL = "call";

  /** Owner {@code webrtc}; as {@link #CALL}, for the calls that are sessions of browsers. */
  public static final String BROWSER_CALL = "browser.call";

  /**
   * Owner {@code webrtc}; takes {@link BrowserCommand}; requests are answered by {@link
   * BrowserReply}.
   */
  public static final String BROWSER = "browser";

  /** Owner {@code webrtc}; publishes {@link BrowserNotice}. */
  public static final String BROWSER_NOTICES = "browser.notices";

  /** Owner {@code ivr}; takes {@link IvrCommand}; no reply. */
  public static final String IVR = "ivr";

  /**
   * Owner {@code program}; takes {@link IvrCommand} as {@link #IVR} does, of the calls that lead to
   * an application, and {@link ProgramCommand}; each is answered by {@link CallReply}.
   */
  public static final String PROGRAM = "program";

  /** Owner {@code room}; takes {@link RoomCommand}; requests are answered by {@link RoomReply}. */
  public static final String ROOM = "room";

  /** Owner {@code room}; takes {@link SeatQuery} by request, replies {@link SeatReply}. */
  public static final String SEATS = "seats";

  /**
   * Owner {@code room}; publishes {@link RoomNotice}: what befell a participant, to whoever talks
   * to its leg.
   */
  public static final String ROOM_NOTICES = "room.notices";

  /** Owner {@code room}; publishes {@link RoomChange}: the roster as it changes. */
  public static final String ROOM_CHANGES = "room.changes";

  /**
   * Owner {@code journal}; takes {@link Fact}; no reply. The order of sending is the order of the
   * story.
   */
  public static final String FACTS = "facts";

  /** Owner {@code journal}; publishes {@link Committed} after each transaction. */
  public static final String COMMITTED = "committed";

  /** Owner {@code media}; publishes {@link LegEvent}: what happened on a leg. */
  public static final String LEG_EVENTS = "leg.events";

  /** Owner {@code media}; publishes {@link LegSpeech}: who speaks on which leg, and how loud. */
  public static final String LEG_SPEECH = "leg.speech";

  /** Owner {@code voice}; takes {@link VoiceCommand} by request, replies {@link VoiceReply}. */
  public static final String VOICE = "voice";

  private Addresses() {}
}
