import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import type { Checklist } from "../record/checklist.js";
import { download, type DownloadOptions } from "./download.js";
import { ChecklistError } from "./error.js";
import { knownChecklist, minorOf, MINORS, type Minor } from "./levels.js";
import { LARGEST, parseChecklist } from "./parse.js";
import { PINS } from "./pins.js";

export interface Loaded {
  checklist: Checklist;
  /** One line for the user where the wording could not be read; ids and levels are then those that karat knows. */
  note?: string;
}

/**
 * The checklist that a user asked for.
 * @param asked a minor such as "1.36", or the path of a YAML file
 * @throws ChecklistError
 */
export async function loadChecklist(asked: string, options: DownloadOptions): Promise<Loaded> {
  const minor = minorOf(asked);
  if (minor !== undefined) return official(minor, options);
  if (/^v?\d+(\.\d+)*$/.test(asked)) throw noSuchMinor(asked);
  return { checklist: parseChecklist(readChecklist(asked), asked) };
}

/**
 * The checklist of a cluster's own minor.
 * @param version gitVersion of `/version`, e.g. "v1.37.2-gke.100"
 * @throws ChecklistError when the programme has none for it
 */
export async function checklistFor(version: string, options: DownloadOptions): Promise<Loaded> {
  const named = /^v?\d+\.\d+/.exec(version)?.[0] ?? version;
  const minor = minorOf(named);
  if (minor === undefined) throw noSuchMinor(named);
  return official(minor, options);
}

/** The network can add the wording and nothing else: without it the run goes on with what karat knows. */
async function official(minor: Minor, options: DownloadOptions): Promise<Loaded> {
  try {
    return { checklist: parseChecklist(await download(PINS[minor], options), `AIConformance-${minor}.yaml`) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const note = `the official wording of checklist ${minor} was not read (${why}); --checklist FILE gives it`;
    return { checklist: knownChecklist(minor), note };
  }
}

function noSuchMinor(named: string): ChecklistError {
  const message = `the programme has no checklist for Kubernetes ${named.replace(/^v/, "")} that karat knows`;
  return new ChecklistError("unknown", message, `name one by --checklist: ${MINORS.join(", ")}, or a file`);
}

/**
 * A checklist's file as it lies there.
 * @throws ChecklistError `unreadable`
 */
export function readChecklist(path: string): Uint8Array {
  const refuse = (what: string, cause?: unknown): ChecklistError =>
    new ChecklistError(
      "unreadable",
      `cannot read the checklist ${path}: ${what}`,
      `--checklist takes ${MINORS.join(", ")} or the path of a YAML file`,
      { cause },
    );
  let file: number | undefined;
  try {
    // A pipe that nobody writes to must not hang.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile()) throw refuse("it is no plain file");
    if (stat.size > LARGEST) {
      throw refuse(`it has ${Math.ceil(stat.size / 1024)} KiB, and no checklist has more than ${LARGEST / 1024}`);
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof ChecklistError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw refuse(code === "ENOENT" ? "there is no such file" : message, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
