import { createServer } from "node:http";

const rooms = { 1234: "standup", 5678: "board" };

const ask = (host, text, tries) => [
  { action: "talk", text, bargeIn: true },
  { action: "input", type: ["dtmf"], dtmf: { maxDigits: 4, timeOut: 10 },
    eventUrl: [`http://${host}/dtmf?tries=${tries}`] },
];

const routes = {
  "GET /answer": ({ host }) => ask(host, "Welcome. Please enter your pin.", 1),
  "POST /dtmf": ({ host, query, body }) => {
    const name = rooms[body.dtmf.digits];
    const tries = Number(query.get("tries"));
    if (name) return [{ action: "conversation", name }];
    if (tries < 3) return ask(host, "This pin is not known. Please try again.", tries + 1);
    return [{ action: "talk", text: "This pin is not known. Good bye." }];
  },
  "POST /event": ({ body }) => console.log(body.status, body.from, body.uuid),
};

createServer(async (req, res) => {
  const { host } = req.headers;
  const { pathname, searchParams: query } = new URL(req.url, `http://${host}`);
  let json = "";
  for await (const chunk of req) json += chunk;
  const answer = routes[`${req.method} ${pathname}`]?.({ host, query, body: JSON.parse(json || "{}") });
  res.end(JSON.stringify(answer ?? {}));
}).listen(process.env.PORT ?? 3000, "127.0.0.1", () => console.log("The app is ready."));
