// How loud a track is. It listens to a copy, so that one who is muted can be told that he talks.

const FLOOR_DB = -60;
const CEILING_DB = -12;

export class Meter {
  #context;
  #source;
  #analyser;
  #copy;
  #samples;
  #wake = () => this.#context?.resume().catch(() => {});

  watch(track) {
    this.#release();
    if (typeof AudioContext !== "function") {
      return;
    }
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#analyser = this.#context.createAnalyser();
      this.#analyser.fftSize = 1024;
      this.#samples = new Float32Array(this.#analyser.fftSize);
      // Browsers keep sound asleep until the page is touched.
      addEventListener("pointerdown", this.#wake);
      addEventListener("keydown", this.#wake);
    }
    this.#copy = track.clone();
    this.#copy.enabled = true;
    this.#source = this.#context.createMediaStreamSource(new MediaStream([this.#copy]));
    this.#source.connect(this.#analyser);
  }

  /** From 0 to 1, even to the ear. */
  get level() {
    if (!this.#source) {
      return 0;
    }
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) {
      sum += sample * sample;
    }
    const db = 10 * Math.log10(sum / this.#samples.length + 1e-12);
    return Math.min(1, Math.max(0, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
  }

  close() {
    this.#release();
    removeEventListener("pointerdown", this.#wake);
    removeEventListener("keydown", this.#wake);
    this.#context?.close().catch(() => {});
    this.#context = null;
  }

  #release() {
    this.#source?.disconnect();
    this.#copy?.stop();
    this.#source = null;
  }
}
