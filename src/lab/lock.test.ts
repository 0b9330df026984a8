import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "karat-lock-"));
  file = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("refuses a second holder by name and pid, and is free again after the work, done or failed", async () => {
  await withLock(file, "x is being changed", async () => {
    await expect(withLock(file, "x is being changed", async () => {})).rejects.toThrow(
      `x is being changed by process ${process.pid}`,
    );
  });
  await expect(withLock(file, "x", () => Promise.reject(new Error("broke")))).rejects.toThrow("broke");
  expect(existsSync(file)).toBe(false);
});

test.each([
  ["a process that is gone", "4194305 (node) S 1 1 1 0 -1 0 1 0 0 0 0 0 0 0 20 0 1 0 77 1 1"],
  [
    "a process whose pid is another's now",
    readFileSync("/proc/self/stat", "utf8").replace(/^(.*\) (?:\S+ ){19})\S+/, "$11"),
  ],
  ["a write that was cut off", ""],
])("a lock left by %s doesn't count", async (_, left) => {
  writeFileSync(file, left);
  await expect(withLock(file, "x", async () => "done")).resolves.toBe("done");
});
