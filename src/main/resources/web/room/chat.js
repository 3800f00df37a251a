// Text messages to all.
import { make, the } from "./dom.js";
import { attempt, tell } from "./news.js";
import { t, time } from "./words.js";

const MOST = 500;

export class Chat {
  #session;
  #unread = 0;

  constructor(session, signal) {
    this.#session = session;
    const on = (id, event, handler) => the(id).addEventListener(event, handler, { signal });
    on("chat", "click", () => this.#show(!this.#open));
    on("chat-close", "click", () => this.#show(false));
    on("chat-panel", "keydown", ({ key }) => key === "Escape" && this.#show(false));
    on("chat-form", "submit", (event) => this.#send(event));
    session.on("text", (message) => this.#add(message));
  }

  close() {
    delete document.body.dataset.chat;
  }

  get #open() {
    return document.body.dataset.chat === "open";
  }

  #show(open) {
    document.body.dataset.chat = open ? "open" : "closed";
    the("chat").setAttribute("aria-expanded", String(open));
    this.#count(0);
    (open ? the("chat-text") : the("chat")).focus();
    the("chat-log").scrollTop = the("chat-log").scrollHeight;
  }

  async #send(event) {
    event.preventDefault();
    const field = the("chat-text");
    const text = field.value.trim();
    if (text && (await attempt(this.#session.sendText(text)))) {
      field.value = "";
    }
  }

  #add({ name, text, sentAt, mine }) {
    const log = the("chat-log");
    const atEnd = log.scrollTop + log.clientHeight > log.scrollHeight - 40;
    the("chat-empty").hidden = true;
    const by = make("p", { className: "by" }, make("b", { textContent: mine ? t("you") : name }), ` ${time(new Date(sentAt))}`);
    log.append(make("div", { className: "text" }, by, make("p", { className: "said", textContent: text })));
    while (log.children.length > MOST) {
      log.children[1].remove();
    }
    if (atEnd || mine) {
      log.scrollTop = log.scrollHeight;
    }
    if (!this.#open && !mine) {
      this.#count(this.#unread + 1);
      tell(t("newMessage", { name, text: text.length > 80 ? `${text.slice(0, 80)} …` : text }));
    }
  }

  #count(unread) {
    this.#unread = unread;
    the("unread").hidden = unread === 0;
    the("unread").textContent = unread;
  }
}
