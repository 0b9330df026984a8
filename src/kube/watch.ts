import { backoff, retryAfter } from "./backoff.js";
import { deadline, pause, type Deadline } from "./deadline.js";
import { durations } from "./durations.js";
import { ApiLost, ApiRefused, KubeError, refused } from "./errors.js";
import type { Exchange } from "./exchange.js";
import { lines } from "./lines.js";
import { listAll } from "./list.js";
import type { ApiObject } from "./object.js";

export interface WatchOptions {
  labelSelector?: string;
  fieldSelector?: string;
  /** Ends the watch. */
  signal?: AbortSignal;
}

/** An interval, ms since epoch by our clock, and what made it. */
export interface Gap {
  from: number;
  to: number;
  cause: string;
}

/** `at` is when it arrived, ms since epoch. */
export type WatchEvent =
  /** The whole state, first and after every gap. In a gap versions may have been missed. */
  | { type: "SYNC"; at: number; position: string; objects: ApiObject[]; gap?: Gap }
  /** All up to this resourceVersion has been served. */
  | { type: "BOOKMARK"; at: number; position: string }
  | { type: "ADDED" | "MODIFIED" | "DELETED"; at: number; object: ApiObject }
  /** The stream broke. It is resumed without loss, unless a SYNC follows. */
  | { type: "DOWN"; at: number; cause: string }
  | { type: "UP"; at: number };

/** Ends when its signal aborts. @throws ApiRefused, ApiLost when it cannot go on */
export type Watch = AsyncIterable<WatchEvent>;

/** Failures in a row at the same resourceVersion after which that place is given up and all is listed again. */
const STUCK = 4;

/** A stream that ends sooner than this, milliseconds, and without an event, is a failure and no renewal. */
const SHORTEST_STREAM = 1_000;

/** The server no longer has the resourceVersion (410), or there is no way past it. */
class Expired extends Error {}

/**
 * Lists a collection, then follows it (https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes):
 * resumed by resourceVersion whatever breaks, listed again on 410, broken off by us when silent.
 */
export async function* watchCollection(
  exchange: Exchange,
  path: string,
  options: WatchOptions = {},
): AsyncGenerator<WatchEvent> {
  const { signal, ...selectors } = options;
  const list = { ...selectors, ...(signal ? { signal } : {}) };
  let position: string | undefined;
  let synced = false;
  let failures = 0;
  let failingSince: number | undefined;
  let heardAt = Date.now();
  let cause = "";
  for (;;) {
    if (signal?.aborted) return;
    try {
      if (position === undefined) {
        const { items, resourceVersion } = await listAll(exchange, path, list);
        const at = Date.now();
        const gap = synced ? { gap: { from: heardAt, to: at, cause } } : {};
        position = resourceVersion;
        synced = true;
        heardAt = at;
        yield { type: "SYNC", at, position, objects: items, ...gap };
      }
      const openedAt = performance.now();
      let heard = false;
      for await (const event of follow(exchange, path, {
        ...options,
        position,
        life: durations.watchLife * (1 + Math.random() / 5),
      })) {
        if (event === "open") {
          if (failingSince !== undefined) yield { type: "UP", at: Date.now() };
          failingSince = undefined;
          continue;
        }
        heard = true;
        failures = 0;
        heardAt = Date.now();
        position = (event.object["metadata"] as { resourceVersion?: string }).resourceVersion ?? position;
        if (event.type === "BOOKMARK") yield { type: "BOOKMARK", at: heardAt, position };
        else yield { type: event.type, at: heardAt, object: event.object };
      }
      if (heard || performance.now() - openedAt >= SHORTEST_STREAM) continue;
      throw new Error("the server ended the stream at once");
    } catch (error) {
      if (signal?.aborted) return;
      cause = error instanceof Error ? error.message : String(error);
      if (!synced || (error instanceof KubeError && error.code === "CLOSED")) throw error;
      if (failingSince === undefined) {
        failingSince = performance.now();
        yield { type: "DOWN", at: Date.now(), cause };
      }
      // Right after its own start an API server may answer 403 and 404 to what it will serve in a moment.
      if (isLasting(error) && performance.now() - failingSince > durations.lost) throw error;
      failures++;
      if (error instanceof Expired || (failures % STUCK === 0 && !(error instanceof ApiLost))) position = undefined;
      const asked = error instanceof ApiRefused ? retryAfter(error.response.headers["retry-after"]) : undefined;
      if (!(error instanceof Expired && failures === 1)) await sleep(asked ?? backoff(failures), signal);
    }
  }
}

