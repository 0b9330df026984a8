import type { ApiObject } from "./object.js";

export interface WatchOptions {
  labelSelector?: string;
  fieldSelector?: string;
  /** Ends the watch. */
  signal?: AbortSignal;
}

/** An interval of which versions may have been missed (the server had forgotten them). By our clock, ms since epoch. */
export interface Gap {
  from: number;
  to: number;
  cause: string;
}

/** `at` is when it arrived, ms since epoch. */
export type WatchEvent =
  /** The whole state, first and after every gap. */
  | { type: "SYNC"; at: number; objects: ApiObject[]; gap?: Gap }
  | { type: "ADDED" | "MODIFIED" | "DELETED"; at: number; object: ApiObject }
  /** The stream broke; it is resumed without loss unless a SYNC with a gap follows. */
  | { type: "DOWN"; at: number; cause: string }
  | { type: "UP"; at: number };

export type Watch = AsyncIterable<WatchEvent>;
