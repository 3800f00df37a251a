// The parts of the room's page that know no document: the calendar's entry and the words.
import { calendarEntry } from "/assets/room/calendar.js";
import { languages } from "/assets/room/texts.js";
import { equal, that } from "./check.js";

const meeting = { name: "Tea, cake; talk", url: "https://example.com/room/tea", text: "Join:\nby phone, PIN 4719" };

export function anEntryBeginsAtTheNextFullHour() {
  const lines = calendarEntry(meeting, new Date("2026-05-04T09:20:31Z"), "1").split("\r\n");
  that(lines.includes("DTSTART:20260504T100000Z"), "the next hour");
  that(lines.includes("DTSTAMP:20260504T092031Z"), "now");
  that(calendarEntry(meeting, new Date("2026-05-04T10:00:00Z"), "1").includes("DTSTART:20260504T110000Z"), "not now");
}

export function whatWouldEndAFieldIsEscaped() {
  const entry = calendarEntry(meeting, new Date(0), "1");
  that(entry.includes("\r\nSUMMARY:Tea\\, cake\\; talk\r\n"), "commas and semicolons");
  that(entry.includes("DESCRIPTION:Join:\\nby phone\\, PIN 4719"), "lines");
}

export function longLinesAreFoldedBetweenCharacters() {
  const name = "ä🎈".repeat(60);
  const entry = calendarEntry({ ...meeting, name }, new Date(0), "1");
  const octets = entry.split("\r\n").map((line) => new TextEncoder().encode(line).length);
  that(Math.max(...octets) <= 75, `no line is longer than 75 octets: ${Math.max(...octets)}`);
  that(entry.replaceAll("\r\n ", "").includes(`SUMMARY:${name}\r\n`), "unfolded it is whole");
}

export function everyLanguageHasEveryText() {
  const { en, ...others } = languages;
  for (const texts of Object.values(others)) {
    equal(Object.keys(texts).sort(), Object.keys(en).sort());
    for (const [key, text] of Object.entries(texts)) {
      equal([key, typeof text, Array.isArray(text)], [key, typeof en[key], Array.isArray(en[key])]);
    }
  }
}

export function blanksAreTheSameInEveryLanguage() {
  const blanks = (text) => (typeof text === "string" ? (text.match(/\{\w+\}/g) ?? []).sort() : []);
  for (const key of Object.keys(languages.en)) {
    equal([key, blanks(languages.de[key])], [key, blanks(languages.en[key])]);
  }
}
