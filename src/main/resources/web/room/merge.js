// My phone for my sound: a one-time code to key, and how long it is good.
import { make, open, the } from "./dom.js";
import { words } from "./news.js";
import { t } from "./words.js";

export class Merge {
  #session;
  #timer;

  constructor(session, signal) {
    this.#session = session;
    the("merge").addEventListener("click", () => this.#show(), { signal });
    the("merge-again").addEventListener("click", () => this.#ask(), { signal });
    the("merge-dialog").addEventListener("close", () => clearInterval(this.#timer), { signal });
    session.on("merged", ({ merged }) => merged && the("merge-dialog").close());
  }

  close() {
    clearInterval(this.#timer);
  }

  async #show() {
    open(the("merge-dialog"));
    await this.#ask();
  }

  async #ask() {
    the("merge-again").hidden = true;
    try {
      const { code, expiresAt, dialIn, sipUri } = await this.#session.mergeCode();
      the("merge-code").textContent = `*${code}#`;
      the("merge-code-inside").textContent = `**${code}#`;
      const numbers = dialIn.length > 0 ? dialIn : [{ display: sipUri, telUri: sipUri }];
      the("merge-numbers").replaceChildren(
        ...numbers.map(({ display, telUri }) => make("a", { href: telUri, textContent: display })),
      );
      this.#countDown(new Date(expiresAt).getTime());
    } catch (error) {
      this.#over(words(error).join(" "));
    }
  }

  #countDown(until) {
    clearInterval(this.#timer);
    const tick = () => {
      const seconds = Math.round((until - Date.now()) / 1000);
      if (seconds <= 0) {
        this.#over(t("mergeOver"));
        return;
      }
      const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      the("merge-left").textContent = t("mergeLeft", { time });
    };
    the("merge-state").textContent = "";
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  #over(text) {
    clearInterval(this.#timer);
    the("merge-code").textContent = the("merge-code-inside").textContent = "–";
    the("merge-left").textContent = "";
    the("merge-state").textContent = text;
    the("merge-again").hidden = false;
  }
}
