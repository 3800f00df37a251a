// Who is in the room, as the bridge tells it: a snapshot first, then changes with growing numbers. Pure: messages in,
// what the application has to be told out.

export class Roster {
  #people = new Map();
  #seq = -1;

  /** In the order in which they came; `state` joined, or waiting in the lobby. */
  people(state) {
    return [...this.#people.values()].filter((participant) => participant.state === state);
  }

  get(id) {
    return this.#people.get(id);
  }

  /** Takes a whole roster and returns [event, payload] pairs of what differs from before. */
  replace({ seq, participants }) {
    const events = [];
    const now = new Map(participants.map((participant) => [participant.id, participant]));
    for (const [id, before] of this.#people) {
      if (!now.has(id)) {
        events.push(["participantLeft", { ...before, reason: "unknown" }]);
      }
    }
    for (const [id, participant] of now) {
      events.push(...this.#difference(this.#people.get(id), participant));
    }
    this.#people = now;
    this.#seq = seq ?? -1;
    return events;
  }

  /** Takes one change. What is older than what is known is ignored. */
  apply(message) {
    if (message.seq !== undefined) {
      if (message.seq <= this.#seq) {
        return [];
      }
      this.#seq = message.seq;
    }
    switch (message.type) {
      case "participant":
        return this.#put(message.participant);
      case "participant_left":
        return this.#drop(message.participantId, message.reason);
      case "speaking":
        return this.#speaks(message.participantId, message.speaking);
      default:
        return [];
    }
  }

  #put(participant) {
    const before = this.#people.get(participant.id);
    this.#people.set(participant.id, participant);
    return this.#difference(before, participant);
  }

  #drop(id, reason) {
    const before = this.#people.get(id);
    this.#people.delete(id);
    return before ? [["participantLeft", { ...before, reason }]] : [];
  }

  #speaks(id, speaking) {
    const before = this.#people.get(id);
    if (!before || before.speaking === speaking) {
      return [];
    }
    const participant = { ...before, speaking };
    this.#people.set(id, participant);
    return [["speaking", { participantId: id, speaking, participant }]];
  }

  #difference(before, now) {
    if (now.state === "waiting" && !before) {
      return [["participantWaiting", now]];
    }
    if (!before || (before.state === "waiting" && now.state === "joined")) {
      return [["participantJoined", now]];
    }
    const events = [];
    const same = Object.keys({ ...before, ...now }).every((key) => key === "speaking" || before[key] === now[key]);
    if (!same) {
      events.push(["participantChanged", now]);
    }
    if (before.speaking !== now.speaking) {
      events.push(["speaking", { participantId: now.id, speaking: now.speaking, participant: now }]);
    }
    return events;
  }
}
