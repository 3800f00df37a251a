// Before joining: name, microphone, level, and a plain sentence for whatever is in the way.
import { Convoke } from "/convoke.js";
import { level, make, memory, the } from "./dom.js";
import { words } from "./news.js";
import { t } from "./words.js";

const LEVEL_MS = 80;
const PEOPLE_MS = 5000;
const DEVICE = ["permission_denied", "no_device", "device_busy"];

export class Lobby {
  #listener;
  #join;
  #invited;
  #microphone = null;
  #opening = null;
  #timers = [];

  /** `invited` says whether there is a token; `join` is given what to join with, and throws a ConvokeError. */
  constructor({ listener, name, invited, join }) {
    this.#listener = listener;
    this.#invited = invited;
    this.#join = join;
    the("name").value = name ?? memory.get("name") ?? "";
    the("muted").checked = memory.get("muted") === "true";
    the("muted").addEventListener("change", ({ target }) => memory.set("muted", target.checked));
    the("microphone").addEventListener("change", ({ target }) => this.#choose(target.value));
    the("join-form").addEventListener("submit", (event) => this.#submit(event));
    document.addEventListener("visibilitychange", () => this.#count());
    if (listener) {
      the("join").textContent = t("listen");
    }
    this.#pinOnDemand();
  }

  /** Begins, or begins again after a session. */
  open() {
    this.#say(null);
    this.#count();
    const timers = [setInterval(() => this.#count(), PEOPLE_MS)];
    const problem = this.#uninvited() ?? Convoke.problem({ listener: this.#listener });
    if (problem) {
      this.#say(problem);
    } else if (!this.#listener) {
      this.#openMicrophone();
      timers.push(setInterval(() => level(the("meter"), this.#microphone?.level ?? 0), LEVEL_MS));
    }
    this.#timers = timers;
    (the("name").value ? the("join") : the("name")).focus();
  }

  /** The link alone does not open every room. */
  #uninvited() {
    return document.body.dataset.access === "token" && !this.#invited() ? { code: "token_required" } : null;
  }

  #close() {
    this.#timers.forEach(clearInterval);
    this.#microphone = null;
  }

  /** One at a time: a second call waits for the first. */
  async #openMicrophone() {
    this.#opening ??= this.#ask().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #ask() {
    try {
      this.#microphone = await Convoke.preview({ deviceId: memory.get("microphone") || undefined });
      this.#microphone.on("devicesChanged", () => this.#list());
      this.#microphone.on("changed", () => this.#list());
      this.#microphone.on("lost", (error) => {
        this.#microphone = null;
        this.#say(error);
      });
      await this.#list();
      this.#say(null);
      return null;
    } catch (error) {
      this.#say(error);
      return error;
    }
  }

  async #list() {
    const { microphones } = await this.#microphone.devices();
    const options = microphones.map(({ id, label }) => make("option", { value: id, textContent: label }));
    the("microphone").replaceChildren(...options);
    the("microphone").value = this.#microphone.deviceId;
    the("microphone").disabled = false;
  }

  async #choose(id) {
    memory.set("microphone", id);
    try {
      await this.#microphone.setMicrophone(id);
      this.#say(null);
    } catch (error) {
      this.#say(error);
    }
  }

  async #submit(event) {
    event.preventDefault();
    if (!this.#listener && !this.#microphone && (await this.#openMicrophone())) {
      return;
    }
    await this.#enter({ microphone: this.#microphone ?? undefined });
  }

  async #enter(options) {
    const button = the("join");
    const text = button.textContent;
    button.disabled = true;
    button.textContent = t("joining");
    this.#say(null);
    try {
      await this.#join({
        name: the("name").value.trim(),
        muted: the("muted").checked,
        hostPin: the("host-pin").value || undefined,
        ...options,
      });
      the("host-pin").value = "";
      this.#close();
    } catch (error) {
      this.#say(error);
    } finally {
      button.disabled = false;
      button.textContent = text;
    }
  }

  /** What is in the way, and what one can do; null clears it. */
  #say(error) {
    the("problem").hidden = error === null;
    document.body.dataset.microphone = DEVICE.includes(error?.code) ? "none" : "";
    if (error === null) {
      return;
    }
    const [what, advice] = words(error);
    the("problem-text").textContent = what;
    the("problem-advice").textContent = advice;
    const actions = [];
    if (DEVICE.includes(error.code)) {
      actions.push(["askAgain", () => this.#openMicrophone()]);
    }
    if (DEVICE.includes(error.code) || error.code === "insecure_origin") {
      actions.push(["withoutMicrophone", () => this.#withoutMicrophone()]);
    }
    the("problem-actions").replaceChildren(
      ...actions.map(([text, onclick]) => make("button", { type: "button", className: "quiet", textContent: t(text), onclick })),
    );
    if (error.code === "wrong_pin") {
      the("host-pin-fold").open = true;
      the("host-pin").focus();
    }
    if (["no_webrtc", "insecure_origin", "token_required", "server_unreachable"].includes(error.code)) {
      the("phone-fold").open = true;
    }
    the("join-form").hidden = ["no_webrtc", "token_required"].includes(error.code);
  }

  #withoutMicrophone() {
    if (the("join-form").reportValidity()) {
      this.#enter({ listener: true });
    }
  }

  async #count() {
    if (document.hidden || document.body.dataset.view !== "lobby") {
      return;
    }
    try {
      const answer = await fetch(`/room/${encodeURIComponent(document.body.dataset.slug)}/people`);
      if (answer.ok) {
        const { participants_count: count } = await answer.json();
        the("people").textContent = count === 0 ? t("nobodyHere") : t("peopleHere", count);
      }
    } catch {
      // The bridge is away for a moment; the next round asks again.
    }
  }

  /** Somebody may look over the shoulder. */
  #pinOnDemand() {
    const pin = the("pin");
    const masked = pin?.textContent;
    pin?.addEventListener("click", () => {
      const shown = pin.textContent === masked;
      pin.textContent = shown ? pin.dataset.pin : masked;
      the("pin-hint").textContent = t(shown ? "clickToHide" : "clickToShow");
    });
  }
}
