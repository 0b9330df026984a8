import type { Readable } from "node:stream";
import type { Headers } from "./credentials.js";
import type { Method } from "./request.js";

/** One request on the wire. */
export interface WireRequest {
  method: Method;
  /** With its query. */
  path: string;
  headers: Headers;
  body?: Buffer;
  /** Cancels it, the answer's body included. */
  signal: AbortSignal;
}

/** The head of an answer; the body errs when the connection goes away before its end. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: Readable;
}

/** Headers with lower-case names and one string each. */
export function plainHeaders(headers: Record<string, string | string[] | number | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(":")) plain[name.toLowerCase()] = [value].flat().join(", ");
  }
  return plain;
}
