import { durations } from "./durations.js";

/** Pause before attempt `n` (from 1), milliseconds: doubled each time, jittered so that clients do not march in step. */
export function backoff(n: number): number {
  const full = Math.min(durations.backoffLongest, durations.backoffFirst * 2 ** (n - 1));
  return full * (0.75 + Math.random() / 2);
}

/** Retry-After in milliseconds (RFC 9110 §10.2.3: seconds or a date); undefined when absent or unreadable. */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  if (Number.isNaN(milliseconds)) return undefined;
  return Math.min(durations.retryAfterLongest, Math.max(0, milliseconds));
}
