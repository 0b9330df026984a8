import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lockFolder } from "./folder-lock.js";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-lock-"));
  file = join(dir, "lock");
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true, force: true });
});

/** A lock as another process left it, seconds ago. */
function left(text: string, seconds = 0): void {
  writeFileSync(file, text);
  const then = new Date(Date.now() - seconds * 1_000);
  utimesSync(file, then, then);
}

test.each([
  ["a living process", "1", /is in use by process 1$/],
  ["a living process of this host", `1 ${hostname()}`, /is in use by process 1$/],
  // Two containers on one disk, as when a new one starts before the old one has ended.
  ["another container's process of the same number", `${process.pid} other`, /is in use by process \d+ of other$/],
])("a folder of %s is refused", (_, text, message) => {
  left(text, 30);
  expect(() => lockFolder(dir)).toThrow(message);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test.each([
  // Larger than any process's number.
  ["a dead process", "4194305", 0],
  ["this container's last start", `${process.pid} ${hostname()}`, 0],
  ["another host's process that is silent for long", "1 other", 61],
  ["a process that was killed while it wrote", "", 0],
])("a folder of %s is taken over, and given back", (_, text, seconds) => {
  left(text, seconds);
  const unlock = lockFolder(dir);
  expect(readFileSync(file, "utf8")).toBe(`${process.pid} ${hostname()}`);
  unlock();
  expect(readdirSync(dir)).toEqual([]);
});

test("who has a folder gives signs of life", () => {
  vi.useFakeTimers();
  const unlock = lockFolder(dir);
  utimesSync(file, 0, 0);
  vi.advanceTimersByTime(10_000);
  expect(statSync(file).mtimeMs).toBeGreaterThan(0);
  unlock();
  vi.advanceTimersByTime(10_000);
  expect(readdirSync(dir)).toEqual([]);
});
