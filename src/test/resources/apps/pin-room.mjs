// Voice apps that ask for a PIN and put the caller into its room: as one was written in 2019, when
// input had no type and dtmf was a text, and as one is written now. All events are taken.
import express from "./express.mjs";

const rooms = { 4821: "standup" };
const app = express();
const self = (req) => `http://${req.headers.host}`;
const room = (pin) =>
  rooms[pin]
    ? [{ action: "conversation", name: rooms[pin] }]
    : [{ action: "talk", text: "There is no such room. Good bye." }];

app.get("/2019/answer", (req, res) =>
  res.json([
    { action: "talk", voiceName: "Amy", text: "Welcome to the meetings of Monday. Please enter your pin." },
    { action: "input", maxDigits: 4, timeOut: 10, eventUrl: [`${self(req)}/2019/dtmf`] },
  ]),
);

app.post("/2019/dtmf", (req, res) =>
  res.json(room(typeof req.body.dtmf === "string" && req.body.dtmf)),
);

app.post("/now/answer", (req, res) =>
  res.json([
    {
      action: "talk",
      text: "<speak>Welcome to the meetings of Monday. <break time='200ms'/> Please enter your pin.</speak>",
      bargeIn: true,
    },
    {
      action: "input",
      type: ["dtmf"],
      dtmf: { maxDigits: 10, timeOut: 10, submitOnHash: true },
      eventUrl: [`${self(req)}/now/dtmf`],
    },
  ]),
);

app.post("/now/dtmf", (req, res) => res.json(room(req.body.dtmf?.digits)));

app.get("/2019/event", (req, res) => res.status(200).send());
app.post("/now/event", (req, res) => res.status(204).send());
app.post("/consumer", (req, res) => res.status(204).send());

app.listen();
