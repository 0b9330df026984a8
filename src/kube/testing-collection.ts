import type { Http2ServerResponse } from "node:http2";
import type { ApiObject } from "./object.js";
import { sendJson, type Handler } from "./testing.js";

/** What a watch of the test server does next, once. */
export type Trouble =
  | { kind: "status"; status: number }
  | { kind: "error"; code: number }
  | { kind: "garbage" }
  | { kind: "half-line" }
  | { kind: "reset" }
  | { kind: "end" }
  | { kind: "silence" };

interface Change {
  version: number;
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: ApiObject;
}

type Stream = { response: Http2ServerResponse; silent: boolean };

/** A second of the server's, in milliseconds, so that tests need not wait for real ones. */
const SECOND = 50;

/**
 * One collection of config maps as an API server serves it: list and watch with resourceVersions, a log of changes
 * that can be compacted, and troubles that a test orders.
 */
export class TestCollection {
  #version = 100;
  #compacted = 0;
  readonly #objects = new Map<string, ApiObject>();
  readonly changes: Change[] = [];
  readonly #streams = new Set<Stream>();
  readonly requests: string[] = [];
  /** Done by the next watches, one each, as soon as they are opened. */
  readonly troubles: Trouble[] = [];
  /** Lists answer with this status while it is set. */
  listStatus: number | undefined;

  readonly handler: Handler = (request, response) => {
    const url = new URL(request.url ?? "/", "https://x");
    this.requests.push(url.search);
    if (url.searchParams.get("watch")) this.#watch(url.searchParams, response as Http2ServerResponse);
    else if (this.listStatus !== undefined) sendJson(response, this.listStatus, { kind: "Status", message: "no list" });
    else this.#list(response);
  };

  put(name: string, data: Record<string, string> = {}): void {
    const known = this.#objects.get(name);
    const object = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name,
        namespace: "n",
        uid: known?.["metadata"].uid ?? `uid-${name}-${this.#version}`,
        resourceVersion: String(++this.#version),
      },
      data,
    };
    this.#objects.set(name, object);
    this.#change(known ? "MODIFIED" : "ADDED", object);
  }

  remove(name: string): void {
    const known = this.#objects.get(name);
    if (!known) return;
    this.#objects.delete(name);
    const metadata = { ...known["metadata"], resourceVersion: String(++this.#version) };
    this.#change("DELETED", { ...known, metadata });
  }

  /** Forgets all changes so far, as etcd's compaction does. */
  compact(): void {
    this.#compacted = this.#version;
  }

  /** Troubles every open watch. */
  trouble(trouble: Trouble): void {
    for (const stream of this.#streams) this.#disturb(stream, trouble);
  }

  bookmark(): void {
    const object = { kind: "ConfigMap", metadata: { resourceVersion: String(this.#version) } };
    for (const stream of this.#streams) send(stream, { type: "BOOKMARK", object });
  }

  get open(): number {
    return this.#streams.size;
  }

  names(): string[] {
    return [...this.#objects.keys()].sort();
  }

  #change(type: Change["type"], object: ApiObject): void {
    this.changes.push({ version: this.#version, type, object });
    for (const stream of this.#streams) send(stream, { type, object });
  }

  #list(response: Parameters<Handler>[1]): void {
    const items = [...this.#objects.values()].map(({ apiVersion: _a, kind: _k, ...item }) => item);
    const metadata = { resourceVersion: String(this.#version) };
    sendJson(response, 200, { apiVersion: "v1", kind: "ConfigMapList", metadata, items });
  }

  #watch(query: URLSearchParams, response: Http2ServerResponse): void {
    const from = Number(query.get("resourceVersion"));
    const trouble = this.troubles.shift();
    if (trouble?.kind === "status") {
      sendJson(response, trouble.status, { kind: "Status", code: trouble.status, message: "as the test ordered" });
      return;
    }
    response.writeHead(200, { "content-type": "application/json" });
    const stream = { response, silent: false };
    this.#streams.add(stream);
    response.on("close", () => this.#streams.delete(stream));
    if (from < this.#compacted) {
      send(stream, { type: "ERROR", object: { kind: "Status", code: 410, message: "too old resource version" } });
      response.end();
      return;
    }
    response.stream.write("");
    if (query.get("timeoutSeconds") === "1") setTimeout(() => response.end(), SECOND);
    if (trouble?.kind === "silence") stream.silent = true;
    for (const { version, type, object } of this.changes) if (version > from) send(stream, { type, object });
    if (trouble) this.#disturb(stream, trouble);
  }

  #disturb(stream: Stream, trouble: Trouble): void {
    const { response } = stream;
    switch (trouble.kind) {
      case "error":
        send(stream, { type: "ERROR", object: { kind: "Status", code: trouble.code, message: "as the test ordered" } });
        response.end();
        break;
      case "garbage":
        response.write("<html>502 Bad Gateway</html>\n");
        break;
      case "half-line":
        response.end('{"type":"ADDED","object":{"metadata":{"name":"gho');
        break;
      case "reset":
        response.stream.close(2);
        break;
      case "end":
        response.end();
        break;
      case "silence":
        stream.silent = true;
        break;
      case "status":
        throw new Error("a status comes before the stream");
    }
    if (trouble.kind !== "silence") this.#streams.delete(stream);
  }
}

function send({ response, silent }: Stream, event: unknown): void {
  if (!silent && !response.writableEnded) response.write(`${JSON.stringify(event)}\n`);
}
