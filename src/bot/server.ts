import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "./log.js";
import { readEvent } from "./events.js";
import type { Ask } from "./store/queue.js";
import { messageOf } from "./trouble.js";

export interface ServerOptions {
  /** Whether a body was signed with the webhook's secret. */
  isSigned: (body: string, signature: string) => Promise<boolean>;
  /** Notes a delivery in the store. @returns false where it was here before */
  deliver: (delivery: string, ask: Ask | undefined) => Promise<boolean>;
  /** Whether the store answers. */
  healthy: () => Promise<boolean>;
  log: Log;
}

/** Where GitHub sends its events. */
export const WEBHOOK_PATH = "/webhook";

/** Bytes of an event: GitHub sends 25 MiB at most, and those that the bot hears have some 30 KiB. */
const LARGEST = 4 * 1024 ** 2;

/** Milliseconds for a request's head and whole: GitHub waits 10 s for the answer. */
const HEADERS = 5_000;
const REQUEST = 15_000;

interface Answer {
  status: number;
  /** One sentence for whoever reads GitHub's list of deliveries. */
  message: string;
}

/** The HTTP server: events at /webhook, /healthz, and nothing else. It listens to nobody yet. */
export function botServer(options: ServerOptions): Server {
  const server = createServer({ headersTimeout: HEADERS, requestTimeout: REQUEST, maxHeaderSize: 16_384 });
  server.on("request", (request, response) => {
    answer(request, options)
      .catch((error: unknown): Answer => {
        options.log.warn("an event could not be kept", { why: messageOf(error) });
        return { status: 503, message: "the store does not answer; redeliver later" };
      })
      .then(
        (given) => send(request, response, given),
        () => response.destroy(),
      );
  });
  return server;
}

async function answer(request: IncomingMessage, options: ServerOptions): Promise<Answer> {
  const pathname = pathOf(request.url);
  if (pathname === "/healthz") return health(request, options);
  if (pathname !== WEBHOOK_PATH) return { status: 404, message: "there is nothing here" };
  if (request.method !== "POST") return { status: 405, message: "GitHub posts its events" };
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    return { status: 415, message: "set the webhook's content type to application/json" };
  }
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413, message: `an event has ${LARGEST} bytes at most` };
  return hear(request, body, options);
}

/** Without its query; what is no path, such as "//", is no path of ours. */
function pathOf(url = "/"): string {
  return URL.canParse(url, "http://bot") ? new URL(url, "http://bot").pathname : url;
}

async function health({ method }: IncomingMessage, { healthy }: ServerOptions): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return { status: 405, message: "get it" };
  const well = await healthy().catch(() => false);
  return well ? { status: 200, message: "well" } : { status: 503, message: "the store does not answer" };
}

/** Nothing is read, parsed or kept before the signature holds. */
async function hear(request: IncomingMessage, body: string, options: ServerOptions): Promise<Answer> {
  const { isSigned, deliver, log } = options;
  const signature = header(request, "x-hub-signature-256");
  if (!/^sha256=[0-9a-f]{64}$/.test(signature) || body === "" || !(await isSigned(body, signature))) {
    log.warn("an event with a wrong signature was refused", { from: request.socket.remoteAddress });
    return { status: 401, message: "the signature is not made with this bot's secret" };
  }
  const delivery = header(request, "x-github-delivery");
  const event = header(request, "x-github-event");
  if (!/^[0-9A-Za-z-]{8,64}$/.test(delivery)) return refused(log, `X-GitHub-Delivery ${amissIn(delivery)}`);
  const payload = parsed(body);
  if (payload === undefined) return refused(log, "the event is no JSON");
  const reading = readEvent(event, payload);
  const ask = "ask" in reading ? reading.ask : undefined;
  const isNew = await deliver(delivery, ask);
  const said = ask ? `${ask.repository}#${ask.key.number}` : "ignored" in reading ? reading.ignored : "";
  log.info(isNew ? "event" : "event, again", { event, delivery, about: said });
  return { status: 202, message: isNew ? said : "was here before" };
}

/** Signed, but not as GitHub sends its events: something between it and the bot changes them. */
function refused(log: Log, why: string): Answer {
  log.warn("a signed event was refused", { why });
  return { status: 400, message: why };
}

/** A value that was sent is not repeated: whoever reads this sees it beside. */
function amissIn(delivery: string): string {
  if (delivery === "") return "is missing; GitHub sends a GUID in it";
  if (delivery.length < 8 || delivery.length > 64) {
    return `has ${delivery.length} characters, and must have 8 to 64; GitHub sends a GUID in it`;
  }
  return "may have letters, digits and hyphens only; GitHub sends a GUID in it";
}

function header({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Undefined for more than an event may have; what is left of it is not read. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > LARGEST) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function send(request: IncomingMessage, response: ServerResponse, { status, message }: Answer): void {
  const body = `${JSON.stringify({ message })}\n`;
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "x-content-type-options": "nosniff",
    // What was refused before its body was read would be taken for the next request.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
