import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { GENESIS, seal } from "../record/chain.js";
import { challengedNonce, type Challenge } from "../record/challenge.js";
import type { Event, EventBody } from "../record/events.js";
import { EVENTS } from "../record/layout.js";
import { RecordReader } from "../record/reader.js";
import { testRecord, type TestCheck, type TestRun } from "../record/testing.js";
import { sealReports } from "../report/files.js";
import { knownChecklist } from "../spec/levels.js";
import type { Attester } from "./run-predicate.js";
import type { Judge } from "./verification.js";

export const VERSION = "1.0.0";
export const ATTESTER: Attester = {
  by: { name: "karat", version: VERSION, digest: { sha256: "c0".repeat(32) } },
  at: "2026-01-03T00:00:00.000Z",
};
export const CHALLENGE_GIVEN: Challenge = { text: "maintainer-asks-0001", salt: "5a".repeat(16) };

const KINDS = { control: "gang_scheduling/a", positive: "gang_scheduling/b", negative: "gang_scheduling/c" } as const;

/** Wants of a pod's log that it bears what only a pod of the run could print. */
const judge = (kind: keyof typeof KINDS): Judge => ({
  kind,
  proves: `what ${KINDS[kind]} proves`,
  judge: (facts, expect) => {
    const { nonce } = facts.value("setup") as { nonce: string };
    const held = facts.log("pod.log").startsWith(proof(nonce));
    expect("the pod proves the nonce", {
      held,
      expected: proof(nonce),
      seen: facts.log("pod.log").slice(0, 64),
      evidence: ["pod.log"],
    });
  },
});

export const judges = new Map(
  (["control", "positive", "negative"] as const).map((kind) => [KINDS[kind], judge(kind)] as const),
) as ReadonlyMap<string, Judge>;

/** A small record with a blob and two reports, whose pods printed what belongs to its nonce. */
export function sampleRecord(dir: string, run: Partial<TestRun> = {}): string {
  const nonce = run.challenge ? challengedNonce(run.challenge) : "nonce-test";
  const checks = (["control", "positive", "negative"] as const).map((kind): TestCheck => {
    const text = proof(nonce).padEnd(kind === "positive" ? 5000 : 80, `${kind} `);
    const log = { name: "pod.log", kind: "log", data: { namespace: "n", pod: "p", container: "c", text } } as const;
    return {
      id: KINDS[kind],
      kind,
      observations: [{ name: "setup", data: { nonce: nonce } }, log],
      judge: (facts, expect) => judges.get(KINDS[kind])?.judge(facts, expect),
    };
  });
  testRecord(dir, { checks, version: VERSION, checklist: knownChecklist("1.36"), ...run });
  sealReports(dir, { name: "karat", version: run.version ?? VERSION }, ["html", "junit"]);
  return dir;
}

/** An event without its place in the chain. */
export type Unsealed = EventBody & { at: string };

export function unsealed(dir: string): Unsealed[] {
  return [...new RecordReader(dir).events()].map(({ seq: _seq, prev: _prev, hash: _hash, ...body }: Event) => body);
}

/** Writes other events with a chain that is right: what a forger would do. */
export function reseal(dir: string, events: readonly Unsealed[]): void {
  let prev = GENESIS;
  const lines = events.map(({ at, ...body }, index) => {
    const { line, hash } = seal(index + 1, prev, at, body);
    prev = hash;
    return `${line}\n`;
  });
  writeFileSync(join(dir, EVENTS), lines.join(""));
}

/** The run as its record tells it. */
export function stateOf(dir: string) {
  return new RecordReader(dir).state();
}

function proof(nonce: string): string {
  return createHash("sha256").update(`${nonce}/pod`).digest("hex");
}
