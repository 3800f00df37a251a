// Types of convoke.js. Times are ISO 8601 texts, levels dBov (-127 silence, 0 as loud as it gets).

export interface JoinOptions {
  /** The bridge, such as https://bridge.example.com, or a room's link, with or without #token=... Default: this page. */
  url?: string;
  /** The room's slug, when `url` names none. */
  room?: string;
  /** From POST /v1/rooms/{id}/tokens. A room that is open to its link needs none. */
  token?: string;
  /** What the others see, 1 to 80 characters; may be left out when the token has one. */
  name?: string;
  /** Join muted. */
  muted?: boolean;
  /** Only listen: the browser asks for no microphone. */
  listener?: boolean;
  /** A device's id, a Microphone of Convoke.preview(), or a track of your own. Default: the system's microphone. */
  microphone?: string | Microphone | MediaStreamTrack;
  /** Of the microphone, beside echo cancelling, noise suppression and gain control, which are on. */
  constraints?: MediaTrackConstraints;
  /** Where the room is heard. Default: an element of our own. */
  audioElement?: HTMLAudioElement;
  /** Makes the one who knows it a host. */
  hostPin?: string;
  /** Asked for a new token 5 minutes before the old one expires. Visitors by link need none. */
  renewToken?: () => Promise<string>;
  /** Of the RTCPeerConnection, such as { iceTransportPolicy: "relay" }. */
  rtcConfiguration?: RTCConfiguration;
}

export interface PreviewOptions {
  deviceId?: string;
  constraints?: MediaTrackConstraints;
}

export const Convoke: {
  /** Resolves when the bridge gave a seat, in the room or in its lobby; rejects with a ConvokeError. */
  join(options?: JoinOptions): Promise<Session>;
  /** Opens the microphone before joining. Hand it to join() as `microphone`, or close() it. */
  preview(options?: PreviewOptions): Promise<Microphone>;
  /** What keeps this page from joining: no_webrtc or insecure_origin; null when nothing does. */
  problem(options?: { listener?: boolean }): ConvokeError | null;
};
export default Convoke;

export type ErrorCode =
  | "no_webrtc" | "insecure_origin" | "permission_denied" | "no_device" | "device_busy" | "unsupported"
  | "server_unreachable" | "timeout" | "origin_refused" | "no_media"
  | "token_expired" | "invalid_token" | "token_required"
  | "room_full" | "room_locked" | "room_closed" | "room_not_found" | "wrong_pin"
  | "overloaded" | "unavailable" | "forbidden" | "invalid_request" | "invalid_offer"
  | "replaced" | "connection_lost" | "reconnecting" | "ended";

/** `message` is a sentence in English. */
export class ConvokeError extends Error {
  readonly code: ErrorCode | (string & {});
  /** What of a request is to blame. */
  readonly field?: string;
  /** Why it is forbidden: not_host, muted_by_host, listener, ... */
  readonly reason?: string;
}

export type Role = "host" | "speaker" | "guest" | "listener";

export interface Participant {
  id: string;
  name: string;
  role: Role;
  state: "joined" | "waiting";
  /** merged: a browser whose sound is a phone. */
  via: "phone" | "browser" | "merged";
  /** A phone's number, masked. */
  from?: string;
  /** By oneself or by a host. */
  muted: boolean;
  mutedByHost: boolean;
  held: boolean;
  /** Hears nothing of the room. */
  earmuffed: boolean;
  handRaised: boolean;
  speaking: boolean;
  /** The line is gone and may come back; the seat is kept. */
  away: boolean;
  /** dB that a host added. */
  volume: number;
  line: "good" | "fair" | "poor" | "";
  lossPercent: number;
  joinedAt: string;
}

export interface DialIn {
  number: string;
  display: string;
  /** Dials the number and keys what is to be keyed. */
  telUri: string;
  /** Leads to the room without a PIN. */
  direct?: boolean;
}

export interface Room {
  id: string;
  slug: string;
  name: string;
  url: string;
  locked: boolean;
  mutedAll: boolean;
  access: "open" | "token" | "knock";
  language: string | null;
  maxParticipants: number;
  dialIn: DialIn[];
  sipUri: string;
  /** Not for listeners, nor while waiting. */
  pin?: string;
  /** For hosts. */
  hostPin?: string;
}

export interface Quality {
  participantId: string;
  /** Of the packets to the bridge, and of those from it, that were lost; null while it is not known. */
  lossReceivedPercent: number | null;
  lossSentPercent: number | null;
  jitterMs: number | null;
  roundTripMs: number | null;
  /** 1 to 4.5. */
  mos: number | null;
  line: "good" | "fair" | "poor" | "";
}

export interface Stats {
  packetsSent: number;
  packetsReceived: number;
  packetsLost: number;
  bytesSent: number;
  bytesReceived: number;
  lossReceivedPercent: number;
  lossSentPercent: number;
  jitterMs: number;
  roundTripMs: number | null;
  concealedSamples: number;
  totalSamplesReceived: number;
  totalAudioEnergy: number;
  codec: string;
  transport: string;
  candidateType: string;
}

export interface Device {
  id: string;
  /** Empty until the microphone was allowed. */
  label: string;
}

