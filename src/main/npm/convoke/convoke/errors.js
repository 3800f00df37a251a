// What can go wrong, each with a code to decide by and a sentence to show.

const SENTENCES = {
  no_webrtc: "This browser cannot make calls: it has no WebRTC.",
  insecure_origin: "The microphone is given to pages of https:// addresses only.",
  permission_denied: "The browser does not let this page use the microphone.",
  no_device: "There is no microphone.",
  device_busy: "Another program uses the microphone.",
  unsupported: "This browser cannot do that.",
  server_unreachable: "The bridge does not answer.",
  timeout: "The bridge took too long to answer.",
  origin_refused: "The bridge takes no connections from pages of this site.",
  no_media: "The connection stands, but no sound comes through.",
  token_expired: "The link or token has expired.",
  invalid_token: "The link or token is not valid.",
  token_required: "This room can be joined by personal invitation only.",
  room_full: "The room is full.",
  room_locked: "The room is locked.",
  room_closed: "The room has closed.",
  room_not_found: "There is no such room.",
  wrong_pin: "That is not the host PIN.",
  overloaded: "The bridge is busy.",
  unavailable: "The bridge cannot do that right now.",
  forbidden: "You may not do that.",
  replaced: "You joined from somewhere else.",
  connection_lost: "The connection was lost and did not come back.",
  reconnecting: "The connection is being restored.",
  ended: "The session is over.",
  invalid_request: "The bridge did not understand that.",
};

/** An error with a `code`; `field` names what of a request is to blame, `reason` why something is forbidden. */
export class ConvokeError extends Error {
  constructor(code, message, { field, reason, cause } = {}) {
    super(message || SENTENCES[code] || code, cause === undefined ? undefined : { cause });
    this.name = "ConvokeError";
    this.code = code;
    if (field) {
      this.field = field;
    }
    if (reason) {
      this.reason = reason;
    }
  }
}

/** Of getUserMedia. */
export function deviceError(cause) {
  const code =
    {
      NotAllowedError: "permission_denied",
      SecurityError: "permission_denied",
      NotFoundError: "no_device",
      OverconstrainedError: "no_device",
      NotReadableError: "device_busy",
      AbortError: "device_busy",
    }[cause?.name] ?? "no_device";
  return cause instanceof ConvokeError ? cause : new ConvokeError(code, null, { cause });
}

/** Of an error message of the bridge. */
export function serverError({ code, message, field, reason }) {
  return new ConvokeError(code || "unavailable", message, { field, reason });
}

/** Of the code that a WebSocket was closed with; null where a new connection may do better at once. */
export function closeError(code) {
  const name = {
    4400: "invalid_request",
    4401: "token_expired",
    4403: "origin_refused",
    4404: "room_not_found",
    4409: "replaced",
  }[code];
  return name ? new ConvokeError(name) : null;
}

/** With these a further try is pointless. */
export function isFinal(error) {
  return FINAL.has(error?.code);
}

const FINAL = new Set([
  "invalid_request",
  "invalid_offer",
  "invalid_token",
  "origin_refused",
  "replaced",
  "room_closed",
  "room_full",
  "room_locked",
  "room_not_found",
  "token_expired",
  "token_required",
]);
