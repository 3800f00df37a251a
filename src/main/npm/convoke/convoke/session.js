// A participant's session: from the seat that the bridge gave to the end, over whatever becomes of the network.
import { readAddress } from "./address.js";
import { Emitter } from "./emitter.js";
import { canChooseSpeaker, check, listDevices } from "./environment.js";
import { ConvokeError } from "./errors.js";
import { Host } from "./host.js";
import { Microphone } from "./microphone.js";
import { Mute } from "./mute.js";
import { handlers } from "./pushed.js";
import { recover } from "./recovery.js";
import { Roster } from "./roster.js";
import { renewLine, takeSeat } from "./seat.js";
import { Speaker } from "./speaker.js";
import { summarise } from "./stats.js";
import { Watch } from "./watch.js";

const FIRST_SOUND_MS = 15_000;
const SOUND_AGAIN_MS = 6000;
const LEAVE_MS = 1000;

export class Session extends Emitter {
  /** What only hosts may do. */
  host = new Host((message) => this.request(message));

  #options;
  #address;
  #token;
  #name;
  #state = "connecting";
  #room = {};
  #roster = new Roster();
  #mine = null;
  #mute;
  #microphone = null;
  #speaker;
  #configuration;
  #authenticated = null;
  #channel = null;
  #line = null;
  #watch = null;

  static async join(options) {
    const problem = check({ listener: true });
    if (problem) {
      throw problem;
    }
    const session = new Session(options);
    try {
      session.#adopt(await session.#takeSeat());
    } catch (error) {
      session.#close(session.#microphone === options.microphone);
      throw error;
    }
    session.#awaitSound();
    return session;
  }

