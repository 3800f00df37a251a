// The room's page, from the first look to the good-bye. It knows the bridge by convoke.js alone.
import { Convoke } from "/convoke.js";
import { memory, the, view } from "./dom.js";
import { Lobby } from "./lobby.js";
import { Room } from "./room.js";
import { pair, t, translate } from "./words.js";

const { slug, listen } = document.body.dataset;
const SEAT = `convoke.seat.${slug}`;

translate();
const invitation = takeToken();
const lobby = new Lobby({
  listener: listen !== undefined,
  name: nameIn(invitation),
  invited: () => seat() !== undefined,
  join,
});
lobby.open();
the("rejoin").addEventListener("click", () => {
  view("lobby");
  lobby.open();
});

/** The personal link's token is kept for this tab, and leaves the address line, where it could be copied by mistake. */
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token) {
    seat(token);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return token;
}

/** The token of this tab's seat: who loads the page anew is the same participant. */
function seat(token) {
  try {
    if (token === null) {
      sessionStorage.removeItem(SEAT);
    } else if (token !== undefined) {
      sessionStorage.setItem(SEAT, token);
    }
    return sessionStorage.getItem(SEAT) ?? undefined;
  } catch {
    return undefined;
  }
}

function nameIn(token) {
  try {
    const claims = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(claims), (c) => c.charCodeAt(0)))).name;
  } catch {
    return undefined;
  }
}

/** Throws the ConvokeError that keeps one out. */
async function join(options) {
  const all = { room: slug, audioElement: the("sound"), listener: listen !== undefined, ...options };
  const token = seat();
  let session;
  try {
    session = await Convoke.join({ ...all, token });
  } catch (error) {
    // A seat of an earlier visit may be gone; the link still leads here.
    if (!token || token === invitation || !["token_expired", "invalid_token"].includes(error.code)) {
      throw error;
    }
    seat(null);
    session = await Convoke.join(all);
  }
  memory.set("name", options.name);
  seat(session.token);
  enter(session, options.name);
}

function enter(session, name) {
  // For the console, and for whoever wants to look inside.
  window.session = session;
  const room = new Room(session);
  const gone = () => session.leave();
  addEventListener("pagehide", gone);
  session.on("ended", ({ reason }) => {
    removeEventListener("pagehide", gone);
    room.close();
    over(reason);
  });
  const wait = ({ why }) => {
    the("waiting-title").textContent = t(why === "host" ? "waitingHost" : "waitingLobby");
    the("waiting-text").textContent = t(why === "host" ? "waitingHostText" : "waitingLobbyText");
    view("waiting");
  };
  // A token's name counts when one joins; whoever typed another one here wants to be called that.
  const rename = () => session.me.name !== name && session.setName(name).catch(() => {});
  session.on("waiting", wait);
  session.on("admitted", () => {
    rename();
    room.open(true);
  });
  if (session.state !== "waiting") {
    rename();
    room.open(false);
  }
}

/** Reasons that are the same to people. */
const SAME = { connect_timeout: "no_media", detached: "connection_lost" };

/** Firefox keeps sound from addresses of its own machine, which is where a bridge is tried first. */
function kind(reason) {
  const one = SAME[reason] ?? reason;
  const here = /^(localhost|127\.|\[::1\])/.test(location.hostname) && navigator.userAgent.includes("Firefox");
  return one === "no_media" && here ? "no_media_here" : one;
}

function over(reason) {
  const [title, text] = pair("over", kind(reason)) ?? pair("error", reason) ?? [t("overTitle"), ""];
  the("over-title").textContent = title;
  the("over-text").textContent = text;
  if (["removed", "room_closed", "token_expired", "invalid_token"].includes(reason)) {
    seat(null);
  }
  view("over");
}

document.querySelectorAll("[data-action=leave]").forEach((button) =>
  button.addEventListener("click", () => window.session?.leave()),
);
