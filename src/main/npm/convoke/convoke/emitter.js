// Events the plain way: on(), once(), off().

export class Emitter {
  #handlers = new Map();

  /** Calls `handler` at each such event. Returns a function that ends that. */
  on(event, handler) {
    if (!this.#handlers.has(event)) {
      this.#handlers.set(event, new Set());
    }
    this.#handlers.get(event).add(handler);
    return () => this.off(event, handler);
  }

  /** As on(), but for the next such event alone. */
  once(event, handler) {
    const off = this.on(event, (payload) => {
      off();
      handler(payload);
    });
    return off;
  }

  off(event, handler) {
    this.#handlers.get(event)?.delete(handler);
  }

  /** A handler that throws is the application's fault: it is reported and harms nobody else. */
  emit(event, payload) {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        handler(payload);
      } catch (error) {
        globalThis.reportError ? reportError(error) : console.error(error);
      }
    }
  }
}
