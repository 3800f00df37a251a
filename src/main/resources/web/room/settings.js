// Name, microphone, speaker and keys, while in the room.
import { level, make, memory, open, the } from "./dom.js";
import { attempt, words } from "./news.js";

const LEVEL_MS = 80;

export class Settings {
  #session;
  #timer;

  constructor(session, signal) {
    this.#session = session;
    const on = (id, event, handler) => the(id).addEventListener(event, handler, { signal });
    on("settings", "click", () => this.#show());
    on("settings-dialog", "close", () => clearInterval(this.#timer));
    on("name-form", "submit", (event) => this.#rename(event));
    on("room-microphone", "change", ({ target }) => this.#choose(target.value, (id) => session.setMicrophone(id)));
    on("room-speaker", "change", ({ target }) => this.#choose(target.value, (id) => session.setSpeaker(id)));
    on("shortcuts", "change", ({ target }) => memory.set("shortcuts", target.checked ? "on" : "off"));
    session.on("devicesChanged", () => the("settings-dialog").open && this.#list());
  }

  close() {
    clearInterval(this.#timer);
  }

  async #show() {
    the("new-name").value = this.#session.me.name;
    the("shortcuts").checked = memory.get("shortcuts") !== "off";
    this.#say(null);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => level(the("room-meter"), this.#session.microphone?.level ?? 0), LEVEL_MS);
    open(the("settings-dialog"));
    await this.#list();
  }

  async #list() {
    const { microphones, speakers } = await this.#session.devices();
    const microphone = this.#session.microphone;
    fill(the("room-microphone"), microphones, microphone?.deviceId);
    fill(the("room-speaker"), speakers, the("sound").sinkId || "default");
    the("room-microphone").closest("label").hidden = the("room-meter").hidden = microphone === null;
    the("speaker-field").hidden = speakers.length === 0;
  }

  async #choose(id, choose) {
    try {
      await choose(id);
      this.#say(null);
    } catch (error) {
      this.#say(words(error).join(" "));
    }
    await this.#list();
  }

  async #rename(event) {
    event.preventDefault();
    const name = the("new-name").value.trim();
    if (name && name !== this.#session.me.name) {
      memory.set("name", name);
      await attempt(this.#session.setName(name));
    }
    the("settings-dialog").close();
  }

  #say(text) {
    the("settings-error").hidden = text === null;
    the("settings-error").textContent = text ?? "";
  }
}

function fill(select, devices, chosen) {
  select.replaceChildren(...devices.map(({ id, label }) => make("option", { value: id, textContent: label })));
  select.value = chosen;
}
