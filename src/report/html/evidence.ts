import { gzipSync } from "node:zlib";
import type { StoredObservation } from "../../record/events.js";
import type { ReportSource } from "../source.js";
import { visible } from "../visible.js";
import { bytes } from "../words.js";
import { gist } from "./gist.js";

export type SeenObservation = StoredObservation & { seq: number };

/** One observation as the page shows it. */
export interface Exhibit {
  observation: SeenObservation;
  /** Id of the element that opens it. */
  anchor: string;
  gist: string;
  /** Bytes of JSON in the record. */
  size: number;
  /** What a person must know before believing the text: shortened, altered, lost. Empty when it is whole. */
  note: string;
  text: string;
}

/** Bytes of base64 that all evidence of a page may take together. */
const BUDGET = 900_000;
/** UTF-16 units that one observation may take at first, and that it may always take. */
const LONGEST = 262_144;
const SHORTEST = 512;

/**
 * The evidence of a page, a group a check. What is too long is shown by its beginning and its end, with the name of
 * the blob that holds all of it; the more evidence there is, the shorter each piece.
 * @returns for each group its exhibits and their texts packed: base64 of gzip of a JSON array of strings
 */
export function exhibits(
  groups: readonly { id: string; observations: readonly SeenObservation[] }[],
  source: Pick<ReportSource, "data">,
): { exhibits: Exhibit[]; packed: string }[] {
  const read = groups.map((group) =>
    group.observations.map((observation) => ({ observation, ...load(observation, source) })),
  );
  for (let cap = LONGEST; ;) {
    const shown = read.map((group, index) =>
      group.map((one, number) => exhibit(`${groups[index]?.id ?? ""}-e${number}`, one, cap)),
    );
    const cut = shown.map((exhibits) => ({ exhibits, packed: pack(exhibits.map((one) => one.text)) }));
    const total = cut.reduce((sum, group) => sum + group.packed.length, 0);
    if (total <= BUDGET || cap <= SHORTEST) return cut;
    // Half at most: what is shorter already does not shrink. A power of two, as another machine's zlib may come to a
    // slightly other total, and the same record must give the same page.
    cap = Math.max(SHORTEST, 2 ** Math.floor(Math.log2(cap * Math.min(0.5, BUDGET / total))));
  }
}

interface Loaded {
  observation: SeenObservation;
  size: number;
  text: string;
  gist: string;
  note: string;
}

function load(observation: SeenObservation, source: Pick<ReportSource, "data">): Omit<Loaded, "observation"> {
  const { blob, kind } = observation;
  try {
    const data = source.data(observation);
    const size = blob?.size ?? Buffer.byteLength(JSON.stringify(data) ?? "");
    return { size, text: pretty(data), gist: gist(kind, data), note: "" };
  } catch (error) {
    const note = `Not to be had: ${error instanceof Error ? error.message : String(error)}.`;
    return { size: blob?.size ?? 0, text: "", gist: "cannot be read", note };
  }
}

/** Logs as the lines they were; anything else as indented JSON. */
function pretty(data: unknown): string {
  if (typeof data === "object" && data !== null && "text" in data && typeof data.text === "string" && "pod" in data) {
    const { text, ...rest } = data;
    return `${JSON.stringify(rest, null, 2)}\n\n${text}`;
  }
  return JSON.stringify(data, null, 2) ?? "";
}

function exhibit(anchor: string, loaded: Loaded, cap: number): Exhibit {
  const { observation, size, gist, note } = loaded;
  if (loaded.text.length <= cap) return { observation, anchor, gist, size, note, text: visible(loaded.text) };
  const head = loaded.text.slice(0, Math.floor(cap * 0.8));
  const tail = loaded.text.slice(-Math.floor(cap * 0.2));
  const left = bytes(loaded.text.length - head.length - tail.length);
  const where = observation.blob
    ? `blobs/sha256/${observation.blob.sha256}`
    : `line ${observation.seq} of events.ndjson`;
  const cut = `Shortened: ${left} in the middle are left out; all ${bytes(size)} are in ${where}.`;
  const text = visible(`${head}\n\n… ${left} left out …\n\n${tail}`);
  return { observation, anchor, gist, size, note: note ? `${note} ${cut}` : cut, text };
}

function pack(texts: readonly string[]): string {
  return texts.length === 0 ? "" : gzipSync(JSON.stringify(texts), { level: 9 }).toString("base64");
}
