// How others get here: link, QR code, numbers that dial and key the PIN, a text for mail and calendar.
import { calendarEntry } from "./calendar.js";
import { make, open, the } from "./dom.js";
import { tell } from "./news.js";
import { t } from "./words.js";

export class Invitation {
  #session;

  constructor(session, signal) {
    this.#session = session;
    const show = () => this.#show();
    the("invite").addEventListener("click", show, { signal });
    document.querySelector("[data-action=invite]").addEventListener("click", show, { signal });
    the("invite-calendar").addEventListener("click", () => this.#calendar(), { signal });
    document
      .querySelectorAll("[data-copy]")
      .forEach((button) => button.addEventListener("click", () => copy(the(button.dataset.copy)), { signal }));
  }

  #show() {
    const { url, pin, hostPin, dialIn = [], sipUri, slug } = this.#session.room;
    the("invite-link").value = url;
    the("invite-qr").src = `/room/${encodeURIComponent(slug)}/qr.svg`;
    the("invite-phone").hidden = dialIn.length === 0;
    the("invite-numbers").replaceChildren(
      ...dialIn.map(({ display, telUri, direct }) =>
        make("li", {}, make("a", { href: telUri, textContent: display }), ...(direct ? [hint(t("noPinNeeded"))] : [])),
      ),
    );
    the("invite-pin-line").hidden = !pin || dialIn.every(({ direct }) => direct);
    the("invite-pin").textContent = pin ?? "";
    the("invite-host-pin-line").hidden = !hostPin;
    the("invite-host-pin").textContent = hostPin ?? "";
    the("invite-sip").textContent = sipUri ?? "";
    the("invite-sip").href = sipUri ?? "";
    the("invite-text").value = this.#text();
    open(the("invite-dialog"));
  }

  #text() {
    const { name, url, pin, dialIn = [] } = this.#session.room;
    const lines = [t("invitationText", { name, link: url })];
    const list = (direct) => dialIn.filter((number) => Boolean(number.direct) === direct).map(({ display }) => display);
    if (list(false).length > 0 && pin) {
      lines.push(t("invitationPhone", { numbers: list(false).join(", "), pin }));
    }
    if (list(true).length > 0) {
      lines.push(t("invitationDirect", { numbers: list(true).join(", ") }));
    }
    return lines.join("\n");
  }

  #calendar() {
    const { name, url } = this.#session.room;
    const entry = calendarEntry({ name, url, text: this.#text() }, new Date(), crypto.randomUUID?.() ?? `${Date.now()}-${url}`);
    const href = URL.createObjectURL(new Blob([entry], { type: "text/calendar" }));
    make("a", { href, download: `${this.#session.room.slug}.ics` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }
}

function hint(text) {
  return make("span", { className: "hint", textContent: ` ${text}` });
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    tell(t("copied"));
  } catch {
    tell(t("copyFailed"));
  }
}
