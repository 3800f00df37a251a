// My microphone, hand and hold, by button and by key: M mutes, holding Space speaks while muted.
import { level, memory, the } from "./dom.js";
import { attempt, tell } from "./news.js";
import { t } from "./words.js";

const LEVEL_MS = 100;
/** Shorter than this, a press on the button was a click. */
const CLICK_MS = 300;
const TALKING = 0.45;
const TALKING_MS = 900;
const REMIND_MS = 20_000;
const KEY_HINTS = ["hintOpen", "hintMuted", "hintSpeaking"];

export class Controls {
  #session;
  #talkingSince = null;
  #pressedAt = 0;
  #loudSince = 0;
  #remindedAt = -REMIND_MS;
  #timer;

  constructor(session, signal) {
    this.#session = session;
    const on = (target, event, handler) => target.addEventListener(event, handler, { signal });
    on(the("mute"), "click", () => this.#toggle());
    on(the("hand"), "click", () => attempt(session.raiseHand(!session.me.handRaised)));
    on(the("hold"), "click", () => attempt(session.hold(!session.held)));
    on(document, "keydown", (event) => this.#down(event));
    on(document, "keyup", (event) => this.#up(event));
    on(window, "blur", () => this.#release());
    session.on("muted", ({ muted, by }) => this.#told(muted, by));
    session.on("merged", ({ merged }) => tell(t(merged ? "nowMerged" : "nowUnmerged")));
    session.on("microphoneChanged", ({ label, reason }) =>
      tell(t(reason === "unplugged" ? "microphoneGone" : "microphoneNow", { name: label })),
    );
    this.#timer = setInterval(() => this.#listen(), LEVEL_MS);
  }

  close() {
    clearInterval(this.#timer);
  }

  update() {
    const session = this.#session;
    const { me } = session;
    const silent = session.microphone === null;
    the("mute").hidden = silent && me.role === "listener";
    the("mute").setAttribute("aria-pressed", String(session.muted || silent));
    the("mute-text").textContent = t(silent ? "turnOnMicrophone" : session.muted ? "unmute" : "mute");
    the("hand").setAttribute("aria-pressed", String(me.handRaised ?? false));
    the("hand-text").textContent = t(me.handRaised ? "lowerHand" : "raiseHand");
    the("hold").setAttribute("aria-pressed", String(session.held));
    the("hold-text").textContent = t(session.held ? "continue" : "hold");
    the("merge").hidden = me.role === "listener";
    the("merge").classList.toggle("active", session.merged);
    const hint = this.#hint();
    the("hint").textContent = hint ? t(hint) : "";
    the("hint").toggleAttribute("data-keys", KEY_HINTS.includes(hint));
    document.body.style.setProperty("--controls", `${the("controls").offsetHeight}px`);
    document.body.toggleAttribute("data-may-speak", me.role !== "listener");
  }

  #hint() {
    const session = this.#session;
    if (session.held) {
      return "hintHeld";
    }
    if (session.me.role === "listener") {
      return "hintListener";
    }
    if (session.merged) {
      return "hintMerged";
    }
    if (session.mutedByHost) {
      return "hintByHost";
    }
    if (session.microphone === null || !this.#shortcuts()) {
      return null;
    }
    return this.#talkingSince ? "hintSpeaking" : session.muted ? "hintMuted" : "hintOpen";
  }

  #toggle() {
    const session = this.#session;
    if (session.microphone === null) {
      attempt(session.setMicrophone().then(() => this.update()));
    } else {
      attempt(session.muted ? session.unmute() : session.mute());
    }
  }

  #told(muted, by) {
    if (this.#talkingSince) {
      return;
    }
    if (by === "me") {
      tell(t(muted ? "nowMuted" : "nowUnmuted"));
    } else {
      tell(t(!muted ? "unmutedByHost" : by === "host" ? "mutedByHost" : "mutedByApi"));
    }
  }

  #shortcuts() {
    return memory.get("shortcuts") !== "off";
  }

  /** Keys are for the page only while nothing else wants them. */
  #free(event, mine) {
    const target = event.target.closest("input, textarea, select, button, a, summary, dialog, [role=log]");
    return this.#shortcuts() && !event.ctrlKey && !event.metaKey && !event.altKey && (!target || target === mine);
  }

  #down(event) {
    if (event.repeat && this.#talkingSince && event.code === "Space") {
      event.preventDefault();
    }
    if (event.repeat || document.body.dataset.view !== "room" || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key.toLowerCase() === "m" && this.#free(event, event.target.closest("button"))) {
      event.preventDefault();
      this.#toggle();
    } else if (event.code === "Space" && this.#session.muted && this.#free(event, the("mute"))) {
      event.preventDefault();
      this.#talkingSince = this.#pressedAt = performance.now();
      attempt(this.#session.unmute());
      this.update();
    }
  }

  #up(event) {
    if (event.code !== "Space" || !this.#talkingSince) {
      return;
    }
    event.preventDefault();
    const click = event.target === the("mute") && performance.now() - this.#pressedAt < CLICK_MS;
    this.#release(click);
  }

  /** `stay`: it was a click on the button after all. */
  #release(stay = false) {
    if (!this.#talkingSince) {
      return;
    }
    if (!stay) {
      attempt(this.#session.mute());
    }
    this.#talkingSince = null;
    this.update();
  }

  /** The level around the button; and who talks while muted is told so. */
  #listen() {
    const { microphone, muted, held, merged } = this.#session;
    const now = performance.now();
    const value = microphone?.level ?? 0;
    level(the("mute"), muted || held || merged ? 0 : value);
    if (!muted || held || merged || value < TALKING) {
      this.#loudSince = now;
    } else if (now - this.#loudSince > TALKING_MS && now - this.#remindedAt > REMIND_MS) {
      this.#remindedAt = now;
      tell(t("talkingMuted"));
    }
  }
}
