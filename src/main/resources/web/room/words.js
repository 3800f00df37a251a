// The page's words in the visitor's language: the browser's first, then the room's, then English.
import { languages } from "./texts.js";

export const language = choose([...(navigator.languages ?? []), document.body.dataset.language, "en"]);
const texts = languages[language];

function choose(wanted) {
  return wanted.map((tag) => (tag ?? "").slice(0, 2).toLowerCase()).find((tag) => Object.hasOwn(languages, tag));
}

/** One text; `values` fill {name}, or are the number that a text counts. */
export function t(key, values) {
  const text = texts[key];
  if (typeof text === "function") {
    return text(values);
  }
  return fill(text, values);
}

/** What went wrong or why it is over: [what, what to do]. */
export function pair(kind, key) {
  return texts[`${kind}_${key}`];
}

/** In the language's way, with one digit after the comma where it is small. */
export function number(value) {
  return new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

export function time(date) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(date);
}

function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Puts the texts where the markup asks for them. */
export function translate(root = document) {
  document.documentElement.lang = language;
  const put = (name, set) =>
    root.querySelectorAll(`[data-t${name}]`).forEach((element) => set(element, t(element.getAttribute(`data-t${name}`))));
  put("", (element, text) => (element.textContent = text));
  put("-label", (element, text) => element.setAttribute("aria-label", text));
  put("-placeholder", (element, text) => element.setAttribute("placeholder", text));
  put("-alt", (element, text) => element.setAttribute("alt", text));
}
