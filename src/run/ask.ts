import type { Kube } from "../kube/client.js";
import { KubeError } from "../kube/errors.js";
import type { Exchange } from "./observer.js";

/** See `Observer.ask`. @throws ApiLost when the API server itself stays away; the signal's reason */
export async function ask(kube: Kube, path: string, timeoutMs: number, signal: AbortSignal): Promise<Exchange> {
  const at = new Date().toISOString();
  // An answer that is passed on may be slow without the API server being so: its silence must not count as a loss.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const stop = (): void => late.abort();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const { status, headers, body } = await kube.request("GET", path, {
      accept: "*/*",
      raw: true,
      signal: late.signal,
      timeoutMs: timeoutMs * 2,
    });
    const type = headers["content-type"];
    return { path, at, status, ...(type === undefined ? {} : { type }), text: String(body["text"]) };
  } catch (error) {
    signal.throwIfAborted();
    if (late.signal.aborted) return { path, at, error: `no answer within ${timeoutMs / 1000} s` };
    if (error instanceof KubeError && error.code === "TOO_LARGE") return { path, at, error: error.message };
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
