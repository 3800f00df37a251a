package org.convoke.webrtc;

/** Why a room does not let a browser in, as codes and sentences. Pure. */
final class Refusals {
  private Refusals() {}

  /** Of RoomReply.Refused's reason. It is also the cause of call.completed. */
  static String code(String why) {
    return switch (why) {
      case "full" -> "room_full";
      case "locked" -> "room_locked";
      case "closed" -> "room_closed";
      default -> "unavailable";
    };
  }

  static String sentence(String code) {
    return switch (code) {
      case "room_full" -> "The room is full.";
      case "room_locked" -> "The room is locked.";
      case "room_closed" -> "The room is closed.";
      default -> "The room cannot be entered now.";
    };
  }
}
