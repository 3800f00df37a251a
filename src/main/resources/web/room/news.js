// Short news at the bottom, which screen readers read too. Many who come at once are one piece of news.
import { make, the } from "./dom.js";
import { pair, t } from "./words.js";

const SHOWN_MS = 4500;
const GATHER_MS = 700;
const MOST = 3;

export function tell(text) {
  const toasts = the("toasts");
  const toast = make("p", { textContent: text });
  toasts.append(toast);
  while (toasts.children.length > MOST) {
    toasts.firstChild.remove();
  }
  setTimeout(() => toast.remove(), SHOWN_MS);
}

/** Tells of comings or goings: one by name, several by number. */
export function gathering(one, many) {
  let names = [];
  let timer;
  return (name) => {
    names.push(name);
    timer ??= setTimeout(() => {
      names.length > 2 ? tell(t(many, names.length)) : names.forEach((each) => tell(t(one, { name: each })));
      names = [];
      timer = undefined;
    }, GATHER_MS);
  };
}

/** What went wrong and what to do, in words: of a ConvokeError. */
export function words(error) {
  return pair("error", error.reason) ?? pair("error", error.code) ?? [error.message || pair("error", "unknown")[0], ""];
}

/** Does something of the session's, and tells when it fails. Resolves with its result, or undefined. */
export async function attempt(action) {
  try {
    return await action;
  } catch (error) {
    tell(words(error).join(" ").trim());
    return undefined;
  }
}
