// The little that the page needs to handle its document.

/** The element of an id that the markup has. */
export const the = (id) => document.getElementById(id);

/** An element with properties and children; texts stay texts. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function icon(name, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Shows one of the page's views and moves the focus there, so that it is read. */
export function view(name) {
  for (const each of ["lobby", "waiting", "room", "over"]) {
    the(each).hidden = each !== name;
  }
  document.body.dataset.view = name;
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  the(name).focus({ preventScroll: true });
}

/** Opens a dialog; its buttons with data-close close it, and so does a click beside it. */
export function open(dialog) {
  if (!dialog.dataset.ready) {
    dialog.dataset.ready = "yes";
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) {
        dialog.close();
      }
    });
  }
  if (!dialog.open) {
    dialog.showModal();
  }
}

/** Asks before what cannot be undone. */
export function confirm(title, text, yes) {
  const dialog = the("confirm-dialog");
  the("confirm-heading").textContent = title;
  the("confirm-text").textContent = text;
  the("confirm-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }),
  );
}

/** How loud something is, from 0 to 1, for the style sheet and for those who cannot see it. */
export function level(element, value) {
  element.style.setProperty("--level", value.toFixed(2));
  if (element.role === "meter" || element.getAttribute("role") === "meter") {
    element.setAttribute("aria-valuenow", Math.round(value * 100));
  }
}

/** What this browser remembers between visits; nothing, where it keeps no memory. */
export const memory = {
  get(key) {
    try {
      return localStorage.getItem(`convoke.${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`convoke.${key}`, value);
    } catch {
      // A private window: the next visit asks again.
    }
  },
};
