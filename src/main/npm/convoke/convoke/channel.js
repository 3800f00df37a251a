// One WebSocket that speaks convoke.v1: requests and replies, what the bridge pushes, and whether it still lives.
import { Emitter } from "./emitter.js";
import { ConvokeError, closeError } from "./errors.js";
import { fromWire } from "./names.js";
import { Requests } from "./requests.js";

const PROTOCOL = "convoke.v1";
const REPLY_MS = 8000;
const PONG_MS = 2000;
/** A connection that hangs may hang because its first packet was lost: another one is tried beside it. */
const NEXT_SOCKET_MS = 1200;

/** Events: message (what was pushed), closed (a ConvokeError when the bridge said why, else null). */
export class Channel extends Emitter {
  #socket;
  #requests;
  #heardAt = performance.now();

  /** Resolves with a channel whose connection stands; rejects when none does within `timeoutMs`. */
  static async open(address, timeoutMs) {
    return new Channel(await connect(address, timeoutMs));
  }

  constructor(socket) {
    super();
    this.#socket = socket;
    this.#requests = new Requests((message) => this.#socket.send(JSON.stringify(message)));
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = ({ code }) => this.#gone(closeError(code));
    socket.onerror = null;
  }

  /** How long nothing has come, in milliseconds. */
  get silentMs() {
    return performance.now() - this.#heardAt;
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Resolves with the reply; rejects with the bridge's error, `timeout`, or `server_unreachable`. */
  async request(message, timeoutMs = REPLY_MS) {
    if (!this.open) {
      throw new ConvokeError("server_unreachable");
    }
    return this.#requests.request(message, timeoutMs);
  }

  /** Rejects when the bridge does not answer at once. */
  ping() {
    return this.request({ type: "ping" }, PONG_MS);
  }

  /** Ends it without a word from it. */
  close() {
    const socket = this.#socket;
    if (socket) {
      this.#socket = null;
      socket.onmessage = socket.onclose = null;
      socket.close(1000);
      this.#requests.fail(new ConvokeError("ended"));
    }
  }

  #hear(data) {
    this.#heardAt = performance.now();
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    // The keys of levels are ids, not names of fields.
    message = message.type === "levels" ? message : fromWire(message);
    if (!this.#requests.settle(message)) {
      this.emit("message", message);
    }
  }

  #gone(error) {
    this.#socket = null;
    this.#requests.fail(error ?? new ConvokeError("server_unreachable"));
    this.emit("closed", error);
  }
}

/** The first of up to three sockets that opens. */
function connect(address, timeoutMs) {
  return new Promise((resolve, reject) => {
    const sockets = new Set();
    let timers = [];
    const done = (winner, error) => {
      timers.forEach(clearTimeout);
      timers = [];
      for (const socket of sockets) {
        socket.onopen = socket.onclose = socket.onerror = null;
        if (socket !== winner) {
          socket.close();
        }
      }
      if (winner) {
        resolve(winner);
      } else {
        reject(error);
      }
    };
    const start = () => {
      const socket = new WebSocket(address, PROTOCOL);
      sockets.add(socket);
      socket.onopen = () => done(socket);
      socket.onclose = ({ code }) => {
        sockets.delete(socket);
        // One that is refused is not asked again here: the next try is later.
        if (sockets.size === 0) {
          done(null, closeError(code) ?? new ConvokeError(code === 1013 ? "overloaded" : "server_unreachable"));
        }
      };
    };
    timers.push(setTimeout(() => done(null, new ConvokeError("server_unreachable")), timeoutMs));
    timers.push(setTimeout(start, NEXT_SOCKET_MS), setTimeout(start, 2 * NEXT_SOCKET_MS));
    start();
  });
}
