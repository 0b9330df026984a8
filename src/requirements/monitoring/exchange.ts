import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { Undecidable } from "../../run/expect.js";

/** What `Observer.ask` wrote down. */
const Exchange = z.object({
  path: z.string(),
  at: z.iso.datetime(),
  status: z.number().optional(),
  text: z.string().optional(),
  error: z.string().optional(),
});

/**
 * The body of an answer that must have come, with its time (ms since epoch).
 * @param who is asked, for people
 * @throws Undecidable when there was none, or an error
 */
export function bodyOf(facts: Facts, name: string, who: string): { text: string; at: number } {
  const { at, status, text, error } = Exchange.parse(facts.value(name));
  if (error !== undefined) throw new Undecidable(`${who} gave no answer: ${error}`);
  if (status !== 200 || text === undefined) {
    throw new Undecidable(`${who} answered ${status}: ${JSON.stringify((text ?? "").trim().slice(0, 200))}`);
  }
  return { text, at: Date.parse(at) };
}

/** Runs a reading of an answer; what it finds undecidable is told with who answered. */
export function said<T>(who: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Undecidable)) throw error;
    throw new Undecidable(`${who}: ${error.message}`);
  }
}

/** When it was asked, ms since epoch. */
export function timeOf(facts: Facts, name: string): number {
  return Date.parse(Exchange.parse(facts.value(name)).at);
}
