// Tries again until it works, time is up, or it is pointless.
import { pauseMs } from "./backoff.js";
import { ConvokeError, isFinal } from "./errors.js";

const LONGEST_MS = 30_000;

/**
 * @param attempt resolves when it worked
 * @param alive false once nobody wants it any more
 * @return whether it worked; rejects with the ConvokeError that ends it
 */
export async function recover(attempt, alive) {
  const until = performance.now() + LONGEST_MS;
  for (let tries = 0; alive(); tries++) {
    await pause(pauseMs(tries));
    if (!alive()) {
      return false;
    }
    if (performance.now() > until) {
      throw new ConvokeError("connection_lost");
    }
    try {
      await attempt();
      return true;
    } catch (error) {
      if (isFinal(error)) {
        throw error;
      }
    }
  }
  return false;
}

/** Cut short when the network comes back or somebody looks at the page. */
function pause(ms) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      document.removeEventListener("visibilitychange", seen);
      resolve();
    };
    const seen = () => document.visibilityState === "visible" && end();
    const timer = setTimeout(end, ms);
    addEventListener("online", end);
    document.addEventListener("visibilitychange", seen);
  });
}
