// As much of Express as small webhook apps use: routes by method and path, req.query, req.body,
// res.json. Each request is told on standard output, with whether its signatures are right.
import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";

const secret = process.env.SECRET ?? "";
const hmac = (key, text, encoding) => createHmac("sha256", key).update(text).digest(encoding);
const isNow = (seconds) => Math.abs(Date.now() / 1000 - Number(seconds)) < 300;

/** Standard Webhooks: id, time and content, by the bytes that the secret stands for. */
function standard(headers, content) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": given } = headers;
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;
  const expected = "v1," + hmac(key, `${id}.${at}.${content}`, "base64");
  return isNow(at) && Boolean(given?.split(" ").includes(expected));
}

/** Vonage's signed webhooks: a JWT with the hash of the content, by the secret's own characters. */
function vonage(headers, content) {
  const [head, claims, signature] = (headers.authorization ?? "").replace("Bearer ", "").split(".");
  if (!signature || hmac(secret, `${head}.${claims}`, "base64url") !== signature) {
    return false;
  }
  const { iat, iss, payload_hash } = JSON.parse(Buffer.from(claims, "base64url"));
  const hash = createHash("sha256").update(content).digest("hex");
  return isNow(iat) && iss === "Vonage" && payload_hash === hash;
}

export default function express() {
  const routes = [];
  const route = (method) => (path, handler) =>
    routes.push({ method, handler, pattern: new RegExp(`^${path.replace(/:\w+/g, "([^/]+)")}$`) });

  async function serve(req, res) {
    const chunks = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    const raw = Buffer.concat(chunks).toString();
    const [path, query = ""] = req.url.split("?");
    req.query = Object.fromEntries(new URLSearchParams(query));
    const isJson = /^application\/json\b/.test(req.headers["content-type"] ?? "");
    req.body = isJson && raw ? JSON.parse(raw) : {};
    res.json = (value) => {
      res.setHeader("Content-Type", "application/json; charset=utf-8");
      res.end(JSON.stringify(value));
    };
    res.status = (code) => Object.assign(res, { statusCode: code });
    res.send = (text = "") => res.end(text);
    const found = routes.find((it) => it.method === req.method && it.pattern.test(path));
    if (found) {
      found.handler(Object.assign(req, { params: found.pattern.exec(path).slice(1) }), res);
    } else {
      res.setHeader("Content-Type", "text/html; charset=utf-8");
      res.status(404).send(`<pre>Cannot ${req.method} ${path}</pre>`);
    }
    const content = req.method === "GET" ? query : raw;
    const fields = req.method === "GET" ? req.query : req.body;
    const verdict = { standard: standard(req.headers, content), vonage: vonage(req.headers, content) };
    console.log(JSON.stringify({ method: req.method, path, status: res.statusCode, fields, verdict }));
  }

  const server = createServer(serve);
  return {
    get: route("GET"),
    post: route("POST"),
    listen: () =>
      server.listen(process.env.PORT ?? 3000, "127.0.0.1", () => console.log("listening")),
  };
}
