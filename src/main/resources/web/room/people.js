// Who is here, phones and browsers alike: how they came, who speaks, who is muted, on hold, has a hand up or a poor line.
import { icon, level, make, the } from "./dom.js";
import { attempt } from "./news.js";
import { number, t } from "./words.js";

export class People {
  #session;
  #tools;
  #rows = new Map();
  #drawing = false;

  constructor(session, tools, signal) {
    this.#session = session;
    this.#tools = tools;
    session.on("speaking", ({ participantId, speaking }) =>
      this.#rows.get(participantId)?.element.classList.toggle("speaking", speaking),
    );
    session.on("levels", (levels) => {
      for (const [id, dbov] of Object.entries(levels)) {
        const row = this.#rows.get(id);
        if (row) {
          level(row.element, Math.min(1, Math.max(0, (dbov + 60) / 50)));
        }
      }
    });
    the("admit-all").addEventListener("click", () => attempt(session.host.admit()), { signal });
    for (const list of ["people-list", "listeners-list", "waiting-list"]) {
      the(list).replaceChildren();
      the(list).addEventListener("click", (event) => this.#clicked(event), { signal });
    }
  }

  /** Soon: many changes are drawn once. */
  update() {
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        this.#draw();
      });
    }
  }

  #draw() {
    const session = this.#session;
    const all = session.participants;
    const listeners = all.filter(({ role, id }) => role === "listener" && id !== session.me.id);
    const others = all.filter((participant) => !listeners.includes(participant));
    const waiting = session.me.role === "host" ? session.waiting : [];
    this.#fill(the("people-list"), others.sort((a, b) => this.#rank(a) - this.#rank(b)));
    this.#fill(the("listeners-list"), listeners);
    this.#fill(the("waiting-list"), waiting);
    const known = new Set([...all, ...waiting].map(({ id }) => id));
    for (const [id, { element }] of this.#rows) {
      if (!known.has(id)) {
        element.remove();
        this.#rows.delete(id);
      }
    }
    the("people-heading").textContent = t("peopleCount", all.length);
    the("listeners-panel").hidden = listeners.length === 0;
    the("listeners-heading").textContent = t("listenersCount", listeners.length);
    the("lobby-panel").hidden = waiting.length === 0;
    the("lobby-heading").textContent = t("waitCount", waiting.length);
    the("alone").hidden = all.length > 1 || session.state !== "joined";
  }

  /** Oneself, then raised hands, then the order of coming, which a stable sort keeps. */
  #rank({ id, handRaised }) {
    return id === this.#session.me.id ? 0 : handRaised ? 1 : 2;
  }

  /** Rows are made once, changed where they differ, and moved only when their order did. */
  #fill(list, participants) {
    let next = list.firstElementChild;
    for (const participant of participants) {
      const row = this.#row(participant);
      if (row === next) {
        next = next.nextElementSibling;
      } else {
        list.insertBefore(row, next);
      }
    }
  }

  #row(participant) {
    const shown = JSON.stringify([participant, this.#session.me.role]);
    let row = this.#rows.get(participant.id);
    if (!row) {
      row = { element: make("li", { className: "person" }), shown: null };
      row.element.dataset.id = participant.id;
      row.element.style.setProperty("--hue", hue(participant.id));
      this.#rows.set(participant.id, row);
    }
    if (row.shown !== shown) {
      row.shown = shown;
      this.#paint(row.element, participant);
    }
    return row.element;
  }

  #paint(element, participant) {
    const { name, from, role, speaking, away, state } = participant;
    const focused = element.contains(document.activeElement) && document.activeElement.dataset.do;
    element.classList.toggle("speaking", speaking);
    element.classList.toggle("away", away);
    const tags = [
      ...(participant.id === this.#session.me.id ? [t("you")] : []),
      ...(role === "host" ? [t("roleHost")] : []),
    ].map((textContent) => make("span", { className: "tag", textContent }));
    const avatar = make("span", { className: "avatar" }, (name !== from && initials(name)) || icon("phone"));
    avatar.setAttribute("aria-hidden", "true");
    const who = make(
      "div",
      { className: "who" },
      make("p", { className: "name", title: name }, name, ...tags),
      make("p", { className: "how" }, ...how(participant)),
    );
    element.replaceChildren(avatar, who, ...(state === "waiting" ? this.#door(name) : this.#marks(participant)));
    if (focused) {
      element.querySelector(`[data-do="${focused}"]`)?.focus();
    }
  }

  #door(name) {
    const buttons = ["admit", "reject"].map((what) => {
      const button = make("button", { type: "button", className: "small", textContent: t(what) });
      button.dataset.do = what;
      button.setAttribute("aria-label", `${t(what)}: ${name}`);
      return button;
    });
    return [make("span", { className: "door" }, ...buttons)];
  }

  #marks({ id, name, muted, held, handRaised }) {
    const marks = make("span", { className: "marks" });
    const add = (shown, mark, className) => shown && marks.append(icon(mark, className));
    add(handRaised, "hand", "raised");
    add(held, "pause");
    add(muted, "mic-off");
    if (this.#session.me.role !== "host" || id === this.#session.me.id) {
      return [marks];
    }
    const more = make("button", { type: "button", className: "icon" }, icon("more"));
    more.dataset.do = "more";
    more.setAttribute("aria-label", t("manage", { name }));
    more.setAttribute("aria-haspopup", "dialog");
    return [marks, more];
  }

  #clicked(event) {
    const button = event.target.closest("button[data-do]");
    const id = button?.closest("li").dataset.id;
    const host = this.#session.host;
    switch (button?.dataset.do) {
      case "admit":
        attempt(host.admit(id));
        break;
      case "reject":
        attempt(host.remove(id));
        break;
      case "more":
        this.#tools.manage(id);
        break;
    }
  }
}

/** Phone, its number, and what else there is to say, in words: icons say it again. */
function how({ name, via, from, muted, mutedByHost, held, earmuffed, handRaised, away, line, lossPercent }) {
  const parts = [from && from !== name ? `${t(via)} ${from}` : t(via)];
  const say = (condition, text, className) =>
    condition && parts.push(className ? make("span", { className, textContent: text }) : text);
  say(away, t("isAway"), "poor");
  const loss = lossPercent >= 1 ? ` (${t("loses", { percent: number(lossPercent) })})` : "";
  say(!away && line === "poor", t("poorLine") + loss, "poor");
  say(!away && line === "fair", t("fairLine") + loss, "fair");
  say(handRaised, t("handRaised"));
  say(held, t("isHeld"));
  say(earmuffed, t("isEarmuffed"));
  say(muted, t(mutedByHost ? "isMutedByHost" : "isMuted"));
  return parts.flatMap((part, i) => (i === 0 ? [part] : [" · ", part]));
}

/** Of the first and the last word; a number has none. */
function initials(name) {
  const letters = (name.match(/\p{L}[\p{L}\p{N}]*/gu) ?? []).map((word) => [...word][0]);
  return letters.length === 0 ? null : (letters[0] + (letters.slice(1).at(-1) ?? "")).toUpperCase();
}

/** A colour that stays with the one who has it. */
function hue(id) {
  let hash = 0;
  for (const letter of id) {
    hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
  }
  return ((hash >>> 8) % 12) * 30;
}
