import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { createInterface } from "node:readline";
import { parse } from "yaml";
import { durations } from "../durations.js";

/** An answer of the API server other than 2xx. */
export class ApiError extends Error {
  override name = "ApiError";
  readonly status: number;

  constructor(method: string, path: string, status: number, message: string) {
    super(`${method} ${path}: ${status} ${message}`);
    this.status = status;
  }
}

export interface WatchEvent<T> {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: T;
}

const CONTENT_TYPES: Record<string, string> = { PATCH: "application/merge-patch+json" };

/**
 * A small Kubernetes client: certificates from a kubeconfig, JSON over one keep-alive connection, and watches. A driver
 * runs on every node of a lab, and a full client would be most of its memory.
 */
export class ApiClient {
  readonly #server: URL;
  readonly #agent: Agent;

  constructor(kubeconfig: string) {
    const { server, ca, cert, key } = readKubeconfig(kubeconfig);
    this.#server = new URL(server);
    this.#agent = new Agent({ keepAlive: true, ca, cert, key });
  }

  /** PATCH is a merge patch. @throws ApiError, or the socket's error when there was no answer */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#send(method, path, body, AbortSignal.timeout(durations.request * 1000));
    const text = await textOf(response);
    if (!isSuccess(response)) throw new ApiError(method, path, response.statusCode ?? 0, messageIn(text));
    return JSON.parse(text) as T;
  }

  /** Events until the server ends the watch, which it does after a few minutes, or the signal aborts it. */
  async *watch<T>(path: string, resourceVersion: string, signal: AbortSignal): AsyncGenerator<WatchEvent<T>> {
    const url = new URL(path, this.#server);
    url.searchParams.set("watch", "true");
    url.searchParams.set("resourceVersion", resourceVersion);
    url.searchParams.set("timeoutSeconds", String(durations.driverWatch));
    const response = await this.#send("GET", `${url.pathname}${url.search}`, undefined, signal);
    if (!isSuccess(response)) {
      throw new ApiError("WATCH", path, response.statusCode ?? 0, messageIn(await textOf(response)));
    }
    response.socket.setKeepAlive(true, durations.keepAlive * 1000);
    try {
      for await (const line of createInterface({ input: response })) yield JSON.parse(line) as WatchEvent<T>;
    } finally {
      response.destroy();
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body: unknown, signal: AbortSignal): Promise<IncomingMessage> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string> = { accept: "application/json" };
    if (payload !== undefined) {
      headers["content-type"] = CONTENT_TYPES[method] ?? "application/json";
      // Node leaves it out for DELETE, and the body would be read as the next request.
      headers["content-length"] = String(Buffer.byteLength(payload));
    }
    return new Promise((resolve, reject) => {
      request(new URL(path, this.#server), { method, headers, agent: this.#agent, signal }, resolve)
        .on("error", reject)
        .end(payload);
    });
  }
}

/** What the driver's parts need of it. */
export type Requests = Pick<ApiClient, "request">;
export type Watches = Pick<ApiClient, "watch">;

export function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

function isSuccess({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding("utf8");
  let text = "";
  for await (const chunk of response) text += chunk as string;
  return text;
}

/** A Status object says it in a sentence; anything else is shown as it came. */
function messageIn(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}

interface Credentials {
  server: string;
  ca: Buffer;
  cert: Buffer;
  key: Buffer;
}

/** Of the first cluster and user: the lab's own files have one of each. */
function readKubeconfig(path: string): Credentials {
  const config = parse(readFileSync(path, "utf8")) as {
    clusters?: { cluster: Record<string, string> }[];
    users?: { user: Record<string, string> }[];
  };
  const cluster = config.clusters?.[0]?.cluster;
  const user = config.users?.[0]?.user;
  if (!cluster?.["server"] || !user) throw new Error(`${path} names no server or no user`);
  return {
    server: cluster["server"],
    ca: material(path, cluster, "certificate-authority"),
    cert: material(path, user, "client-certificate"),
    key: material(path, user, "client-key"),
  };
}

function material(path: string, from: Record<string, string>, key: string): Buffer {
  const inline = from[`${key}-data`];
  if (inline) return Buffer.from(inline, "base64");
  const file = from[key];
  if (!file) throw new Error(`${path} has no ${key}`);
  return readFileSync(file);
}
