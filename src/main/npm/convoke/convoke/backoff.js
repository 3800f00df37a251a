// How long to wait before the next try: longer each time, and random, so that a thousand browsers that lost the same
// bridge do not come back in the same moment. The longest pause is short on purpose: within 3 s of the network's return
// there has to be sound again, and a try is one connection.

const FIRST_MS = 300;
const LONGEST_MS = 2000;
const GROWTH = 1.6;

/** `attempt` counts from 0. Between half of the grown pause and all of it. */
export function pauseMs(attempt, random = Math.random) {
  const grown = Math.min(LONGEST_MS, FIRST_MS * GROWTH ** attempt);
  return Math.round(grown * (0.5 + random() / 2));
}
