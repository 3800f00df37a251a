// Requests and their replies, told apart by id.
import { ConvokeError, serverError } from "./errors.js";

export class Requests {
  #pending = new Map();
  #last = 0;
  #send;
  #timers;

  /** `send` takes a message; `timers` are there for tests. */
  constructor(send, timers = globalThis) {
    this.#send = send;
    this.#timers = timers;
  }

  /** Resolves with the reply, rejects with its error, or with `timeout`. */
  request(message, timeoutMs) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = this.#timers.setTimeout(() => {
        this.#pending.delete(id);
        reject(new ConvokeError("timeout"));
      }, timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.#send({ ...message, id });
    });
  }

  /** True when the message was the reply to a request. */
  settle(message) {
    const waiting = message.id === undefined ? undefined : this.#take(message.id);
    if (!waiting) {
      return false;
    }
    if (message.type === "error") {
      waiting.reject(serverError(message));
    } else {
      waiting.resolve(message);
    }
    return true;
  }

  /** Nobody will answer any more. */
  fail(error) {
    for (const id of [...this.#pending.keys()]) {
      this.#take(id).reject(error);
    }
  }

  #take(id) {
    const waiting = this.#pending.get(id);
    if (waiting) {
      this.#pending.delete(id);
      this.#timers.clearTimeout(waiting.timer);
    }
    return waiting;
  }
}
