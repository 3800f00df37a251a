// What the server of a public sample, opentok-nexmo-sip's Dial-In-Conference, does on the wire; not
// its code. Its oddities are the point: the answer URL by GET, an input without type or options,
// dtmf as a text, no POST route for events, a header that says the session, and for a PIN that
// nobody has a conversation whose name is undefined, which JSON leaves out.
import express from "./express.mjs";

const settings = new Map();
const app = express();

app.get("/room/:roomId", (req, res) => {
  const [roomId] = req.params;
  if (!settings.has(roomId)) {
    const pin = String(Math.floor(Math.random() * 9000) + 1000);
    const session = `2_MX4${Math.random().toString(36).slice(2)}~${Date.now()}-fg`;
    settings.set(roomId, { pin, session }).set(pin, session);
  }
  // The sample draws a page; what stands in it is enough here.
  res.json(settings.get(roomId));
});

app.get("/nexmo-answer", (req, res) => {
  const session = req.query["SipHeader_X-OpenTok-SessionId"];
  res.json(
    session
      ? [{ action: "conversation", name: session }]
      : [
          { action: "talk", text: "Please enter the pin code of the session" },
          { action: "input", eventUrl: [`http://${req.headers.host}/nexmo-dtmf`] },
        ],
  );
});

app.post("/nexmo-dtmf", (req, res) =>
  res.json([{ action: "conversation", name: settings.get(req.body.dtmf) }]),
);

app.get("/nexmo-events", (req, res) => res.status(200).send());

app.listen();
