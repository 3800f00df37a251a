// How the connection is, in words: at the top always, above everything when it is gone, and in figures for who asks.
import { make, open, the } from "./dom.js";
import { tell } from "./news.js";
import { number, t } from "./words.js";

const FIGURES_MS = 2000;
const SLOW_MS = 400;
const UNEVEN_MS = 60;

export class LineState {
  #session;
  #quality = null;
  #connected = false;
  #resume = null;
  #timer;

  constructor(session, signal) {
    this.#session = session;
    session.on("connected", () => this.#set({ connected: true }));
    session.on("reconnecting", () => this.#set({ connected: false, quality: null }));
    session.on("reconnected", () => {
      this.#set({ connected: true });
      tell(t("reconnected"));
    });
    session.on("quality", (quality) => this.#set({ quality }));
    session.on("tokenExpiring", ({ expiresAt }) => {
      const minutes = Math.max(1, Math.round((new Date(expiresAt) - Date.now()) / 60_000));
      tell(t("tokenExpiring", minutes));
    });
    session.on("autoplayBlocked", ({ resume }) => {
      this.#resume = resume;
      this.update();
    });
    the("quality").addEventListener("click", () => this.#show(), { signal });
    the("quality-dialog").addEventListener("close", () => clearInterval(this.#timer), { signal });
  }

  close() {
    clearInterval(this.#timer);
    this.#banner(null);
  }

  update() {
    const { state } = this.#session;
    const gone = state === "reconnecting";
    const [text, line] = gone ? [t("reconnecting"), "gone"] : this.#words();
    the("quality").dataset.line = line;
    the("quality-text").textContent = text;
    the("quality").title = text;
    the("quality").setAttribute("aria-label", text);
    if (gone) {
      this.#banner(t("reconnectingLong"));
    } else if (this.#resume) {
      this.#banner(t("soundOff"), "turnOnSound", async () => {
        await this.#resume();
        this.#resume = null;
        this.update();
      });
    } else if (this.#session.held) {
      this.#banner(t("heldBanner"), "continue", () => this.#session.hold(false).catch(() => {}));
    } else {
      this.#banner(null);
    }
  }

  #set({ connected = this.#connected, quality = this.#quality }) {
    this.#connected = connected;
    this.#quality = quality;
    this.update();
  }

  /** [what to say, how good it is]. Loss first: it is what one hears most. */
  #words() {
    if (!this.#connected) {
      return [t("connecting"), ""];
    }
    if (!this.#quality) {
      return [t("goodLine"), "good"];
    }
    const { line, lossReceivedPercent, lossSentPercent, jitterMs, roundTripMs } = this.#quality;
    const percent = Math.max(lossReceivedPercent, lossSentPercent);
    if (percent >= 1) {
      return [t("losesLong", { percent: number(percent) }), line === "good" ? "fair" : line];
    }
    if (roundTripMs >= SLOW_MS) {
      return [t("slowLine", { seconds: number(roundTripMs / 2000) }), line === "good" ? "fair" : line];
    }
    if (jitterMs >= UNEVEN_MS) {
      return [t("unevenLine"), line === "good" ? "fair" : line];
    }
    const words = { good: "goodLine", fair: "fairLineLong", poor: "poorLineLong" };
    return [t(words[line] ?? "goodLine"), line || "good"];
  }

  #banner(text, action, onclick) {
    const banner = the("banner");
    if ((banner.dataset.text ?? "") === (text ?? "")) {
      return;
    }
    banner.dataset.text = text ?? "";
    const button = action && make("button", { type: "button", className: "small", textContent: t(action), onclick });
    banner.replaceChildren(
      ...(text === null ? [] : [make("div", {}, make("span", { textContent: text }), ...(button ? [button] : []))]),
    );
  }

  #show() {
    this.#figures();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#figures(), FIGURES_MS);
    open(the("quality-dialog"));
  }

  async #figures() {
    const [text, line] = this.#words();
    the("quality-words").textContent = line === "good" || line === "" ? `${text}.` : `${text}. ${t("adviceLine")}`;
    const stats = await this.#session.stats();
    const lossFrom = this.#quality?.lossReceivedPercent ?? stats.lossSentPercent;
    const rows = [
      ["lossTo", `${number(stats.lossReceivedPercent)} %`],
      ["lossFrom", `${number(lossFrom)} %`],
      ["jitter", `${number(stats.jitterMs)} ms`],
      ["roundTrip", stats.roundTripMs === null ? "–" : `${number(stats.roundTripMs)} ms`],
      ["codec", stats.codec || "–"],
      ["way", t(stats.candidateType === "relay" ? "wayRelay" : "wayDirect", { protocol: stats.transport.toUpperCase() })],
    ];
    the("quality-figures").replaceChildren(
      ...rows.flatMap(([key, value]) => [make("dt", { textContent: t(key) }), make("dd", { textContent: value })]),
    );
  }
}
