// The parts of the library that know no network: addresses, names, pauses, replies, the roster, figures.
import { readAddress } from "/convoke/address.js";
import { pauseMs } from "/convoke/backoff.js";
import { Emitter } from "/convoke/emitter.js";
import { closeError, deviceError, isFinal, serverError } from "/convoke/errors.js";
import { Mute } from "/convoke/mute.js";
import { fromWire } from "/convoke/names.js";
import { Requests } from "/convoke/requests.js";
import { Roster } from "/convoke/roster.js";
import { summarise } from "/convoke/stats.js";
import { equal, failure, that } from "./check.js";

export function aRoomsLinkNamesBridgeRoomAndToken() {
  equal(readAddress({ url: "https://meet.example.com/room/monday-round#token=abc" }), {
    socket: "wss://meet.example.com/v1/connect",
    room: "monday-round",
    token: "abc",
  });
}

export function aListenersLinkIsTheSameRoom() {
  equal(readAddress({ url: "http://127.0.0.1:8080/room/a/listen" }).room, "a");
}

export function aBridgeBelowAPathKeepsIt() {
  equal(readAddress({ url: "https://example.com/calls/room/a" }).socket, "wss://example.com/calls/v1/connect");
  equal(readAddress({ url: "https://example.com/calls", token: "t" }).socket, "wss://example.com/calls/v1/connect");
}

export function theAddressOfTheSocketIsTakenAsItIs() {
  equal(readAddress({ url: "wss://example.com/v1/connect", token: "t" }).socket, "wss://example.com/v1/connect");
}

export function withoutAnAddressThePageItselfIsMeant() {
  equal(readAddress({}, "https://example.com/room/b").room, "b");
}

export function pausesGrowAndStayShortEnoughForSoundWithin3Seconds() {
  const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) => pauseMs(attempt, () => 1));
  equal(longest, [300, 480, 768, 1229, 1966, 2000, 2000]);
  equal(pauseMs(0, () => 0), 150);
}

export function fieldsOfTheWireGetJavaScriptsNames() {
  equal(fromWire({ muted_by_host: true, dial_in: [{ tel_uri: "tel:1" }], none: null }), {
    mutedByHost: true,
    dialIn: [{ telUri: "tel:1" }],
    none: null,
  });
}

export async function repliesFindTheirRequestsInAnyOrder() {
  const sent = [];
  const requests = new Requests((message) => sent.push(message));
  const one = requests.request({ type: "mute" }, 1000);
  const two = requests.request({ type: "hold", held: true }, 1000);
  that(requests.settle({ type: "done", id: sent[1].id, changed: true }), "a reply is one");
  that(requests.settle({ type: "error", id: sent[0].id, code: "forbidden", field: "type" }), "an error is one");
  that(!requests.settle({ type: "speaking" }), "what is pushed is none");
  that(!requests.settle({ type: "done", id: sent[1].id }), "a second reply is none");
  equal((await two).changed, true);
  const error = await failure(one);
  equal([error.code, error.field], ["forbidden", "type"]);
}

export async function aRequestWithoutAReplyEnds() {
  let ring;
  const timers = { setTimeout: (handler) => (ring = handler), clearTimeout: () => {} };
  const requests = new Requests(() => {}, timers);
  const asked = requests.request({ type: "mute" }, 1000);
  ring();
  equal((await failure(asked)).code, "timeout");
  const last = requests.request({ type: "mute" }, 1000);
  requests.fail(closeError(4409));
  equal((await failure(last)).code, "replaced");
}

const person = (id, more = {}) => ({ id, name: id, state: "joined", speaking: false, muted: false, ...more });
const kinds = (events) => events.map(([event, payload]) => `${event} ${payload.participantId ?? payload.id}`);

export function theRosterTellsWhatChanged() {
  const roster = new Roster();
  equal(kinds(roster.replace({ seq: 5, participants: [person("a")] })), ["participantJoined a"]);
  equal(kinds(roster.apply({ type: "participant", seq: 6, participant: person("b") })), ["participantJoined b"]);
  equal(kinds(roster.apply({ type: "participant", seq: 7, participant: person("b", { muted: true }) })), [
    "participantChanged b",
  ]);
  equal(kinds(roster.apply({ type: "speaking", seq: 8, participantId: "a", speaking: true })), ["speaking a"]);
  const [[event, left]] = roster.apply({ type: "participant_left", seq: 9, participantId: "a", reason: "removed" });
  equal([event, left.name, left.reason], ["participantLeft", "a", "removed"]);
  equal(roster.people("joined").map(({ id }) => id), ["b"]);
}

