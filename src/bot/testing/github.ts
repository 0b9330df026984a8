import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { authorised } from "./authorise.js";
import { makeObjects } from "./objects.js";
import { routes } from "./routes.js";
import { SELF, type World } from "./world.js";

/** One write as it was asked for. */
export interface Write {
  method: string;
  path: string;
  body: unknown;
}

export interface Request {
  method: string;
  /** With its query. */
  path: string;
}

/**
 * What goes wrong with a request: an answer instead, none at all before or after it was obeyed, or a late one.
 * `until` holds the answer back till it resolves.
 */
export interface Fault {
  status?: number;
  headers?: Record<string, string>;
  message?: string;
  /** An answer with success that is not true. */
  body?: unknown;
  drop?: "before" | "after";
  delay?: number;
  until?: Promise<unknown>;
}

export interface FakeGitHub extends World {
  url: string;
  /** All that was asked, and all that was written with success. */
  requests: Request[];
  writes: Write[];
  /** Asked of each request; the first fault counts. */
  fault: (request: Request) => Fault | undefined;
  /** Whose key App tokens must be signed with. */
  publicKey: string;
  close(): Promise<void>;
}

/** A server on this machine that speaks what the bot needs of GitHub's REST API, and can be told to fail at it. */
export async function startGitHub(publicKey: string): Promise<FakeGitHub> {
  const server = createServer();
  const github: FakeGitHub = {
    url: "",
    publicKey,
    objects: makeObjects(),
    branches: new Map(),
    pulls: new Map(),
    comments: [],
    labels: new Map(),
    statuses: [],
    mostEntries: 100_000,
    nextId: 1_000,
    self: SELF,
    requests: [],
    writes: [],
    fault: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  server.on("request", (request, response) => {
    handle(github, request, response).catch((error: unknown) => {
      send(response, 500, { message: String(error) });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return github;
}

async function handle(github: FakeGitHub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString("utf8");
  const asked = { method: request.method ?? "GET", path: request.url ?? "/" };
  github.requests.push(asked);
  const fault = github.fault(asked);
  if (fault?.drop === "before") return void request.socket.destroy();
  if (fault?.delay !== undefined) await sleep(fault.delay);
  if (fault?.until) await fault.until;
  if (fault?.status !== undefined)
    return send(response, fault.status, { message: fault.message ?? "no" }, fault.headers);
  if (fault?.body !== undefined) return send(response, 200, fault.body);
  const refused = authorised(github.publicKey, asked, request.headers.authorization ?? "");
  if (refused) return send(response, 401, { message: refused });
  const body: unknown = text === "" ? {} : JSON.parse(text);
  const url = new URL(asked.path, github.url);
  const answer = routes(github, asked.method, url, body as Record<string, unknown>);
  if (asked.method !== "GET" && answer.status < 300 && !url.pathname.startsWith("/app/")) {
    github.writes.push({ method: asked.method, path: decodeURIComponent(url.pathname), body });
  }
  if (fault?.drop === "after") return void request.socket.destroy();
  send(response, answer.status, answer.data, answer.headers);
}

function send(response: ServerResponse, status: number, data: unknown, headers: Record<string, string> = {}): void {
  if (status === 204) return void response.writeHead(204, headers).end();
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(data));
}
