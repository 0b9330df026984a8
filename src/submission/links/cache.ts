import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { LinkAnswer } from "../rule.js";

const FORMAT = "karat-links/1";

const schema = z.object({
  format: z.literal(FORMAT),
  answers: z.record(
    z.string(),
    z.object({
      state: z.enum(["ok", "broken"]),
      why: z.string(),
      leadsTo: z.string().optional(),
      at: z.iso.datetime(),
    }),
  ),
});

/** Answers that were given lately, by URL without fragment. */
export type Known = Map<string, { answer: LinkAnswer; at: string }>;

/** Milliseconds that a page counts as there, and that one counts as gone: a repair is to be seen on the same day. */
const FRESH = { ok: 7 * 24 * 3_600_000, broken: 3_600_000 };

/** Reads a cache; one that is not there, or is of another format, is an empty one. */
export function readCache(path: string, now = Date.now()): Known {
  const known: Known = new Map();
  const read = schema.safeParse(content(path));
  if (!read.success) return known;
  for (const [url, { at, state, why, leadsTo }] of Object.entries(read.data.answers)) {
    const age = now - Date.parse(at);
    if (age < 0 || age > FRESH[state]) continue;
    known.set(url, { at, answer: { state, why, ...(leadsTo === undefined ? {} : { leadsTo }) } });
  }
  return known;
}

/** Writes what is certain, at once: who reads meanwhile sees the old file or the new one. */
export function writeCache(path: string, known: Known): void {
  const certain = [...known].filter(([, { answer }]) => answer.state === "ok" || answer.state === "broken");
  const answers = Object.fromEntries(certain.map(([url, { answer, at }]) => [url, { ...answer, at }]));
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, `${JSON.stringify({ format: FORMAT, answers }, null, 2)}\n`);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function content(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
