// Whether one is muted: by oneself, which is a wish that outlasts a reconnection, and by a host, which is the bridge's
// word. The track is silenced here, so that what is said while muted never leaves the browser.

export class Mute {
  #wish;
  #byHost = false;
  #resting = false;
  #asking = 0;
  #shown;
  #track = () => null;
  #onChange;

  constructor(muted, onChange) {
    this.#wish = muted;
    this.#shown = muted;
    this.#onChange = onChange;
  }

  /** Muted by oneself. */
  get wish() {
    return this.#wish;
  }

  get byHost() {
    return this.#byHost;
  }

  get muted() {
    return this.#wish || this.#byHost;
  }

  /** `track` gives the microphone's track of the moment. */
  use(track) {
    this.#track = track;
    this.apply();
  }

  apply() {
    const track = this.#track();
    if (track) {
      track.enabled = !this.muted && !this.#resting;
    }
  }

  /** On hold, or a phone is the sound. */
  rest(resting) {
    this.#resting = resting;
    this.apply();
  }

  /** By oneself; at once here, and told to the bridge when there is a channel to it. */
  async set(muted, channel) {
    const before = this.#wish;
    this.#wish = muted;
    this.#show("me");
    if (!channel) {
      return;
    }
    this.#asking++;
    try {
      await channel.request({ type: muted ? "mute" : "unmute" });
    } catch (error) {
      // Without an answer the wish stands: it is told again with the next seat.
      if (error.code !== "timeout" && error.code !== "server_unreachable" && error.code !== "ended") {
        this.#wish = before;
        this.#show("me");
        throw error;
      }
    } finally {
      this.#asking--;
    }
  }

  /** The bridge's word; while it is being asked for something else, its older word does not count. */
  told(muted, byHost = false, by = byHost ? "host" : "me") {
    this.#byHost = Boolean(muted && byHost);
    if (this.#asking === 0 && !this.#byHost) {
      this.#wish = muted;
    }
    this.#show(by);
  }

  /** A new seat, or the old one again: the bridge's state as it is there, and one's own wish told when it differs. */
  async resume(muted, byHost, channel) {
    this.#byHost = Boolean(muted && byHost);
    this.#show("host");
    if (!this.#byHost && muted !== this.#wish) {
      await this.set(this.#wish, channel).catch(() => {});
    }
  }

  #show(by) {
    this.apply();
    if (this.muted !== this.#shown) {
      this.#shown = this.muted;
      this.#onChange({ muted: this.muted, by });
    }
  }
}
