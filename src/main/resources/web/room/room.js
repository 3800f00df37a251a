// In the room: the session's events go to the parts of the page that show them.
import { Chat } from "./chat.js";
import { Controls } from "./controls.js";
import { icon, make, the, view } from "./dom.js";
import { HostTools } from "./host.js";
import { Invitation } from "./invite.js";
import { LineState } from "./line.js";
import { Merge } from "./merge.js";
import { gathering, tell, words } from "./news.js";
import { People } from "./people.js";
import { Settings } from "./settings.js";
import { t } from "./words.js";

export class Room {
  #session;
  #parts;
  #role;

  constructor(session) {
    this.#session = session;
    const signal = new AbortController();
    const tools = new HostTools(session, signal.signal);
    const people = new People(session, tools, signal.signal);
    this.#parts = [
      tools,
      people,
      new Controls(session, signal.signal),
      new Chat(session, signal.signal),
      new LineState(session, signal.signal),
      new Invitation(session, signal.signal),
      new Merge(session, signal.signal),
      new Settings(session, signal.signal),
      { close: () => signal.abort() },
    ];
    this.#listen();
  }

  /** `admitted`: after a time in the lobby. */
  open(admitted) {
    this.#role = this.#session.me.role;
    view("room");
    this.#roomChanged(this.#session.room);
    this.#parts.forEach((part) => part.update?.());
    if (admitted) {
      tell(t("admitted"));
    }
  }

  close() {
    this.#parts.forEach((part) => part.close?.());
  }

  #listen() {
    const session = this.#session;
    const came = gathering("cameIn", "manyCame");
    const went = gathering("wentOut", "manyWent");
    const update = () => this.#parts.forEach((part) => part.update?.());
    session.on("participantJoined", (participant) => {
      if (participant.id !== session.me.id) {
        came(participant.name);
      }
    });
    session.on("participantLeft", ({ name, state, reason, id }) => {
      if (state === "joined" && id !== session.me.id) {
        reason === "removed" ? tell(t("wasRemoved", { name })) : went(name);
      }
    });
    session.on("participantWaiting", ({ name }) => tell(t("someoneWaits", { name })));
    session.on("participantChanged", (participant) => this.#changed(participant));
    session.on("roomChanged", (room) => this.#roomChanged(room));
    session.on("error", (error) => tell(words(error).join(" ")));
    for (const event of ["participantJoined", "participantLeft", "participantWaiting", "participantChanged"]) {
      session.on(event, update);
    }
    for (const event of ["roomChanged", "muted", "merged", "microphoneChanged", "reconnecting", "reconnected"]) {
      session.on(event, update);
    }
    this.#flags = { locked: session.room.locked, mutedAll: session.room.mutedAll };
  }

  #flags;
  #hands = new Set();

  #changed({ id, name, handRaised, role }) {
    if (handRaised && !this.#hands.has(id) && id !== this.#session.me.id) {
      tell(t("raisedHand", { name }));
    }
    handRaised ? this.#hands.add(id) : this.#hands.delete(id);
    if (id === this.#session.me.id && this.#role !== undefined && role !== this.#role) {
      if (role === "host") {
        tell(t("nowHost"));
      } else if (role === "listener") {
        tell(t("nowListener"));
      } else if (this.#role === "listener") {
        tell(t("mayspeak"));
      }
      this.#role = role;
    }
  }

  #roomChanged({ name, locked, mutedAll }) {
    the("title").replaceChildren(name, ...(locked ? [icon("lock"), hidden(t("locked"))] : []));
    the("room-title").textContent = name;
    if (locked !== this.#flags.locked) {
      tell(t(locked ? "roomLocked" : "roomUnlocked"));
    }
    if (mutedAll !== this.#flags.mutedAll) {
      tell(t(mutedAll ? "allMuted" : "allUnmuted"));
    }
    this.#flags = { locked, mutedAll };
  }
}

function hidden(text) {
  return make("span", { className: "visually-hidden", textContent: ` (${text})` });
}
