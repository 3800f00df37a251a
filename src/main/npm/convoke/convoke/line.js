// The media of a session: one RTCPeerConnection with one audio line. It is never mended: a session whose network went
// makes a new one, with a fresh offer.
import { Emitter } from "./emitter.js";

/** Browsers say "disconnected" at a short dropout too, and "connected" again a moment later. */
const DROPOUT_MS = 1500;

/** Events: connected, lost. */
export class Line extends Emitter {
  #connection;
  #sender;
  #dropout;
  #stream = new MediaStream();

  /**
   * @param track what is sent; null for one who only listens
   * @param configuration of the RTCPeerConnection: iceServers and the like
   */
  constructor(track, configuration) {
    super();
    this.#connection = new RTCPeerConnection({ bundlePolicy: "max-bundle", ...configuration });
    this.#connection.onconnectionstatechange = () => this.#changed();
    const transceiver = this.#connection.addTransceiver(track ?? "audio", {
      direction: track ? "sendrecv" : "recvonly",
    });
    this.#sender = track ? transceiver.sender : null;
    this.#stream.addTrack(transceiver.receiver.track);
  }

  /** What the room sounds like. */
  get stream() {
    return this.#stream;
  }

  get connection() {
    return this.#connection;
  }

  get connected() {
    return this.#connection.connectionState === "connected";
  }

  /** The offer as it stands at once: the bridge learns our addresses from our checks. */
  async offer() {
    await this.#connection.setLocalDescription();
    return this.#connection.localDescription.sdp;
  }

  accept(answer) {
    return this.#connection.setRemoteDescription({ type: "answer", sdp: answer });
  }

  /** Resolves when sound can flow; rejects with `error` after `timeoutMs`, or when it failed. */
  established(timeoutMs, error) {
    return new Promise((resolve, reject) => {
      if (this.connected) {
        resolve();
        return;
      }
      const timer = setTimeout(() => end(reject, error), timeoutMs);
      const offs = [this.on("connected", () => end(resolve)), this.on("lost", () => end(reject, error))];
      const end = (settle, value) => {
        clearTimeout(timer);
        offs.forEach((off) => off());
        settle(value);
      };
    });
  }

  /** Another microphone, without a new offer. */
  async replace(track) {
    await this.#sender?.replaceTrack(track);
  }

  stats() {
    return this.#connection.getStats();
  }

  close() {
    clearTimeout(this.#dropout);
    this.#connection.onconnectionstatechange = null;
    this.#connection.close();
  }

  #changed() {
    clearTimeout(this.#dropout);
    switch (this.#connection.connectionState) {
      case "connected":
        this.emit("connected");
        break;
      case "disconnected":
        this.#dropout = setTimeout(() => this.emit("lost"), DROPOUT_MS);
        break;
      case "failed":
      case "closed":
        this.emit("lost");
        break;
    }
  }
}
