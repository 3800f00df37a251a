// Notices within 5 s that the network is gone. A WebSocket says nothing about that for minutes, so somebody has to ask:
// but only when neither the socket nor the line has brought anything for a while.

const TICK_MS = 1000;
const QUIET_MS = 2000;
/** The browser checks its line each 2.5 s at least: whoever gets no answer to that for so long has none. */
const DEAF_MS = 5000;
const PING_MS = 30_000;

export class Watch {
  #channel;
  #line;
  #onDead;
  #timer;
  #received = -1;
  #receivedAt = performance.now();
  #pingedAt = performance.now();
  #asking = false;
  #wake = () => this.#ask();
  #visible = () => document.visibilityState === "visible" && this.#ask();

  /** `onDead` is called once, when the bridge did not answer. */
  constructor(channel, line, onDead) {
    this.#channel = channel;
    this.#line = line;
    this.#onDead = onDead;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    addEventListener("online", this.#wake);
    document.addEventListener("visibilitychange", this.#visible);
    navigator.connection?.addEventListener?.("change", this.#wake);
  }

  stop() {
    clearInterval(this.#timer);
    removeEventListener("online", this.#wake);
    document.removeEventListener("visibilitychange", this.#visible);
    navigator.connection?.removeEventListener?.("change", this.#wake);
    this.#onDead = null;
  }

  async #tick() {
    const { received, answers } = count(await this.#line.stats());
    if (!this.#onDead) {
      return;
    }
    const now = performance.now();
    if (received !== this.#received) {
      this.#received = received;
      this.#receivedAt = now;
    }
    if (answers && now - this.#receivedAt > DEAF_MS) {
      this.#onDead();
      return;
    }
    const quietMs = Math.min(now - this.#receivedAt, this.#channel.silentMs);
    if (quietMs > QUIET_MS || now - this.#pingedAt > PING_MS) {
      await this.#ask();
    }
  }

  async #ask() {
    if (this.#asking || !this.#onDead) {
      return;
    }
    this.#asking = true;
    this.#pingedAt = performance.now();
    try {
      await this.#channel.ping();
    } catch (error) {
      // An error that was sent is an answer too.
      if (error.code === "timeout" || error.code === "server_unreachable") {
        this.#onDead?.();
      }
    } finally {
      this.#asking = false;
    }
  }
}

/** `received` grows with whatever arrives: sound, reports, answers to the browser's checks. */
function count(stats) {
  let received = 0;
  let answers = false;
  for (const entry of stats.values()) {
    if (entry.type === "inbound-rtp") {
      received += entry.packetsReceived ?? 0;
    } else if (entry.type === "transport") {
      received += entry.bytesReceived ?? 0;
    } else if (entry.type === "candidate-pair") {
      received += (entry.responsesReceived ?? 0) + (entry.bytesReceived ?? 0);
      answers ||= entry.responsesReceived > 0;
    }
  }
  return { received, answers };
}
