// Where the room is heard: an audio element of the application's, or one of our own.
import { canChooseSpeaker } from "./environment.js";
import { ConvokeError } from "./errors.js";

export class Speaker {
  #element;
  #onBlocked;

  /** `onBlocked` is told a function when the browser plays no sound before the page is touched. */
  constructor(element, onBlocked) {
    this.#element = element ?? new Audio();
    this.#element.autoplay = true;
    this.#onBlocked = onBlocked;
  }

  get element() {
    return this.#element;
  }

  async play(stream) {
    this.#element.srcObject = stream;
    try {
      await this.#element.play();
    } catch (error) {
      // A play that is cut short by the next stream is no news.
      if (error.name === "NotAllowedError") {
        this.#onBlocked(() => this.#element.play());
      }
    }
  }

  async choose(deviceId) {
    if (!canChooseSpeaker()) {
      throw new ConvokeError("unsupported");
    }
    try {
      await this.#element.setSinkId(deviceId);
    } catch (cause) {
      throw new ConvokeError("no_device", "That speaker is not there.", { cause });
    }
  }

  close() {
    this.#element.srcObject = null;
  }
}