export interface Devices {
  microphones: Device[];
  /** Empty where the browser lets nobody choose. */
  speakers: Device[];
}

export interface MicrophoneEvents {
  /** reason: chosen, or unplugged: the one before is gone. */
  changed: { id: string; label: string; reason: "chosen" | "unplugged" };
  /** Gone, and there is no other. */
  lost: ConvokeError;
  devicesChanged: Devices;
}

interface Emitter<Events> {
  /** Returns a function that ends it. */
  on<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): () => void;
  once<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): () => void;
  off<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): void;
}

export interface Microphone extends Emitter<MicrophoneEvents> {
  readonly track: MediaStreamTrack;
  readonly deviceId: string | undefined;
  readonly label: string;
  /** 0 to 1; muted or not. */
  readonly level: number;
  devices(): Promise<Devices>;
  setMicrophone(deviceId: string): Promise<void>;
  close(): void;
}

export interface SessionEvents {
  /** Sound can flow. */
  connected: undefined;
  /** The network is gone; the seat is kept for 30 s, and everything is tried to get back to it. */
  reconnecting: undefined;
  reconnected: undefined;
  /** Over: left, removed, room_ended, host_left, replaced, connection_lost, no_media, token_expired, ... */
  ended: { reason: string; error: ConvokeError | null };
  /** Something failed that ends nothing, such as a microphone that is gone. */
  error: ConvokeError;

  /** In the lobby: why is host (the room waits for a host) or lobby (a host must admit). */
  waiting: { why: "host" | "lobby" };
  admitted: {};
  participantJoined: Participant;
  participantLeft: Participant & { reason: string };
  /** Name, role, mute, hold, hand, line or volume. */
  participantChanged: Participant;
  /** To hosts: one more waits. */
  participantWaiting: Participant;
  someoneWaits: {};
  speaking: { participantId: string; speaking: boolean; participant: Participant };
  /** Of those who speak, by participant id, some times a second. */
  levels: Record<string, number>;
  /** Of one's own line, each 5 s. */
  quality: Quality;
  text: { participantId: string; name: string; text: string; sentAt: string; mine: boolean };
  roomChanged: Room;

  /** Oneself, by whomever. */
  muted: { muted: boolean; by: "me" | "host" | "api" };
  /** A phone became one's sound, or ceased to be. */
  merged: { merged: boolean };
  /** It has to be renewed by session.renew(token). */
  tokenExpiring: { expiresAt: string };
  microphoneChanged: { id: string; label: string; reason: "chosen" | "unplugged" };
  devicesChanged: Devices;
  /** The browser plays no sound before the page is touched: call resume() when it is. */
  autoplayBlocked: { resume: () => Promise<void> };
}

export interface Host {
  muteParticipant(participantId: string, muted?: boolean): Promise<unknown>;
  lowerHand(participantId: string): Promise<unknown>;
  /** All but the hosts, and those who come later. */
  muteAll(muted?: boolean): Promise<unknown>;
  remove(participantId: string): Promise<unknown>;
  /** One who waits, or all of them. */
  admit(participantId?: string): Promise<unknown>;
  lock(locked?: boolean): Promise<unknown>;
  /** For everybody. */
  end(): Promise<unknown>;
  setRole(participantId: string, role: Role): Promise<unknown>;
  /** -40 to 20 dB. */
  setVolume(participantId: string, volumeDb: number): Promise<unknown>;
  newPin(): Promise<{ pin: string; hostPin: string }>;
}

export interface Session extends Emitter<SessionEvents> {
  readonly state: "connecting" | "waiting" | "joined" | "reconnecting" | "ended";
  readonly me: Participant;
  readonly participants: Participant[];
  /** In the lobby; hosts alone are told. */
  readonly waiting: Participant[];
  readonly room: Room;
  readonly muted: boolean;
  readonly mutedByHost: boolean;
  readonly held: boolean;
  readonly merged: boolean;
  /** Who joins with it again takes this seat over. */
  readonly token: string;
  readonly microphone: Microphone | null;
  readonly audioElement: HTMLAudioElement;
  readonly stream: MediaStream | null;
  /** Of the moment: each reconnection makes a new one. */
  readonly connection: RTCPeerConnection | null;
  readonly canChooseSpeaker: boolean;
  readonly host: Host;

  mute(): Promise<void>;
  /** Rejects with `forbidden` when a host muted you. */
  unmute(): Promise<void>;
  hold(held?: boolean): Promise<unknown>;
  raiseHand(raised?: boolean): Promise<unknown>;
  setName(name: string): Promise<void>;
  /** To all, 1 to 2000 characters. */
  sendText(text: string): Promise<unknown>;
  devices(): Promise<Devices>;
  setMicrophone(deviceId?: string): Promise<void>;
  setSpeaker(deviceId: string): Promise<void>;
  stats(): Promise<Stats>;
  /** One-time: a phone that keys * code # becomes the sound of this participant. */
  mergeCode(): Promise<{ code: string; expiresAt: string; dialIn: DialIn[]; sipUri: string }>;
  renew(token?: string): Promise<{ token: string; expiresAt: string }>;
  /** Any message of the protocol. */
  request(message: { type: string; [field: string]: unknown }): Promise<Record<string, unknown>>;
  leave(): Promise<void>;
}
