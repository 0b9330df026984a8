import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reseal, unsealed, type Unsealed } from "./testing.js";
import { answerChecks, answerRecord, verifyAnswers } from "./testing-answers.js";

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "karat-cleaned-"));
  dir = join(root, "run");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const LEFT = ["pod/stuck"];
/** Writes a record, one check of which left something if `left`, changes its events, and verifies it. */
function told(left: string[], change: (events: Unsealed[]) => Unsealed[] = (events) => events) {
  const checks = answerChecks();
  checks[1]!.left = left;
  answerRecord(dir, {}, { checks });
  reseal(dir, change(unsealed(dir)));
  return verifyAnswers(dir).problems.map(({ code, what }) => `${code}: ${what}`);
}
const set = (fields: object, type: Unsealed["type"]) => (events: Unsealed[]) =>
  events.map((event) =>
    event.type === type && (!("check" in event) || event.check === "a/positive") ? { ...event, ...fields } : event,
  );

test("that something was left is no contradiction, nor that the run could not say", () => {
  expect(told(LEFT)).toEqual([]);
  rmSync(dir, { recursive: true });
  expect(told([], set({ cleaned: false }, "run.finished"))).toEqual([]);
});

test("a run that left nothing has no check that did", () => {
  expect(told(LEFT, set({ cleaned: true }, "run.finished"))).toEqual([
    "cleaned: a/positive: the run says that nothing was left behind, its check that it left pod/stuck",
  ]);
});

test("a run that left nothing has no check that was never cleaned up", () => {
  const without = (events: Unsealed[]) =>
    events.filter((event) => event.type !== "check.cleaned" || event.check !== "a/positive");
  expect(told([], without)).toEqual([
    "cleaned: a/positive: the run says that nothing was left behind, its check was never cleaned up",
  ]);
});

test("a check says what it left, and nothing where it left nothing", () => {
  expect(told(LEFT, set({ ok: true }, "check.cleaned"))).toEqual([
    "cleaned: a/positive: the record says that all of it was cleaned up, and that it left pod/stuck",
  ]);
  rmSync(dir, { recursive: true });
  expect(told(LEFT, set({ left: [] }, "check.cleaned"))).toEqual([
    "cleaned: a/positive: the record says that it left something behind, and not what",
  ]);
});
