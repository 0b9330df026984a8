import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mergeDays, parseHistory } from "./history.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-history-"));
  git("init", "-q", "-b", "main");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync("git", ["-C", dir, "-c", "user.name=n", "-c", "user.email=e@x.example", ...args], { stdio: "ignore" });
}

/** Adds or changes a submission, by a commit of noon of that day. */
function commit(day: string, folder: string, text = day): void {
  const file = join(dir, folder, "PRODUCT.yaml");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  git("add", ".");
  at(day, "commit", "-q", "-m", folder);
}

function at(day: string, ...args: string[]): void {
  process.env["GIT_COMMITTER_DATE"] = `${day}T12:00:00Z`;
  git(...args);
  delete process.env["GIT_COMMITTER_DATE"];
}

test("the day is that of the merge, not of what was merged or changed later", async () => {
  commit("2025-01-01", "v1.34/a");
  git("switch", "-qc", "topic");
  commit("2025-02-01", "v1.35/b");
  git("switch", "-q", "main");
  commit("2025-02-15", "v1.34/ä b");
  at("2025-03-01", "merge", "-q", "--no-ff", "-m", "m", "topic");
  commit("2025-04-01", "v1.34/a", "mended");
  expect(Object.fromEntries(await mergeDays(dir))).toEqual({
    "v1.34/a": "2025-01-01",
    "v1.34/ä b": "2025-02-15",
    "v1.35/b": "2025-03-01",
  });
});

test("the folder may be one within a repository", async () => {
  commit("2025-01-01", "deep/er/v1.34/a");
  expect([...(await mergeDays(join(dir, "deep/er")))]).toEqual([["v1.34/a", "2025-01-01"]]);
});

test("what was taken away and came back counts from then", async () => {
  commit("2025-01-01", "v1.34/a");
  git("rm", "-q", "v1.34/a/PRODUCT.yaml");
  at("2025-02-01", "commit", "-qm", "away");
  commit("2025-03-01", "v1.34/a");
  expect((await mergeDays(dir)).get("v1.34/a")).toBe("2025-03-01");
});

test("where there is no history there is no day", async () => {
  expect((await mergeDays(dir)).size).toBe(0);
  expect((await mergeDays(join(dir, "absent"))).size).toBe(0);
});

test("where history was cut off its oldest commit tells nothing", () => {
  const log = "commit 1740000000 aa\0\nv1.35/b/PRODUCT.yaml\0commit 1735000000 \0\nv1.34/a/PRODUCT.yaml\0";
  expect([...parseHistory(log, true).keys()]).toEqual(["v1.35/b"]);
  expect([...parseHistory(log, false).keys()]).toEqual(["v1.35/b", "v1.34/a"]);
});
