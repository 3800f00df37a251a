// A whole session against a bridge of a few lines in the same page, with the browser's own WebRTC on both ends.
import { answers, deafen, person, push, received, reset, sockets } from "./bridge.js";
import { Convoke } from "/convoke.js";
import { equal, failure, that, until } from "./check.js";

const url = "http://127.0.0.1/room/r";
const types = () => received.map(({ type }) => type).filter((type) => type !== "ping");

async function join(options = {}) {
  reset();
  const session = await Convoke.join({ url, name: "Ada", ...options });
  const events = [];
  for (const event of EVENTS) {
    session.on(event, (payload) => events.push([event, payload]));
  }
  const seen = (name) => events.some(([event]) => event === name);
  return { session, events, seen };
}

const EVENTS = [
  ...["connected", "reconnecting", "reconnected", "ended", "error", "muted", "merged", "text", "tokenExpiring"],
  ...["participantJoined", "participantLeft", "participantChanged", "participantWaiting", "speaking", "roomChanged"],
  ...["waiting", "admitted", "levels", "quality"],
];

export async function aVisitorAuthenticatesJoinsAndHearsTheRoom() {
  const { session, seen } = await join();
  equal(types(), ["authenticate", "join"]);
  equal(received[0].room, "r");
  equal([received[1].name, sockets[0].protocol], ["Ada", "convoke.v1"]);
  that(/^m=audio/m.test(received[1].offer) && /a=sendrecv/.test(received[1].offer), "the offer sends and receives");
  equal(session.participants.map(({ id }) => id), ["me", "phone"]);
  equal([session.state, session.room.pin, session.token], ["joined", "4719", "seat"]);
  await until(() => seen("connected"), "connected");
  const before = (await session.stats()).totalAudioEnergy;
  for (let tries = 0; (await session.stats()).totalAudioEnergy <= before; tries++) {
    that(tries < 200, "sound comes");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await session.leave();
  equal(types().at(-1), "leave");
}

export async function aListenerIsAskedForNoMicrophone() {
  const asked = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
  try {
    const { session } = await join({ listener: true });
    that(/a=recvonly/.test(received[1].offer), "it only receives");
    equal([received[1].role, session.microphone], ["listener", null]);
    await session.leave();
    equal((await failure(join())).code, "permission_denied");
  } finally {
    navigator.mediaDevices.getUserMedia = asked;
  }
}

export async function whatTheBridgeRefusesIsAnErrorWithItsCode() {
  for (const code of ["room_full", "room_locked", "room_closed", "token_expired"]) {
    reset();
    answers.join = () => ({ type: "error", code, message: "No." });
    const error = await failure(Convoke.join({ url, name: "Ada" }));
    equal([error.name, error.code, error.message], ["ConvokeError", code, "No."]);
  }
}

export async function aBridgeThatIsNotThereIsSaidToBeUnreachable() {
  reset();
  answers.open = () => false;
  equal((await failure(Convoke.join({ url, name: "Ada" }))).code, "server_unreachable");
}

export async function aCutSocketIsJoinedAnewWithTheSameTokenAndMuteState() {
  const { session, events, seen } = await join();
  await until(() => seen("connected"), "connected");
  await session.mute();
  const [stream, line] = [session.stream, session.connection];
  sockets.at(-1).end(1006);
  equal(session.state, "reconnecting");
  await until(() => seen("reconnected"), "reconnected");
  const [authenticate, again] = received.filter(({ type }) => type === "authenticate" || type === "join").slice(-2);
  equal([authenticate.token, again.muted], ["seat", true]);
  that(session.connection !== line && session.stream !== stream, "the line is a new one");
  equal([session.state, session.muted, session.microphone.track.enabled], ["joined", true, false]);
  equal(
    events.map(([event]) => event).filter((event) => /participant(Joined|Left)/.test(event)),
    [],
  );
  equal(session.audioElement.srcObject === session.stream, true);
  await session.leave();
}

export async function whatChangedMeanwhileIsToldAfterwards() {
  const { session, events, seen } = await join();
  answers.join = async (message, usual) => {
    const joined = await usual(message);
    return { ...joined, roster: { seq: 9, participants: [person("me"), person("other")] } };
  };
  sockets.at(-1).end(1006);
  await until(() => seen("participantJoined"), "the other joined");
  const people = events.filter(([event]) => event.startsWith("participant")).map(([event, { id }]) => `${event} ${id}`);
  equal(people, ["participantLeft phone", "participantJoined other"]);
  await session.leave();
}

export async function aBridgeThatStaysSilentIsTakenForGone() {
  const { session, seen } = await join();
  await until(() => seen("connected"), "connected");
  answers.ping = () => null;
  const began = performance.now();
  deafen();
  await until(() => seen("reconnecting"), "it is noticed");
  that(performance.now() - began < 8000, `soon: ${performance.now() - began} ms`);
  await until(() => seen("reconnected"), "reconnected");
  await session.leave();
}

export async function aSeatThatWasTakenOverEndsTheSession() {
  const { session, events, seen } = await join();
  sockets.at(-1).end(4409);
  await until(() => seen("ended"), "ended");
  equal([session.state, events.at(-1)[1].reason], ["ended", "replaced"]);
  equal((await failure(session.sendText("hello"))).code, "ended");
  equal(session.microphone.track.readyState, "ended");
}

export async function aTokenThatExpiredMeanwhileEndsTheTrying() {
  const { events, seen } = await join();
  answers.authenticate = () => ({ type: "error", code: "token_expired", message: "Expired." });
  sockets.at(-1).end(1006);
  await until(() => seen("ended"), "ended");
  equal(events.at(-1)[1].reason, "token_expired");
}

export async function inTheLobbyOneWaitsUntilAdmitted() {
  reset();
  answers.join = async (message, usual) => ({
    ...(await usual(message)),
    ...{ state: "waiting", why: "lobby", roster: { seq: 0, participants: [] } },
  });
  const session = await Convoke.join({ url, name: "Ada" });
  const events = [];
  session.on("waiting", ({ why }) => events.push(why));
  session.on("admitted", () => events.push("admitted"));
  await until(() => events.length === 1, "waiting");
  equal([session.state, session.participants], ["waiting", []]);
  push({ type: "admitted", room: { pin: "1234" }, roster: { seq: 3, participants: [person("me"), person("host")] } });
  equal([events, session.state, session.room.pin], [["lobby", "admitted"], "joined", "1234"]);
  equal(session.participants.length, 2);
  await session.leave();
}

export async function whatIsPushedBecomesEvents() {
  const { session, events } = await join();
  await until(() => session.state === "joined", "joined");
  await new Promise((resolve) => setTimeout(resolve));
  events.splice(0);
  push({ type: "speaking", seq: 2, participant_id: "phone", speaking: true });
  push({ type: "levels", levels: { phone_1: -23 } });
  push({ type: "text", seq: 3, participant_id: "phone", name: "Phone", text: "Hi", sent_at: "now" });
  push({ type: "room", seq: 4, locked: true, muted_all: false });
  push({ type: "participant", seq: 5, participant: person("me", { muted: true, muted_by_host: true }) });
  push({ type: "muted", by: "host", muted: true });
  push({ type: "merged", merged: true });
  push({ type: "quality", participant_id: "me", loss_received: 0.082, jitter_ms: 6.63, line: "poor" });
  push({ type: "something_new", seq: 6 });
  equal(
    events.map(([event]) => event),
    ["speaking", "levels", "text", "roomChanged", "muted", "participantChanged", "merged", "quality"],
  );
  const { lossReceivedPercent, lossSentPercent, jitterMs, line } = events.at(-1)[1];
  equal([lossReceivedPercent, lossSentPercent, jitterMs, line], [8.2, null, 7, "poor"]);
  equal(events[1][1], { phone_1: -23 });
  equal([session.room.locked, session.muted, session.mutedByHost], [true, true, true]);
  equal(session.microphone.track.enabled, false);
  await session.leave();
}

export async function aVisitorByLinkRenewsTheTokenByItself() {
  const { session, seen } = await join();
  push({ type: "token_expiring", expires_at: "soon" });
  await until(() => session.token === "newer", "the token is renewed");
  answers.renew = () => ({ type: "error", code: "token_required" });
  push({ type: "token_expiring", expires_at: "soon" });
  await until(() => seen("tokenExpiring"), "or the application is told");
  await session.leave();
}

export async function anotherMicrophoneIsTakenWithoutANewOffer() {
  const { session } = await join();
  const { microphones } = await session.devices();
  const line = session.connection;
  await session.setMicrophone(microphones.at(-1).id);
  equal([session.microphone.deviceId, session.connection === line], [microphones.at(-1).id, true]);
  equal(line.getSenders()[0].track === session.microphone.track, true);
  equal((await failure(session.setMicrophone("unknown"))).code, "no_device");
  equal(session.microphone.deviceId, microphones.at(-1).id);
  await session.leave();
}

export async function hostsCommandsAreTheProtocols() {
  const { session } = await join();
  answers.new_pin = () => ({ type: "pin", pin: "1111", host_pin: "2222" });
  await session.host.muteParticipant("phone");
  await session.host.lowerHand("phone");
  await session.host.admit();
  await session.host.setVolume("phone", -6);
  equal(await session.host.newPin(), { pin: "1111", hostPin: "2222" });
  equal(
    received.slice(2).map(({ id, ...message }) => message),
    [
      { type: "mute_participant", participant_id: "phone", muted: true },
      { type: "lower_hand", participant_id: "phone" },
      { type: "admit" },
      { type: "set_volume", participant_id: "phone", volume_db: -6 },
      { type: "new_pin" },
    ],
  );
  await session.leave();
}

export async function anUnpluggedMicrophoneIsReplacedAndTheApplicationTold() {
  const { session, events } = await join();
  session.on("microphoneChanged", (change) => events.push(["changed", change]));
  await session.mute();
  const gone = session.microphone.track;
  gone.dispatchEvent(new Event("ended"));
  await until(() => events.some(([event]) => event === "changed"), "another one is taken");
  const { reason, label } = events.find(([event]) => event === "changed")[1];
  equal([reason, label === session.microphone.label, session.microphone.track === gone], ["unplugged", true, false]);
  equal([session.microphone.track.enabled, session.muted], [false, true]);
  await until(() => session.connection.getSenders()[0].track === session.microphone.track, "it is sent");
  const asked = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotFoundError"));
  session.microphone.track.dispatchEvent(new Event("ended"));
  await until(() => events.some(([event, error]) => event === "error" && error.code === "no_device"), "there is none");
  navigator.mediaDevices.getUserMedia = asked;
  equal(session.state, "joined");
  await session.leave();
}

export async function soundThatTheBrowserHoldsBackCanBeTurnedOn() {
  const audioElement = new Audio();
  let blocked = true;
  audioElement.play = async () => {
    if (blocked) {
      throw new DOMException("", "NotAllowedError");
    }
  };
  const { session, events } = await join({ audioElement });
  session.on("autoplayBlocked", ({ resume }) => events.push(["blocked", resume]));
  sockets.at(-1).end(1006);
  await until(() => events.some(([event]) => event === "blocked"), "it is told");
  const resume = events.find(([event]) => event === "blocked")[1];
  equal((await failure(resume())).name, "NotAllowedError");
  blocked = false;
  await resume();
  await session.leave();
}

export async function whoListenedAndMaySpeakGetsAMicrophoneWithAFreshOffer() {
  const { session } = await join({ listener: true });
  const line = session.connection;
  answers.offer = async (message, usual) => ({ type: "answer", answer: (await usual({ ...message, type: "join" })).answer });
  await session.setMicrophone();
  that(session.microphone.track.readyState === "live" && session.connection !== line, "a line that sends");
  equal(received.at(-1).type, "offer");
  that(/a=sendrecv/.test(received.at(-1).offer), "the offer sends");
  await session.leave();
}
