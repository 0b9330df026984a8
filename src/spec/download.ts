import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EnvHttpProxyAgent, fetch, type Response } from "undici";
import { LARGEST } from "./parse.js";
import type { Pin } from "./pins.js";

/** Where GitHub serves single files of a commit. */
const BASE = "https://raw.githubusercontent.com/";

/** Milliseconds: nothing but the wording depends on it, so a run does not wait longer for a network that is not there. */
const TIMEOUT = 4_000;

export interface DownloadOptions {
  /** Folder of what was downloaded before, by digest; made when needed. */
  cache: string;
  /** Another server than GitHub's, with a slash at its end. */
  base?: string;
  timeoutMs?: number;
}

/**
 * A pinned file, from the cache or the network.
 * @throws Error when it cannot be had, in words for a person; what has another digest than the pin is never returned
 */
export async function download(
  pin: Pin,
  { cache, base = BASE, timeoutMs = TIMEOUT }: DownloadOptions,
): Promise<Uint8Array> {
  const kept = join(cache, `${pin.sha256}.yaml`);
  const before = cached(kept);
  if (before && digest(before) === pin.sha256) return before;
  const url = new URL(pin.path, base);
  const bytes = await get(url, timeoutMs);
  if (digest(bytes) !== pin.sha256) throw new Error(`${url.host} served something else than the pinned file`);
  keep(kept, bytes);
  return bytes;
}

async function get(url: URL, timeoutMs: number): Promise<Uint8Array> {
  // As kubectl and curl do: HTTPS_PROXY and NO_PROXY hold.
  const dispatcher = new EnvHttpProxyAgent();
  try {
    const response = await fetch(url, { dispatcher, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`${url.host} answered ${response.status}`);
    return await limited(response, url);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "TimeoutError") throw new Error(`${url.host} did not answer within ${timeoutMs / 1000} s`);
    // fetch says only "fetch failed"; its cause says why.
    const why = error.cause instanceof Error ? error.cause.message : error.message;
    throw new Error(why.includes(url.host) ? why : `${url.host}: ${why}`, { cause: error });
  } finally {
    await dispatcher.destroy();
  }
}

async function limited({ body }: Response, { host }: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > LARGEST) throw new Error(`${host} served more than ${LARGEST / 1024} KiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function cached(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written is no reason to go without. */
function keep(path: string, bytes: Uint8Array): void {
  const partial = `${path}.${process.pid}.partial`;
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(partial, bytes);
    renameSync(partial, path);
  } catch {
    // Downloaded again next time.
  }
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
