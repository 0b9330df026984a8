import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { RecordError } from "./error.js";
import { RECORD_FORMAT, type EventBody, type Tool } from "./events.js";
import { RecordReader } from "./reader.js";
import { RecordWriter } from "./writer.js";

export const TOOL: Tool = { name: "karat", version: "0" };
export const STARTED: EventBody = {
  type: "run.started",
  run: "r",
  nonce: "n",
  format: RECORD_FORMAT,
  tool: TOOL,
  cluster: { version: "v1.37.2", uidHash: "0".repeat(64), platform: "linux/amd64" },
  options: {},
};
export const step = (text: string): EventBody => ({ type: "check.step", check: "a/b", attempt: 1, text });

/** A folder for each test, and in it the one of a record that is not there yet. */
export let root: string;
export let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-writer-"));
  dir = join(root, "run");
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What a call throws. @throws what is no RecordError, and where nothing was thrown */
export function failing(call: () => unknown): RecordError {
  try {
    call();
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error("did not throw");
}

export const create = (secrets: string[] = []) => RecordWriter.create(dir, { secrets });
export const events = () => [...new RecordReader(dir).events()];
export const lockFile = () => readdirSync(dir).find((name) => name.endsWith(".lock"))!;
export const eventsFile = () => join(dir, "events.ndjson");
