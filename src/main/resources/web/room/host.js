// What hosts may do: with everyone, and with one.
import { confirm, open, the } from "./dom.js";
import { attempt } from "./news.js";
import { t } from "./words.js";

export class HostTools {
  #session;
  #managed = null;

  constructor(session, signal) {
    this.#session = session;
    const on = (id, event, handler) => the(id).addEventListener(event, handler, { signal });
    on("host-tools", "click", () => this.#show());
    on("mute-all", "click", () => attempt(session.host.muteAll(!session.room.mutedAll)));
    on("lock", "click", () => attempt(session.host.lock(!session.room.locked)));
    on("new-pin", "click", () => this.#newPin());
    on("end", "click", () => this.#end());
    on("person-mute", "click", () => this.#mute());
    on("person-hand", "click", () => attempt(this.#session.host.lowerHand(this.#managed)));
    on("person-volume", "input", ({ target }) => this.#volumeText(target.value));
    on("person-volume", "change", ({ target }) =>
      attempt(session.host.setVolume(this.#managed, Number(target.value))),
    );
    on("person-role", "change", ({ target }) => attempt(session.host.setRole(this.#managed, target.value)));
    on("person-remove", "click", () => this.#remove());
  }

  update() {
    const { me, room } = this.#session;
    the("host-tools").hidden = me.role !== "host";
    the("mute-all").textContent = t(room.mutedAll ? "unmuteAll" : "muteAll");
    the("lock").textContent = t(room.locked ? "unlock" : "lock");
    if (me.role !== "host") {
      the("host-dialog").close();
      the("person-dialog").close();
    }
    this.#person();
  }

  /** Opens what a host can do with one participant. */
  manage(id) {
    this.#managed = id;
    this.#person();
    open(the("person-dialog"));
  }

  get #one() {
    return this.#session.participants.find(({ id }) => id === this.#managed);
  }

  #show() {
    the("new-pin-result").hidden = true;
    open(the("host-dialog"));
  }

  #person() {
    const person = this.#one;
    if (!person) {
      the("person-dialog").close();
      return;
    }
    the("person-heading").textContent = person.name;
    the("person-text").textContent = [t(person.via), person.from].filter(Boolean).join(" ");
    the("person-mute").textContent = t(person.mutedByHost ? "unmuteOne" : "muteOne");
    the("person-hand").hidden = !person.handRaised;
    the("person-volume").value = person.volume ?? 0;
    this.#volumeText(person.volume ?? 0);
    the("person-role").value = person.role;
    the("person-remove").textContent = t("remove");
    const listens = person.role === "listener";
    the("person-mute").hidden = the("person-volume-field").hidden = listens;
  }

  #volumeText(value) {
    the("person-volume-text").textContent = `${value > 0 ? "+" : ""}${value} dB`;
  }

  #mute() {
    const person = this.#one;
    attempt(this.#session.host.muteParticipant(person.id, !person.mutedByHost));
  }

  async #remove() {
    const { id, name } = this.#one;
    the("person-dialog").close();
    if (await confirm(t("removeConfirm", { name }), t("removeConfirmText"), t("remove"))) {
      attempt(this.#session.host.remove(id));
    }
  }

  async #newPin() {
    if (!(await confirm(t("newPinConfirm"), t("newPinConfirmText"), t("newPin")))) {
      return;
    }
    const pins = await attempt(this.#session.host.newPin());
    if (pins) {
      the("new-pin-result").textContent = t("newPinResult", pins);
      the("new-pin-result").hidden = false;
    }
  }

  async #end() {
    if (await confirm(t("endConfirm"), t("endConfirmText"), t("endForAll"))) {
      attempt(this.#session.host.end());
    }
  }
}