  constructor(options) {
    super();
    this.#options = options;
    this.#address = readAddress(options);
    this.#token = this.#address.token;
    this.#name = options.name;
    this.#configuration = options.rtcConfiguration ?? {};
    this.#mute = new Mute(options.muted === true, (change) => this.#muted(change));
    this.#speaker = new Speaker(options.audioElement, (resume) =>
      // Not before whoever awaits the session could listen.
      setTimeout(() => this.emit("autoplayBlocked", { resume })),
    );
  }

  /** connecting, waiting (in the lobby), joined, reconnecting or ended. */
  get state() {
    return this.#state;
  }

  /** Oneself, as the others see it. */
  get me() {
    return this.#roster.get(this.#mine?.id) ?? this.#mine;
  }

  /** Everyone in the room, oneself too, in the order of coming. */
  get participants() {
    return this.#roster.people("joined");
  }

  /** Who waits in the lobby; only hosts are told. */
  get waiting() {
    return this.#roster.people("waiting");
  }

  get room() {
    return this.#room;
  }

  get muted() {
    return this.#mute.muted;
  }

  get mutedByHost() {
    return this.#mute.byHost;
  }

  get held() {
    return this.me?.held ?? false;
  }

  /** A phone is the sound of this participant; the browser's microphone rests. */
  get merged() {
    return this.me?.via === "merged";
  }

  /** The token that this seat is bound to: who joins with it again takes it over. */
  get token() {
    return this.#token;
  }

  /** The open microphone, with its `level`, `label` and `deviceId`; null for one who only listens. */
  get microphone() {
    return this.#microphone;
  }

  get audioElement() {
    return this.#speaker.element;
  }

  /** What the room sounds like: a MediaStream. */
  get stream() {
    return this.#line?.stream ?? null;
  }

  /** The RTCPeerConnection of the moment; each reconnection makes a new one. */
  get connection() {
    return this.#line?.connection ?? null;
  }

  mute() {
    return this.#setMuted(true);
  }

  unmute() {
    return this.#setMuted(false);
  }

  /** Out of the conversation for a while: neither heard nor hearing. */
  hold(held = true) {
    return this.request({ type: "hold", held });
  }

  raiseHand(raised = true) {
    return this.request({ type: "raise_hand", raised });
  }

  async setName(name) {
    await this.request({ type: "set_name", name });
    this.#name = name;
  }

  sendText(text) {
    return this.request({ type: "send_text", text });
  }

  /** { microphones, speakers }, each a list of { id, label }. */
  devices() {
    return listDevices();
  }

  /** Changes to another microphone; one who only listened and now may speak gets a first one by this. */
  async setMicrophone(deviceId) {
    if (this.#microphone) {
      await this.#microphone.setMicrophone(deviceId);
      await this.#line?.replace(this.#microphone.track);
      return;
    }
    this.#listenTo(await Microphone.open({ deviceId, constraints: this.#options.constraints }));
    const before = this.#line;
    this.#useLine(
      await renewLine({ channel: this.#channel, track: this.#microphone.track, configuration: this.#rtc() }),
    );
    before?.close();
  }

  /** Where the room is heard. */
  setSpeaker(deviceId) {
    return this.#speaker.choose(deviceId);
  }

  get canChooseSpeaker() {
    return canChooseSpeaker();
  }

  /** The line in figures: loss, jitter, round trip, packets. */
  async stats() {
    return summarise(this.#line ? await this.#line.stats() : new Map());
  }

  /** A one-time code that makes a phone the sound of this participant. */
  async mergeCode() {
    const { code, expiresAt, dialIn, sipUri } = await this.request({ type: "merge_code" });
    return { code, expiresAt, dialIn, sipUri };
  }

  /** Installs a new token, or asks for one: a visitor by link needs none to get one. */
  async renew(token) {
    const reply = await this.request(token ? { type: "renew", token } : { type: "renew" });
    this.#token = reply.token ?? token;
    return { token: this.#token, expiresAt: reply.expiresAt };
  }

  async leave() {
    if (this.#state === "ended") {
      return;
    }
    const goodbye = this.#channel?.request({ type: "leave" }, LEAVE_MS).catch(() => {});
    const channel = this.#channel;
    this.#channel = null;
    this.#end("left");
    await goodbye;
    channel?.close();
  }

  /** A message of the protocol; resolves with its reply. */
  async request(message) {
    if (this.#state === "ended") {
      throw new ConvokeError("ended");
    }
    if (!this.#channel) {
      throw new ConvokeError("reconnecting");
    }
    return this.#channel.request(message);
  }

  #rtc() {
    return { iceServers: this.#authenticated?.iceServers ?? [], ...this.#configuration };
  }

  #takeSeat() {
    return takeSeat({
      address: this.#address,
      token: this.#token,
      microphone: (role) => this.#openMicrophone(role),
      configuration: this.#configuration,
      alive: () => this.#state !== "ended",
      join: (authenticated) => ({
        name: this.#name ?? authenticated.name,
        muted: this.#mute.wish,
        ...(this.#options.listener ? { role: "listener" } : {}),
        ...(this.#options.hostPin ? { host_pin: this.#options.hostPin } : {}),
      }),
    });
  }

  async #openMicrophone(role) {
    const { microphone, constraints } = this.#options;
    if (this.#microphone || this.#options.listener || role === "listener") {
      return this.#microphone;
    }
    if (microphone instanceof Microphone) {
      this.#listenTo(microphone);
    } else if (microphone instanceof MediaStreamTrack) {
      this.#listenTo(Microphone.of(microphone));
    } else {
      this.#listenTo(await Microphone.open({ deviceId: microphone, constraints }));
    }
    return this.#microphone;
  }

  #listenTo(microphone) {
    this.#microphone = microphone;
    this.#mute.use(() => microphone.track);
    microphone.on("changed", (change) => {
      this.#mute.apply();
      this.#line?.replace(microphone.track);
      this.emit("microphoneChanged", change);
    });
    microphone.on("lost", (error) => this.emit("error", error));
    microphone.on("devicesChanged", (devices) => this.emit("devicesChanged", devices));
  }

  #adopt({ channel, line, authenticated, joined }) {
    const first = this.#mine === null;
    this.#channel = channel;
    this.#authenticated = authenticated;
    this.#token = joined.token ?? this.#token;
    this.#mine ??= { id: joined.participantId };
    Object.assign(this.#mine, { id: joined.participantId, name: this.#name, role: joined.role, state: joined.state });
    this.#room = { ...authenticated.room, ...joined.room };
    channel.on("message", (message) => this.#pushed(message));
    channel.on("closed", (error) => this.#lost(error));
    this.#useLine(line);
    this.#state = joined.state === "waiting" ? "waiting" : "joined";
    const me = joined.roster?.participants?.find(({ id }) => id === joined.participantId);
    const events = this.#take(joined.roster);
    // Whoever awaits the session gets to listen first. Who is there already is in `participants`, not news.
    setTimeout(() => {
      if (this.#state === "waiting") {
        this.emit("waiting", { why: joined.why });
      }
      this.#mute.resume(joined.muted, me?.mutedByHost ?? false, channel);
      this.#tell(first ? [] : events);
    });
  }

  #useLine(line) {
    this.#line = line;
    line.on("lost", () => this.#line === line && this.#lost(null));
    this.#watch?.stop();
    this.#watch = new Watch(this.#channel, line, () => this.#lost(null));
    this.#mute.apply();
    this.#speaker.play(line.stream);
  }

  #awaitSound() {
    const line = this.#line;
    line.established(FIRST_SOUND_MS, new ConvokeError("no_media")).then(
      () => this.emit("connected"),
      // Another line has taken its place when the connection was restored meanwhile.
      (error) => this.#line === line && this.#end(error.code, error),
    );
  }

  /** The connection or the line is gone, or the bridge closed it and said why. */
  async #lost(error) {
    if (this.#state === "ended" || this.#state === "reconnecting") {
      return;
    }
    if (error) {
      this.#end(error.code, error);
      return;
    }
    this.#drop();
    this.#state = "reconnecting";
    this.emit("reconnecting");
    try {
      if (await recover(() => this.#again(), () => this.#state === "reconnecting")) {
        this.emit("reconnected");
      }
    } catch (final) {
      this.#end(final.code, final);
    }
  }

  async #again() {
    const seat = await this.#takeSeat();
    const gone = new Promise((_, reject) =>
      seat.channel.on("closed", (error) => reject(error ?? new ConvokeError("server_unreachable"))),
    );
    try {
      await Promise.race([seat.line.established(SOUND_AGAIN_MS, new ConvokeError("no_media")), gone]);
    } catch (error) {
      seat.line.close();
      seat.channel.close();
      throw error;
    }
    if (this.#state === "reconnecting") {
      this.#adopt(seat);
    } else {
      // He left while the seat was being taken again.
      seat.line.close();
      await seat.channel.request({ type: "leave" }, LEAVE_MS).catch(() => {});
      seat.channel.close();
    }
  }

  #pushed(message) {
    const handler = handlers[message.type];
    if (handler) {
      handler(this.#inside, message);
    } else {
      this.#tell(this.#roster.apply(message));
    }
  }

  /** What the handlers of pushed messages may do here. */
  #inside = {
    emit: (event, payload) => this.emit(event, payload),
    update: (snapshot) => this.#tell(this.#take(snapshot)),
    admitted: () => (this.#state = "joined"),
    muted: (muted, by) => this.#mute.told(muted, muted && by !== "me", by),
    lost: () => this.#lost(null),
    end: (reason) => this.#end(reason),
    expiring: (expiresAt) => this.#expiring(expiresAt),
    isMe: (id) => id === this.#mine?.id,
  };

  /** A whole roster, or what the room is like, or both. Returns what there is to tell. */
  #take({ participants, seq, ...room } = {}) {
    const before = JSON.stringify(this.#room);
    this.#room = { ...this.#room, ...room };
    const events = JSON.stringify(this.#room) === before ? [] : [["roomChanged", this.#room]];
    return participants ? [...events, ...this.#roster.replace({ seq, participants })] : events;
  }

  #tell(events) {
    for (const [event, payload] of events) {
      if (payload.id === this.#mine?.id && event !== "participantLeft") {
        this.#mute.told(payload.muted, payload.mutedByHost);
        this.#mute.rest(payload.held || payload.via === "merged");
        this.#name = payload.name ?? this.#name;
      }
      this.emit(event, payload);
    }
  }

  async #setMuted(muted) {
    if (this.#state === "ended") {
      throw new ConvokeError("ended");
    }
    await this.#mute.set(muted, this.#channel);
  }

  #muted(change) {
    this.emit("muted", change);
  }

  async #expiring(expiresAt) {
    try {
      await this.renew(await this.#options.renewToken?.());
    } catch {
      this.emit("tokenExpiring", { expiresAt });
    }
  }

  #end(reason, error = null) {
    if (this.#state === "ended") {
      return;
    }
    this.#close();
    this.emit("ended", { reason, error });
  }

  /** `keep`: who could not join keeps the microphone that he brought, for the next try. */
  #close(keep = false) {
    this.#state = "ended";
    this.#drop();
    if (!keep) {
      this.#microphone?.close();
    }
    this.#speaker.close();
  }

  #drop() {
    this.#watch?.stop();
    this.#line?.close();
    this.#channel?.close();
    this.#watch = this.#line = this.#channel = null;
  }
}
