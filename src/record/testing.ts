import { challengedNonce, type Challenge } from "./challenge.js";
import type { Checklist } from "./checklist.js";
import { Facts } from "./facts.js";
import {
  RECORD_FORMAT,
  type ClusterIdentity,
  type Interruption,
  type Observation,
  type ObservationKind,
} from "./events.js";
import { fold } from "./fold.js";
import { judged, type Expect } from "./judge.js";
import type { CheckKind, Judgement, Verdict } from "./verdict.js";
import { RecordReader } from "./reader.js";
import { RecordWriter } from "./writer.js";

/** One check of a record made for a test, from plain data. */
export interface TestCheck {
  /** `<requirement>/<name>`. */
  id: string;
  kind: CheckKind;
  proves?: string;
  /** Set when the check does not run. */
  planned?: { verdict: Extract<Verdict, "skip" | "n/a" | "inconclusive">; reason: string };
  node?: string;
  devices?: number;
  steps?: string[];
  observations?: { name: string; kind?: ObservationKind; data: unknown }[];
  interruption?: { kind: Interruption; message: string };
  /** What was made of it: as given, or by running a judge. Without either: a pass on a first expectation that held. */
  judgement?: Judgement;
  judge?: (facts: Facts, expect: Expect) => void;
  /** Left behind by the clean-up. */
  left?: string[];
  /** How far it got, when the run was killed in it. */
  stopsAfter?: "started" | "observed" | "ended";
}

export interface TestRun {
  checks: TestCheck[];
  /** false: killed before its end. */
  /** What was seen before the run. */
  preflight?: { name: string; data: unknown }[];
  finished?: boolean;
  secrets?: string[];
  cluster?: ClusterIdentity;
  checklist?: Checklist;
  version?: string;
  /** Id of the run. */
  run?: string;
  challenge?: Challenge;
  /** Seconds between two events. */
  tick?: number;
}

const CLUSTER: ClusterIdentity = { version: "v1.37.2", uidHash: "5".repeat(64), platform: "linux/amd64" };
const BEGIN = Date.parse("2026-01-02T03:04:05.000Z");

/** A judgement of one expectation, for checks whose judge does not matter. */
export function testJudgement(verdict: "pass" | "fail" | "inconclusive", reason = `test says ${verdict}`): Judgement {
  const held = verdict !== "fail";
  const expectation = {
    claim: "the test's claim",
    expected: "yes",
    seen: held ? "yes" : "no",
    held,
    evidence: ["fact"],
  };
  return { verdict, reason, expectations: verdict === "inconclusive" ? [] : [expectation] };
}

/** Writes a small valid record through the real writer, with times that do not change from run to run. */
export function testRecord(dir: string, { checks, finished = true, tick = 0.25, ...run }: TestRun): string {
  let ticks = 0;
  const now = () => new Date(BEGIN + 1000 * tick * ticks++);
  const writer = RecordWriter.create(dir, { secrets: run.secrets ?? [], now });
  const tool = { name: "karat", version: run.version ?? "0.0.0-test" } as const;
  const cluster = run.cluster ?? CLUSTER;
  writer.append({
    type: "run.started",
    run: run.run ?? "test",
    nonce: run.challenge ? challengedNonce(run.challenge) : "nonce-test",
    ...(run.challenge === undefined ? {} : { challenge: run.challenge }),
    format: RECORD_FORMAT,
    tool,
    cluster,
    options: {},
    ...(run.checklist === undefined ? {} : { checklist: run.checklist }),
  });
  for (const { name, data } of run.preflight ?? []) {
    writer.preflight({ name, kind: "value", at: now().toISOString(), data });
  }
  writer.append({ type: "plan", checks: checks.map(planOf) });
  for (const check of checks) if (!check.planned) experiment(writer, check, () => now().toISOString());
  if (finished) {
    const state = fold(new RecordReader(dir).events());
    const requirements = Object.fromEntries(state.requirements.map(({ id, verdict }) => [id, verdict]));
    writer.append({
      type: "run.finished",
      requirements,
      cleaned: checks.every(({ left, stopsAfter }) => !left?.length && !stopsAfter),
    });
  }
  writer.close();
  return dir;
}

function planOf({ id, kind, proves, planned }: TestCheck) {
  const requirement = id.split("/")[0] ?? id;
  return {
    id,
    requirement,
    kind,
    proves: proves ?? `what ${id} proves`,
    seconds: { typical: 5, deadline: 60 },
    ...planned,
  };
}

function experiment(writer: RecordWriter, check: TestCheck, at: () => string): void {
  const place = { check: check.id, attempt: 1 };
  const name = `karat-test-${check.id.replaceAll(/[^a-z0-9]+/g, "-")}`;
  const node = check.node === undefined ? {} : { node: check.node };
  writer.append({ type: "check.started", ...place, namespace: name, ...node, devices: check.devices ?? 0 });
  if (check.stopsAfter === "started") return;
  for (const text of check.steps ?? []) writer.append({ type: "check.step", ...place, text });
  const facts = (check.observations ?? [{ name: "fact", data: "seen" }]).map(({ name, kind = "value", data }) =>
    writer.observe(check.id, 1, { name, kind, at: at(), data } satisfies Observation),
  );
  if (check.stopsAfter === "observed") return;
  const { interruption, judge } = check;
  const observations = facts.map((fact) => fact.name);
  writer.append({ type: "check.ended", ...place, observations, ...(interruption ? { interruption } : {}) });
  if (check.stopsAfter === "ended") return;
  if (!interruption) {
    const judgement = judge
      ? judged((expect) => judge(new Facts(facts), expect))
      : (check.judgement ?? testJudgement("pass"));
    writer.append({ type: "check.judged", ...place, judgement });
  }
  const left = check.left ?? [];
  writer.append({ type: "check.cleaned", ...place, ok: left.length === 0, left });
}
