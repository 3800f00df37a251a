// A bridge of a few lines, in the page: a WebSocket that answers, and the other end of the sound.

export const sockets = [];
export const received = [];
/** What the next joins are answered with, by type of request: a function of the message, or nothing: the usual. */
export const answers = {};
let far = [];

export function reset() {
  sockets.splice(0).forEach((socket) => socket.close());
  received.splice(0);
  far.splice(0).forEach((connection) => connection.close());
  Object.keys(answers).forEach((type) => delete answers[type]);
}

export function person(id, more = {}) {
  return { id, name: id, role: "guest", state: "joined", via: "browser", muted: false, muted_by_host: false, ...more };
}

export function push(message) {
  sockets.at(-1).hear(message);
}

async function answerTo(offer) {
  const connection = new RTCPeerConnection();
  far.push(connection);
  const context = new AudioContext();
  const tone = context.createOscillator();
  const out = context.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  await connection.setRemoteDescription({ type: "offer", sdp: offer });
  connection.addTrack(out.stream.getAudioTracks()[0], out.stream);
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== "complete") {
    await new Promise((resolve) => connection.addEventListener("icegatheringstatechange", resolve, { once: true }));
  }
  return connection.localDescription.sdp;
}

/** The bridge's own ends of the sound fall silent. */
export function deafen() {
  far.splice(0).forEach((connection) => connection.close());
}

async function usual(message) {
  const room = { id: "r", slug: "r", name: "Round", access: "open", locked: false };
  switch (message.type) {
    case "authenticate":
      return { type: "authenticated", room, role: "guest", ice_servers: [] };
    case "join":
      return {
        type: "joined",
        participant_id: "me",
        state: "joined",
        role: "guest",
        muted: message.muted,
        token: "seat",
        answer: await answerTo(message.offer),
        room: { ...room, muted_all: false, pin: "4719", dial_in: [] },
        roster: { seq: 1, participants: [person("me", { muted: message.muted }), person("phone", { via: "phone" })] },
      };
    case "ping":
      return { type: "pong" };
    case "leave":
      return { type: "left" };
    case "renew":
      return { type: "renewed", token: "newer", expires_at: "2030-01-01T00:00:00Z" };
    default:
      return { type: "done", changed: true };
  }
}

globalThis.WebSocket = class {
  static OPEN = 1;
  readyState = 0;

  constructor(url, protocol) {
    Object.assign(this, { url, protocol });
    sockets.push(this);
    setTimeout(() => {
      if (answers.open && !answers.open()) {
        this.end(1006);
      } else if (this.readyState === 0) {
        this.readyState = 1;
        this.onopen?.();
      }
    });
  }

  async send(text) {
    const message = JSON.parse(text);
    received.push(message);
    const answer = await (answers[message.type] ?? usual)(message, usual);
    if (answer) {
      this.hear({ ...answer, id: message.id });
    }
  }

  hear(message) {
    if (this.readyState === 1) {
      this.onmessage?.({ data: JSON.stringify(message) });
    }
  }

  /** By the bridge, or by the network. */
  end(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  close() {
    this.readyState = 3;
  }
};
