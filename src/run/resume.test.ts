import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { challengedNonce } from "../record/challenge.js";
import type { Event } from "../record/events.js";
import { RecordReader } from "../record/reader.js";
import type { Check, Requirement } from "./check.js";
import { Interrupted } from "./interruption.js";
import { CannotResume, resumeRun } from "./resume.js";
import { startRun, type RunInput } from "./run.js";
import { TestCluster } from "./testing.js";

const options = { only: [], skip: [], timeoutFactor: 1, image: "probe:1", namespacePrefix: "karat" };
let dir: string;
let cluster: TestCluster;
/** Ids of the checks that were observed, in order. */
let observed: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-resume-"));
  cluster = new TestCluster();
  observed = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const check = (name: string, kind: Check["kind"], more?: () => void): Check => ({
  id: `req/${name}`,
  kind,
  proves: "it does",
  needs: name === "a" ? {} : { after: ["req/a"] },
  seconds: { typical: 1, deadline: 10 },
  async observe(observer) {
    observed.push(name);
    observer.value("nonce", observer.nonce);
    more?.();
    await observer.object("node", { apiVersion: "v1", kind: "Namespace", name: observer.namespace });
  },
  judge: (facts, expect) =>
    expect("it has a nonce", { held: facts.has("nonce"), expected: "one", seen: "one", evidence: ["nonce"] }),
});

function input(record: string, more?: () => void, signal = new AbortController().signal): RunInput {
  const requirements: Requirement[] = [
    { id: "req", title: "", checks: [check("a", "control"), check("b", "positive", more), check("c", "negative")] },
  ];
  return { kube: cluster.kube, dir: record, requirements, vendors: [], reporters: [], signal };
}

const state = (record: string) => new RecordReader(record).state();

test("a run that was stopped goes on where it was, under the same nonce", async () => {
  const record = join(dir, "r");
  const stopping = new AbortController();
  await startRun(
    input(record, () => stopping.abort(new Interrupted("SIGTERM")), stopping.signal),
    options,
  );
  expect(state(record)).toMatchObject({ finished: false, interruptedBy: "SIGTERM" });
  const { nonce } = state(record);
  expect(observed).toContain("a");
  const before = observed.filter((name) => name === "a").length;
  expect(await resumeRun(input(record))).toBeUndefined();
  const after = state(record);
  expect(after).toMatchObject({ finished: true, nonce, declared: { req: "pass" } });
  expect(observed.filter((name) => name === "a")).toHaveLength(before);
  expect(after.requirements[0]?.checks.map(({ attempt }) => attempt)[1]).toBe(2);
  await expect.poll(() => cluster.left).toEqual([]);
});

test("a run that answers a challenge keeps it when it is resumed, and its pods' nonce is made of it", async () => {
  const record = join(dir, "r");
  const stopping = new AbortController();
  const challenge = "maintainer-asks-0001";
  const stop = () => stopping.abort(new Interrupted("SIGTERM"));
  await startRun({ ...input(record, stop, stopping.signal), challenge }, options);
  const before = state(record);
  expect(before).toMatchObject({ finished: false, challenge: { text: challenge } });
  expect(before.nonce).toBe(challengedNonce(before.challenge!));
  // A resumed run is not asked again.
  await resumeRun({ ...input(record), challenge: "maintainer-asks-0002" });
  const after = state(record);
  expect(after).toMatchObject({ finished: true, nonce: before.nonce, challenge: before.challenge });
  const printed = after.requirements.flatMap(({ checks }) => checks.map(({ observations }) => observations[0]?.data));
  expect(printed).toEqual([before.nonce, before.nonce, before.nonce]);
});

test("two runs that answer one challenge have nonces of their own", async () => {
  for (const name of ["one", "two"]) {
    await startRun({ ...input(join(dir, name)), challenge: "maintainer-asks-0001" }, options);
  }
  expect(state(join(dir, "one")).nonce).not.toBe(state(join(dir, "two")).nonce);
});

test("a run that was killed at any byte goes on, repeats nothing that has ended, and comes to the same", async () => {
  const whole = join(dir, "whole");
  await startRun(input(whole), options);
  const bytes = readFileSync(join(whole, "events.ndjson"));
  const lines = bytes.toString().split("\n");
  // From the first whole event on there is something to resume.
  const first = Buffer.byteLength(`${lines[0]}\n`);
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: first, max: bytes.length }), async (cut) => {
      const record = join(dir, `cut-${number++}`);
      cpSync(whole, record, { recursive: true });
      truncateSync(join(record, "events.ndjson"), cut);
      const kept = bytes.subarray(0, cut).toString().split("\n").slice(0, -1);
      const ended = kept.map((line) => JSON.parse(line) as Event).filter(({ type }) => type === "check.ended");
      const done = new Set(ended.map((event) => "check" in event && event.check.replace("req/", "")));
      observed = [];
      await resumeRun(input(record));
      expect(state(record)).toMatchObject({ finished: true, declared: { req: "pass" } });
      expect(observed.filter((name) => done.has(name))).toEqual([]);
      for (const each of state(record).requirements[0]?.checks ?? []) expect(each).toMatchObject({ verdict: "pass" });
    }),
    { numRuns: 15 },
  );
  await expect.poll(() => cluster.left).toEqual([]);
}, 60_000);

test("what a dead run left is removed before anything runs again", async () => {
  const record = join(dir, "r");
  const stopping = new AbortController();
  // Killed: the cluster keeps what was there.
  cluster.trouble = (method) => {
    return method === "DELETE" ? { status: 500, headers: {}, body: { message: "killed" } } : undefined;
  };
  await startRun(
    input(record, () => stopping.abort(new Interrupted("SIGTERM")), stopping.signal),
    options,
  );
  expect(cluster.left.length).toBeGreaterThan(2);
  await expect(resumeRun(input(record))).rejects.toThrow(CannotResume);
  cluster.trouble = undefined;
  await resumeRun(input(record));
  expect(state(record)).toMatchObject({ finished: true, declared: { req: "pass" } });
  await expect.poll(() => cluster.left).toEqual([]);
});

test("a finished run is left as it is", async () => {
  const record = join(dir, "r");
  await startRun(input(record), options);
  const before = readFileSync(join(record, "events.ndjson"));
  await resumeRun(input(record));
  expect(readFileSync(join(record, "events.ndjson")).equals(before)).toBe(true);
});

test("a run is not gone on with on another cluster", async () => {
  const record = join(dir, "r");
  await startRun(input(record), options);
  const lines = readFileSync(join(record, "events.ndjson"), "utf8").split("\n");
  truncateSync(join(record, "events.ndjson"), Buffer.byteLength(`${lines[0]}\n`));
  cluster = new TestCluster();
  await expect(resumeRun(input(record))).rejects.toThrow("begun on another cluster");
});

test("a folder that holds something is not written to", async () => {
  writeFileSync(join(dir, "notes.txt"), "");
  await expect(startRun(input(dir), options)).rejects.toThrow("is not empty");
  const record = join(dir, "r");
  await startRun(input(record), options);
  await expect(startRun(input(record), options)).rejects.toMatchObject({
    code: "not-empty",
    next: expect.stringContaining("--resume"),
  });
});

test("the cluster is named by a hash only", async () => {
  const record = join(dir, "r");
  await startRun(input(record), options);
  const uid = String(cluster.at("/api/v1/namespaces/kube-system")?.["metadata"].uid);
  expect(state(record).cluster.uidHash).toBe(createHash("sha256").update(uid).digest("hex"));
});
