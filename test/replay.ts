import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Observation } from "../src/record/events.js";
import { Facts } from "../src/record/facts.js";
import { judged } from "../src/record/judge.js";
import { requirementVerdict, type Judgement, type Verdict } from "../src/record/verdict.js";
import type { Check, Requirement } from "../src/run/check.js";

/**
 * Evidence that was recorded on the lab, healthy and under each fault, and trimmed (scripts/evidence.ts):
 * `evidence/<requirement>/<case>/<check>.ndjson`, one observation a line.
 */
const EVIDENCE = new URL("./evidence/", import.meta.url);

export interface RecordedCheck {
  check: Check;
  observations: Observation[];
}

/** What one run left of a requirement: the checks that have evidence, in their order. */
export function recorded(requirement: Requirement, name: string): RecordedCheck[] {
  const folder = new URL(`${requirement.id}/${name}/`, EVIDENCE);
  return requirement.checks.flatMap((check) => {
    const file = fileURLToPath(new URL(`${check.id.split("/")[1]}.ndjson`, folder));
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    return [{ check, observations: lines.map((line) => JSON.parse(line) as Observation) }];
  });
}

/** Names of the runs whose evidence is kept for a requirement. */
export function cases(requirement: Requirement): string[] {
  return readdirSync(new URL(`${requirement.id}/`, EVIDENCE)).sort();
}

/** Judges recorded observations, as `karat verify` does. */
export function rejudge({ check, observations }: RecordedCheck): Judgement {
  return judged((expect) => check.judge(new Facts(observations), expect));
}

/** The requirement's verdict on the evidence of one run. */
export function verdictOf(checks: readonly RecordedCheck[]): Verdict {
  return requirementVerdict(checks.map((one) => ({ kind: one.check.kind, verdict: rejudge(one).verdict })));
}
