import { RecordError } from "../record/error.js";
import type { Problem } from "./verification.js";

/** What the record refused, as a finding. Any other error is a bug of ours and is thrown on. */
export function asProblem(error: unknown): Problem {
  if (!(error instanceof RecordError)) throw error;
  const { code, message, place, next } = error;
  return { code, what: message, ...(place ? { place } : {}), ...(next ? { next } : {}) };
}
