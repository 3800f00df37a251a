package org.convoke.web.socket;

import java.util.Locale;

/** Why a request was refused; {@code asyncapi.yaml} explains each. */
enum FaultCode {
  INVALID_JSON,
  INVALID_REQUEST,
  UNKNOWN_TYPE,
  NOT_AUTHENTICATED,
  ALREADY_AUTHENTICATED,
  NOT_JOINED,
  ALREADY_JOINED,
  WAITING,
  INVALID_TOKEN,
  TOKEN_EXPIRED,
  TOKEN_REQUIRED,
  ROOM_NOT_FOUND,
  ROOM_CLOSED,
  ROOM_FULL,
  ROOM_LOCKED,
  INVALID_OFFER,
  WRONG_PIN,
  FORBIDDEN,
  NO_SUCH_PARTICIPANT,
  RATE_LIMITED,
  OVERLOADED,
  UNAVAILABLE;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The code that another part of the bridge named; what nobody foresaw is unavailable. */
  static FaultCode of(String wire) {
    for (FaultCode code : values()) {
      if (code.wire().equals(wire)) {
        return code;
      }
    }
    return UNAVAILABLE;
  }
}
