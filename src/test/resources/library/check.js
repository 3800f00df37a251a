// What the tests of the library are written with; a test is an exported function whose name says what holds.

export function equal(actual, expected) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) {
    throw new Error(`expected ${e}, was ${a}`);
  }
}

export function that(condition, what) {
  if (!condition) {
    throw new Error(`not so: ${what}`);
  }
}

/** The error that a promise or a function ended with. */
export async function failure(action) {
  try {
    await (typeof action === "function" ? action() : action);
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

export async function until(condition, what) {
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    if (condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`in 20 s not: ${what}`);
}