/** Not to be mended by waiting, once it lasts. */
function isLasting(error: unknown): boolean {
  if (error instanceof ApiRefused) return error.response.status < 429;
  return error instanceof KubeError && !(error instanceof ApiLost);
}

async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await pause(milliseconds, signal).catch(() => {}); // The loop looks at the signal.
}

interface RawEvent {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  object: ApiObject;
}

/**
 * What happened after a resourceVersion, by a short watch of its own. Undefined where that cannot be told: the server
 * has forgotten it, or cuts every watch short. @throws ApiRefused; the signal's reason
 */
export async function changesSince(
  exchange: Exchange,
  path: string,
  options: WatchOptions & { position: string },
): Promise<ApiObject[] | undefined> {
  for (let attempt = 1; attempt <= STUCK; attempt++) {
    const objects: ApiObject[] = [];
    const started = performance.now();
    try {
      for await (const event of follow(exchange, path, { ...options, life: durations.watchConfirm })) {
        if (event !== "open" && event.type !== "BOOKMARK") objects.push(event.object);
      }
      if (performance.now() - started >= durations.watchConfirm * 0.9) return objects;
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (error instanceof Expired) return undefined;
      if (isLasting(error)) throw error;
    }
    await pause(backoff(attempt), options.signal);
  }
  return undefined;
}

/** One stream, from "open" to its end. @throws Expired, ApiRefused, ApiLost, Error for garbage and silence */
async function* follow(
  exchange: Exchange,
  path: string,
  options: WatchOptions & { position: string; life: number },
): AsyncGenerator<"open" | RawEvent> {
  const { signal, position, life, labelSelector, fieldSelector } = options;
  const silence = deadline(signal, durations.watchSilence);
  const timeoutSeconds = Math.ceil(life / 1000);
  const query = { watch: 1, allowWatchBookmarks: true, resourceVersion: position, timeoutSeconds };
  try {
    const answer = await exchange.open(path, {
      signal: silence.signal,
      verb: "watch",
      query: { ...query, labelSelector, fieldSelector },
    });
    if (answer.status !== 200) throw await declined(exchange, answer, path);
    silence.restart();
    yield "open";
    for await (const line of lines(exchange.chunks(answer))) {
      silence.restart();
      yield parsed(line);
    }
  } catch (error) {
    throw silenced(silence, signal) ?? error;
  } finally {
    silence.abort();
    silence.done();
  }
}

function silenced(silence: Deadline, signal?: AbortSignal): Error | undefined {
  if (!silence.expired || signal?.aborted) return undefined;
  return new Error(`the watch was silent for ${durations.watchSilence / 1000} s`);
}

async function declined(
  exchange: Exchange,
  answer: Parameters<Exchange["read"]>[0],
  path: string,
): Promise<Expired | ApiRefused> {
  const response = { status: answer.status, headers: answer.headers, body: await exchange.read(answer) };
  if (response.status === 410) return new Expired(String(response.body["message"] ?? "410 Gone"));
  return refused(response, { method: "GET", path });
}

/** One line of a watch (metav1.WatchEvent). @throws Expired, Error */
function parsed(line: string): RawEvent {
  let event: { type?: unknown; object?: unknown };
  try {
    event = JSON.parse(line) as typeof event;
  } catch {
    throw new Error(`the watch served a line that is no JSON: ${line.slice(0, 80)}`);
  }
  const object = event?.object as ApiObject | undefined;
  if (event?.type === "ERROR") {
    const message = String(object?.["message"] ?? "the watch ended with an error");
    throw object?.["code"] === 410 ? new Expired(message) : new Error(message);
  }
  const known = event?.type === "ADDED" || event?.type === "MODIFIED" || event?.type === "DELETED";
  if ((!known && event?.type !== "BOOKMARK") || typeof object?.["metadata"] !== "object" || !object["metadata"]) {
    throw new Error(`the watch served no event: ${line.slice(0, 80)}`);
  }
  return { type: event.type as RawEvent["type"], object };
}
