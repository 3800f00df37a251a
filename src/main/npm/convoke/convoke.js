// Convoke in the browser: join a room of the bridge, hear it and be heard. No dependencies, no build step.
//
//   import { Convoke } from "https://bridge.example.com/convoke.js";
//   const session = await Convoke.join({ url: "https://bridge.example.com/room/monday", name: "Ada" });
//   session.on("participantJoined", (participant) => console.log(participant.name));
//
// What it speaks is described in the bridge's /asyncapi.yaml, what it offers in convoke.d.ts beside this file.
import { check } from "./convoke/environment.js";
import { ConvokeError } from "./convoke/errors.js";
import { Microphone } from "./convoke/microphone.js";
import { Session } from "./convoke/session.js";

export const Convoke = {
  /** Joins a room. Resolves when the bridge gave a seat, in the room or in its lobby. */
  join(options = {}) {
    return Session.join(options);
  },

  /** Opens the microphone before joining: its level, the choice of devices. Hand it to join() as `microphone`. */
  preview(options = {}) {
    return Microphone.open(options);
  },

  /** What keeps this page from joining, as a ConvokeError; null when nothing does. */
  problem(options = {}) {
    return check(options);
  },
};

export { ConvokeError };
export default Convoke;
