import type { ClusterIdentity, Event, Interruption, PlannedCheck, StoredObservation } from "./events.js";
import type { Judgement, Verdict } from "./verdict.js";

/** One check of a run, as far as the record tells. Of several attempts the last one counts. */
export interface CheckState {
  plan: PlannedCheck;
  /** From 1; 0 when it has not started. */
  attempt: number;
  phase: "planned" | "running" | "ended";
  namespace?: string;
  node?: string;
  devices: number;
  startedAt?: string;
  endedAt?: string;
  steps: { seq: number; at: string; text: string }[];
  observations: (StoredObservation & { seq: number })[];
  interruption?: { kind: Interruption; message: string };
  /** As recorded; absent until judged. */
  judgement?: Judgement;
  /** Fail-closed: inconclusive for whatever was not judged, unless the plan says skip or n/a. */
  verdict: Verdict;
  /** Plain words for the verdict, with what to look at. */
  reason: string;
  /** seq of the event that the verdict rests on. */
  decidedBy?: number;
  /** What the clean-up after the check left behind; absent until cleaned. */
  cleaned?: { ok: boolean; left: string[] };
}

export interface RequirementState {
  id: string;
  verdict: Verdict;
  /** Plain words, naming the check that decided. */
  reason: string;
  checks: CheckState[];
}

/** A whole run as the record tells it, killed or finished. */
export interface RunState {
  run: string;
  nonce: string;
  tool: { name: "karat"; version: string };
  cluster: ClusterIdentity;
  options: Record<string, unknown>;
  startedAt: string;
  /** Time of the last event. */
  lastAt: string;
  finished: boolean;
  interruptedBy?: string;
  preflight: (StoredObservation & { seq: number })[];
  requirements: RequirementState[];
  /** Hash of the last event: stands for the whole record. */
  rootHash: string;
}

/** Folds events, in order, into a state. Throws only when the first event is not `run.started`. */
export function fold(_events: Iterable<Event>): RunState {
  throw new Error("not written yet");
}
