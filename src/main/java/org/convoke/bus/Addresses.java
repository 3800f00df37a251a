package org.convoke.bus;

/** Every address of the bus, with its owner, what it takes and what it replies. */
public final class Addresses {
  /**
   * Owner {@code pin}; takes {@link AdmissionQuery} by request, replies {@link AdmissionAnswer}.
   */
  public static final String ADMISSION = "admission";

  /** Owner {@code sip}; takes {@link CallCommand}; requests are answered by {@link CallReply}. */
  public static final String CALL = "call";

  /** Owner {@code ivr}; takes {@link IvrCommand}; no reply. */
  public static final String IVR = "ivr";

  /** Owner {@code room}; takes {@link RoomCommand}; requests are answered by {@link RoomReply}. */
  public static final String ROOM = "room";

  /**
   * Owner {@code room}; publishes {@link RoomNotice}: what befell a participant, to whoever talks
   * to its leg.
   */
  public static final String ROOM_NOTICES = "room.notices";

  /**
   * Owner {@code journal}; takes {@link Fact}; no reply. The order of sending is the order of the
   * story.
   */
  public static final String FACTS = "facts";

  /** Owner {@code journal}; publishes {@link Committed} after each transaction. */
  public static final String COMMITTED = "committed";

  /** Owner {@code media}; publishes {@link LegEvent}: what happened on a leg. */
  public static final String LEG_EVENTS = "leg.events";

  private Addresses() {}
}
