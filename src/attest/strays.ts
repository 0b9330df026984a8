import { opendirSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../record/chain.js";
import { readPlain } from "../record/files.js";
import type { RunState } from "../record/fold.js";
import { BLOBS, EVENTS, isBlobName, isDerivedPath, PARTIAL } from "../record/layout.js";
import { Limits } from "../record/limits.js";
import { isLock } from "../record/lock.js";
import { asProblem } from "./problem.js";
import type { Problem } from "./verification.js";

/** What may lie in a record's folder. */
interface Expected {
  /** Blobs that events name. */
  named: ReadonlyMap<string, number>;
  /** Absent when the chain is broken: nobody knows then what belongs. */
  state: RunState | undefined;
  /** A writer is at work or was killed: locks, half blobs and one that is not named yet are its own. */
  writer: boolean;
}

/** Whatever lies in a record's folder and is no part of it. */
export function strays(dir: string, expected: Expected): Problem[] {
  const derived = new Set(expected.state?.files.map((file) => file.path).filter(isDerivedPath));
  const folders = new Set(["blobs", BLOBS, ...[...derived].flatMap(parents)]);
  const problems: Problem[] = [];
  let seen = 0;
  for (const { path, plain } of entries(dir, folders)) {
    if (++seen > Limits.files) {
      problems.push({ code: "too-large", what: `the folder holds more than ${Limits.files} files` });
      break;
    }
    if (plain && (path === EVENTS || derived.has(path))) continue;
    const problem = plain ? strayFile(dir, path, expected) : strayOther(path);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** Everything below `dir`; only the folders of a record are entered, and no link is followed. */
function* entries(dir: string, folders: ReadonlySet<string>): Generator<{ path: string; plain: boolean }> {
  for (const pending = [""]; pending.length > 0;) {
    const folder = pending.pop() ?? "";
    const listing = opendirSync(join(dir, folder));
    try {
      for (let entry = listing.readSync(); entry; entry = listing.readSync()) {
        const path = folder ? `${folder}/${entry.name}` : entry.name;
        if (entry.isDirectory() && folders.has(path)) pending.push(path);
        else yield { path, plain: entry.isFile() };
      }
    } finally {
      listing.closeSync();
    }
  }
}

function strayFile(dir: string, path: string, { named, state, writer }: Expected): Problem | undefined {
  const name = path.startsWith(`${BLOBS}/`) ? path.slice(BLOBS.length + 1) : undefined;
  if (name !== undefined && named.has(name)) return undefined;
  const blob = name !== undefined && isBlobName(name);
  const left = isLock(path) || (name !== undefined && name.endsWith(PARTIAL));
  if (left && writer) return undefined;
  // That a blob has the hash it is named by is known even where nobody knows whether it belongs.
  const altered = blob ? alteredBlob(dir, path, name) : undefined;
  if (altered) return altered;
  if (state === undefined || (blob && writer)) return undefined;
  const what = left ? `${path} was left by a writer that was killed` : `${path} is named by nothing in the record`;
  const next = left ? "`karat report DIR` clears it away" : "remove it, or find out who put it there";
  return { code: "extra-file", what, place: { file: path }, next };
}

function strayOther(path: string): Problem {
  return {
    code: "unsafe-file",
    what: `${path} is a link, a folder or no plain file, and no part of a record`,
    place: { file: path },
    next: "remove it, or find out who put it there",
  };
}

function alteredBlob(dir: string, path: string, name: string): Problem | undefined {
  try {
    const found = sha256(readPlain(join(dir, path), path, Limits.blob));
    if (found === name) return undefined;
    const place = { file: path, expected: name, found };
    return { code: "altered", what: `${path} was altered after it was written`, place };
  } catch (error) {
    return asProblem(error);
  }
}

function parents(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
