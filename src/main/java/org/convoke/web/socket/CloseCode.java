package org.convoke.web.socket;

/** Why a socket is closed (RFC 6455 §7.4; from 4400 on our own). */
final class CloseCode {
  static final int NONE = 0;
  static final int DONE = 1000;
  static final int GOING_AWAY = 1001;
  static final int TEXT_ONLY = 1003;
  static final int POLICY = 1008;
  static final int TOO_BIG = 1009;
  static final int TRY_AGAIN = 1013;
  static final int MALFORMED = 4400;
  static final int NOT_AUTHENTICATED = 4401;
  static final int NO_ROOM = 4404;
  static final int SILENT = 4408;
  static final int REPLACED = 4409;

  private CloseCode() {}

  /** What a fault that came at a stage leads to; {@link #NONE}: the connection goes on. */
  static int after(FaultCode fault, Seat.Stage stage) {
    if (stage != Seat.Stage.FRESH) {
      return NONE;
    }
    return switch (fault) {
      case NOT_AUTHENTICATED, INVALID_TOKEN, TOKEN_EXPIRED, TOKEN_REQUIRED -> NOT_AUTHENTICATED;
      case ROOM_NOT_FOUND, ROOM_CLOSED -> NO_ROOM;
      case INVALID_JSON, INVALID_REQUEST, UNKNOWN_TYPE -> MALFORMED;
      case ALREADY_AUTHENTICATED,
          NOT_JOINED,
          ALREADY_JOINED,
          WAITING,
          ROOM_FULL,
          ROOM_LOCKED,
          INVALID_OFFER,
          WRONG_PIN,
          FORBIDDEN,
          NO_SUCH_PARTICIPANT,
          RATE_LIMITED,
          OVERLOADED,
          UNAVAILABLE ->
          NONE;
    };
  }
}
