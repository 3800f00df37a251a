// What hosts may do. The bridge decides who is one: others get the error `forbidden`.

export class Host {
  #request;

  constructor(request) {
    this.#request = request;
  }

  muteParticipant(participantId, muted = true) {
    return this.#request({ type: "mute_participant", participant_id: participantId, muted });
  }

  lowerHand(participantId) {
    return this.#request({ type: "lower_hand", participant_id: participantId });
  }

  /** Everyone but the hosts, and those who come later. */
  muteAll(muted = true) {
    return this.#request({ type: "mute_all", muted });
  }

  remove(participantId) {
    return this.#request({ type: "remove", participant_id: participantId });
  }

  /** Lets in who waits; without an id all of them. */
  admit(participantId) {
    return this.#request(participantId ? { type: "admit", participant_id: participantId } : { type: "admit" });
  }

  lock(locked = true) {
    return this.#request({ type: "lock", locked });
  }

  /** For everybody. */
  end() {
    return this.#request({ type: "end" });
  }

  /** host, speaker, guest or listener. */
  setRole(participantId, role) {
    return this.#request({ type: "set_role", participant_id: participantId, role });
  }

  /** How loud the others hear him, -40 to 20 dB. */
  setVolume(participantId, volumeDb) {
    return this.#request({ type: "set_volume", participant_id: participantId, volume_db: volumeDb });
  }

  /** Resolves with { pin, hostPin }; the old ones open nothing any more. */
  async newPin() {
    const { pin, hostPin } = await this.#request({ type: "new_pin" });
    return { pin, hostPin };
  }
}
