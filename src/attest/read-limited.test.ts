import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readLimited } from "./read-limited.js";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-limited-"));
  file = join(dir, "file");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a file is read up to a limit", () => {
  writeFileSync(file, "12345");
  expect(readLimited(file, 5).toString()).toBe("12345");
  expect(() => readLimited(file, 4)).toThrow("more than 4 bytes");
  expect(() => readLimited(dir, 4)).toThrow("it is a folder");
});

test("a pipe that nobody writes to is not waited for", () => {
  execFileSync("mkfifo", [file]);
  expect(() => readLimited(file, 5)).toThrow("nobody writes to");
});

test("a pipe is read to its end, however slow its writer", async () => {
  execFileSync("mkfifo", [file]);
  // Opens it for both, so that it does not wait for us; says so, and takes its time.
  const writer = spawn("sh", [
    "-c",
    'exec 3<>"$0"; echo open; sleep 0.3; printf 12 >&3; sleep 0.3; printf 345 >&3',
    file,
  ]);
  await new Promise((resolve) => writer.stdout.once("data", resolve));
  expect(readLimited(file, 9).toString()).toBe("12345");
});
