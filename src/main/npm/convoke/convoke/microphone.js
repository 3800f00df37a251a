// The microphone: opened, changed, replaced when it is unplugged, and how loud it is.
import { Emitter } from "./emitter.js";
import { check, listDevices } from "./environment.js";
import { ConvokeError, deviceError } from "./errors.js";
import { Meter } from "./meter.js";

const PROCESSING = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** After a device has gone the system needs a moment to know of the others. */
const SETTLE_MS = 300;

/** Events: changed { id, label, reason }, lost (a ConvokeError), devicesChanged. */
export class Microphone extends Emitter {
  #track = null;
  #meter = new Meter();
  #constraints;
  #closed = false;
  #borrowed = false;
  #onDevices = () => this.#devicesChanged();

  /**
   * @param deviceId the wanted one; another is taken when it is not there
   * @param constraints of the track beside echo cancelling, noise suppression and gain control, which are on
   */
  static async open({ deviceId, constraints } = {}) {
    const problem = check();
    if (problem) {
      throw problem;
    }
    const microphone = new Microphone(constraints);
    await microphone.#open(deviceId);
    navigator.mediaDevices.addEventListener?.("devicechange", microphone.#onDevices);
    return microphone;
  }

  /** Of a track that the application made by itself; it stays the application's. */
  static of(track) {
    const microphone = new Microphone();
    microphone.#borrowed = true;
    microphone.#track = track;
    microphone.#meter.watch(track);
    return microphone;
  }

  constructor(constraints) {
    super();
    this.#constraints = { ...PROCESSING, ...constraints };
  }

  get track() {
    return this.#track;
  }

  get deviceId() {
    return this.#track?.getSettings().deviceId;
  }

  get label() {
    return this.#track?.label ?? "";
  }

  /** From 0, silence, to 1, as loud as it gets; muted or not. */
  get level() {
    return this.#meter.level;
  }

  devices() {
    return listDevices();
  }

  /** Changes to another device. On failure the old one stays. */
  async setMicrophone(deviceId) {
    await this.#open(deviceId, true);
    this.#borrowed = false;
    this.#tell("chosen");
  }

  close() {
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.#onDevices);
    this.#meter.close();
    if (this.#track && !this.#borrowed) {
      this.#track.onended = null;
      this.#track.stop();
    }
  }

  async #open(deviceId, exact = false) {
    try {
      this.#take(await this.#get(deviceId));
    } catch (cause) {
      const error = deviceError(cause);
      if (!deviceId || exact || error.code !== "no_device") {
        throw error;
      }
      await this.#open(undefined);
    }
  }

  async #get(deviceId) {
    const audio = { channelCount: 1, ...this.#constraints };
    if (deviceId) {
      audio.deviceId = { exact: deviceId };
    }
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    const [track] = stream.getAudioTracks();
    if (this.#closed) {
      track.stop();
      throw new ConvokeError("ended");
    }
    return track;
  }

  #take(track) {
    const before = this.#track;
    if (before) {
      track.enabled = before.enabled;
      before.onended = null;
      if (!this.#borrowed) {
        before.stop();
      }
    }
    this.#track = track;
    track.onended = () => this.#fallBack();
    this.#meter.watch(track);
  }

  /** The device was unplugged, or the permission taken back. */
  async #fallBack() {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    try {
      await this.#open(undefined);
      this.#tell("unplugged");
    } catch (error) {
      if (!this.#closed) {
        this.emit("lost", error);
      }
    }
  }

  async #devicesChanged() {
    if (this.#track?.readyState === "ended" && !this.#closed) {
      await this.#fallBack();
    }
    this.emit("devicesChanged", await this.devices());
  }

  #tell(reason) {
    this.emit("changed", { id: this.deviceId, label: this.label, reason });
  }
}