export function whatIsOlderThanTheRosterIsIgnored() {
  const roster = new Roster();
  roster.replace({ seq: 5, participants: [person("a")] });
  equal(roster.apply({ type: "participant_left", seq: 5, participantId: "a" }), []);
  equal(roster.apply({ type: "speaking", seq: 6, participantId: "unknown", speaking: true }), []);
  equal(roster.people("joined").length, 1);
}

export function aWholeRosterIsComparedWithTheOneBefore() {
  const roster = new Roster();
  roster.replace({ seq: 1, participants: [person("a"), person("b"), person("c")] });
  const events = roster.replace({ seq: 9, participants: [person("b", { speaking: true }), person("c"), person("d")] });
  equal(kinds(events), ["participantLeft a", "speaking b", "participantJoined d"]);
}

export function whoWaitsJoinsWhenAdmitted() {
  const roster = new Roster();
  roster.replace({ seq: 1, participants: [] });
  const waiting = person("a", { state: "waiting" });
  equal(kinds(roster.apply({ type: "participant", seq: 2, participant: waiting })), ["participantWaiting a"]);
  equal(roster.people("joined"), []);
  equal(roster.people("waiting").length, 1);
  equal(kinds(roster.apply({ type: "participant", seq: 3, participant: person("a") })), ["participantJoined a"]);
}

export function aHandlerThatThrowsHarmsNobody() {
  const emitter = new Emitter();
  const heard = [];
  globalThis.reportError = () => heard.push("reported");
  emitter.on("event", () => {
    throw new Error("mine");
  });
  emitter.once("event", (payload) => heard.push(payload));
  emitter.emit("event", 1);
  emitter.emit("event", 2);
  equal(heard, ["reported", 1, "reported"]);
}

export function eachFailureOfADeviceHasACode() {
  const code = (name) => deviceError(new DOMException("", name)).code;
  equal(["NotAllowedError", "NotFoundError", "NotReadableError"].map(code), [
    "permission_denied",
    "no_device",
    "device_busy",
  ]);
}

export function onlySomeErrorsMakeAFurtherTryPointless() {
  that(isFinal(serverError({ code: "room_locked" })), "a locked room stays locked");
  that(!isFinal(serverError({ code: "overloaded" })), "a busy bridge may have time later");
  equal(closeError(1006), null);
  equal(closeError(4401).code, "token_expired");
}

function mute(muted) {
  const changes = [];
  const track = { enabled: true };
  const mute = new Mute(muted, ({ muted, by }) => changes.push(`${muted} ${by}`));
  mute.use(() => track);
  return { mute, changes, track };
}

const bridge = (answer) => ({ request: async () => answer() });

export async function mutingSilencesTheTrackAtOnce() {
  const { mute: own, changes, track } = mute(false);
  await own.set(true, bridge(() => ({})));
  equal([track.enabled, changes], [false, ["true me"]]);
  own.rest(true);
  await own.set(false, bridge(() => ({})));
  that(!track.enabled, "on hold nothing is sent, muted or not");
  own.rest(false);
  that(track.enabled, "and then it is");
}

export async function whomAHostMutedCannotUnmuteHimself() {
  const { mute: own, changes, track } = mute(false);
  own.told(true, true);
  const refuse = bridge(() => {
    throw serverError({ code: "forbidden", reason: "muted_by_host" });
  });
  await own.set(true, bridge(() => ({})));
  equal((await failure(own.set(false, refuse))).code, "forbidden");
  equal([track.enabled, changes], [false, ["true host"]]);
  own.told(true, false);
  equal([own.muted, own.byHost], [true, false]);
}

export async function oneIsAskedForAgainAfterAReconnection() {
  const { mute: own } = mute(false);
  const said = [];
  const channel = { request: async ({ type }) => said.push(type) };
  await own.set(true, null);
  await own.resume(false, false, channel);
  equal([said, own.muted], [["mute"], true]);
}

export function figuresAreReadFromWhateverBrowsersReport() {
  const report = new Map(
    [
      { id: "i", type: "inbound-rtp", kind: "audio", packetsReceived: 92, packetsLost: 8, jitter: 0.012, codecId: "c" },
      { id: "r", type: "remote-inbound-rtp", kind: "audio", fractionLost: 0.031, roundTripTime: 0.0474 },
      { id: "c", type: "codec", mimeType: "audio/opus" },
    ].map((entry) => [entry.id, entry]),
  );
  const figures = summarise(report);
  equal([figures.lossReceivedPercent, figures.lossSentPercent], [8, 3.1]);
  equal([figures.jitterMs, figures.roundTripMs, figures.codec], [12, 47, "opus"]);
  equal(summarise(new Map()).roundTripMs, null);
}
