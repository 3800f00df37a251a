// What this browser and this page allow.
import { ConvokeError } from "./errors.js";

/** The reason why one cannot join here, or null. Listeners need no microphone. */
export function check({ listener = false } = {}) {
  if (typeof RTCPeerConnection !== "function" || typeof WebSocket !== "function") {
    return new ConvokeError("no_webrtc");
  }
  if (!listener && !navigator.mediaDevices?.getUserMedia) {
    return new ConvokeError(globalThis.isSecureContext ? "no_webrtc" : "insecure_origin");
  }
  return null;
}

/** Microphones and speakers, each { id, label }; labels are known once the microphone was allowed. */
export async function listDevices() {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const kind = (name) =>
    all.filter((d) => d.kind === name && d.deviceId).map(({ deviceId, label }) => ({ id: deviceId, label }));
  return {
    microphones: kind("audioinput"),
    speakers: canChooseSpeaker() ? kind("audiooutput") : [],
  };
}

export function canChooseSpeaker() {
  return typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;
}
