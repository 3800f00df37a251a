// The wire says mute_all and dial_in, JavaScript says muteAll and dialIn.

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** A copy with the names of all its fields in JavaScript's style. Values are kept. */
export function fromWire(value) {
  if (Array.isArray(value)) {
    return value.map(fromWire);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camel(name), fromWire(inner)]));
}
