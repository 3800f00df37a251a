// What the bridge pushes, beside changes of the roster: one handler each. `session` is what they may do to it.

import { serverError } from "./errors.js";

/** @type {Record<string, (session: object, message: object) => void>} */
export const handlers = {
  levels: (session, { levels }) => session.emit("levels", levels),

  quality: (session, message) => session.emit("quality", quality(message)),

  text: (session, { participantId, name, text, sentAt }) =>
    session.emit("text", { participantId, name, text, sentAt, mine: session.isMe(participantId) }),

  room: (session, { locked, mutedAll }) => session.update({ locked, mutedAll }),

  roster: (session, { seq, participants, locked, mutedAll, room }) =>
    session.update({ ...room, seq, participants, ...(locked === undefined ? {} : { locked, mutedAll }) }),

  pin: (session, { pin, hostPin }) => session.update(hostPin ? { pin, hostPin } : { pin }),

  admitted: (session, { room, roster }) => {
    session.admitted();
    session.update({ ...room, ...roster });
    session.emit("admitted", {});
  },

  muted: (session, { muted, by }) => session.muted(muted, by),

  merged: (session, { merged }) => session.emit("merged", { merged }),

  someone_waits: (session) => session.emit("someoneWaits", {}),

  media: (session, { state }) => {
    if (state === "lost") {
      session.lost();
    }
  },

  token_expiring: (session, { expiresAt }) => session.expiring(expiresAt),

  // A bridge that starts anew is back in seconds, and the token opens the same room.
  ended: (session, { reason }) => (reason === "bridge_stopping" ? session.lost() : session.end(reason)),

  error: (session, message) => session.emit("error", serverError(message)),
};

/** The wire says fractions, people say percent. What is not known yet is null. */
function quality({ participantId, lossReceived, lossSent, jitterMs, roundTripMs, mos, line }) {
  const rounded = (value, digits) => (value === undefined ? null : Number(value.toFixed(digits)));
  return {
    participantId,
    lossReceivedPercent: rounded(lossReceived && lossReceived * 100, 1),
    lossSentPercent: rounded(lossSent && lossSent * 100, 1),
    jitterMs: rounded(jitterMs, 0),
    roundTripMs: rounded(roundTripMs, 0),
    mos: rounded(mos, 2),
    line,
  };
}
