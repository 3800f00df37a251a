// Where the bridge is, and which of its rooms is meant.

const ROOM = /^(.*)\/room\/([^/]+)(?:\/.*)?$/;

/**
 * Reads what the application gave: the bridge's address, or a room's link with or without a token after its #.
 * Returns { socket, room, token }: the WebSocket's address, the room's slug, the token.
 */
export function readAddress({ url, room, token }, here = globalThis.location?.href) {
  const given = new URL(url ?? here, here);
  let base = given.pathname.replace(/\/v1\/connect\/?$/, "");
  const link = ROOM.exec(base);
  if (link) {
    base = link[1];
  }
  const secure = given.protocol === "https:" || given.protocol === "wss:";
  const socket = `${secure ? "wss" : "ws"}://${given.host}${base.replace(/\/$/, "")}/v1/connect`;
  return {
    socket,
    room: room ?? (link ? decodeURIComponent(link[2]) : undefined),
    token: token ?? new URLSearchParams(given.hash.slice(1)).get("token") ?? undefined,
  };
}
