import type { Exchange } from "./exchange.js";

export interface LogOptions {
  container?: string;
  /** Of the container's instance before the last restart. */
  previous?: boolean;
  timestamps?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** Largest answer, bytes; 1 MiB when absent. */
  limitBytes?: number;
  signal?: AbortSignal;
}

export interface LogText {
  /** 200, or e.g. 400 while the container is waiting and 404 when there is no such pod. */
  status: number;
  /** The log; the server's message when status is not 200. */
  text: string;
  /** True when the limit cut it. */
  truncated: boolean;
}

const LARGEST_LOG = 1 << 20;

/** Reads a container's log (GET pods/log). @throws ApiLost */
export async function readLog(
  exchange: Exchange,
  pod: { namespace: string; name: string },
  options: LogOptions = {},
): Promise<LogText> {
  const { signal, limitBytes = LARGEST_LOG, container, previous, timestamps, tailLines, sinceSeconds } = options;
  const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/log`;
  const { status, body } = await exchange.request("GET", path, {
    accept: "text/plain, */*",
    query: { container, previous, timestamps, tailLines, sinceSeconds, limitBytes },
    ...(signal ? { signal } : {}),
  });
  const text = String(body["text"] ?? body["message"] ?? "");
  return { status, text, truncated: status === 200 && Buffer.byteLength(text) >= limitBytes };
}
