// An entry for a calendar (RFC 5545): the next full hour, one hour long. Pure.

const LINE_OCTETS = 73;

/** @param meeting { name, url, text }; `now` a Date; `uid` unlike any other */
export function calendarEntry({ name, url, text }, now, uid) {
  const start = new Date(Math.ceil((now.getTime() + 1) / 3_600_000) * 3_600_000);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Convoke//Room//EN",
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(start)}`,
    "DURATION:PT1H",
    `SUMMARY:${escape(name)}`,
    `DESCRIPTION:${escape(text)}`,
    `LOCATION:${escape(url)}`,
    `URL:${url}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map(fold).join("\r\n") + "\r\n";
}

function stamp(date) {
  return date.toISOString().replace(/[-:]|\.\d+/g, "");
}

function escape(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

/** Long lines go on after a space (§3.1); octets count, and no character is cut in two. */
function fold(line) {
  const encoder = new TextEncoder();
  let [folded, octets] = ["", 0];
  for (const character of line) {
    const length = encoder.encode(character).length;
    if (octets + length > LINE_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += length;
  }
  return folded;
}
