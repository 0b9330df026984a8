import { advance, flawed, planned } from "./advance.js";
import type { Challenge } from "./challenge.js";
import type { Checklist, Level } from "./checklist.js";
import { RecordError } from "./error.js";
import type {
  ClusterIdentity,
  DerivedFile,
  Event,
  Interruption,
  PlannedCheck,
  StoredObservation,
  Tool,
} from "./events.js";
import { requirementState } from "./requirement.js";
import { settle } from "./settle.js";
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
  /** What `check.ended` says was observed, in order; absent until it ended. */
  listed?: string[];
  interruption?: { kind: Interruption; message: string };
  /** As recorded; absent until judged. */
  judgement?: Judgement;
  /** Set when the events of this check cannot be as karat writes them: it then proves nothing. */
  flaw?: string;
  /** seq of the events that mark its way. */
  marks: { plan?: number; started?: number; ended?: number; judged?: number; flaw?: number };
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
  /** In the run's checklist; absent where it has no such requirement, or the run has no checklist. */
  level?: Level;
  /** The checklist's own words; absent where they were not read. */
  wording?: string;
  verdict: Verdict;
  /** Plain words, naming the check that decided. */
  reason: string;
  /** seq of the event that the verdict rests on. */
  decidedBy?: number;
  checks: CheckState[];
}

/** A whole run as the record tells it, killed or finished. */
export interface RunState {
  run: string;
  nonce: string;
  /** What the nonce was made of, where somebody asked for a fresh run. */
  challenge?: Challenge;
  tool: Tool;
  cluster: ClusterIdentity;
  options: Record<string, unknown>;
  checklist?: Checklist;
  startedAt: string;
  /** Time of the last event. */
  lastAt: string;
  /** seq of the last event: how many there are. */
  lastSeq: number;
  finished: boolean;
  /** Time of `run.finished`; absent in a run that did not finish. */
  finishedAt?: string;
  /** As `run.finished` says: whether nothing of the run was left in the cluster. */
  cleaned?: boolean;
  /** Verdicts as `run.finished` states them. */
  declared?: Record<string, Verdict>;
  interruptedBy?: string;
  preflight: (StoredObservation & { seq: number })[];
  /** Those of the checklist in its order, whether anything was planned for them or not; then any other. */
  requirements: RequirementState[];
  /** Derived files that were taken into the chain, such as report.html. */
  files: DerivedFile[];
  /** Hash of the last event: stands for the whole record. */
  rootHash: string;
}

/** Folds events, in order, into a state. Throws only when the first event is not `run.started`. */
export function fold(events: Iterable<Event>): RunState {
  let folding: Folding | undefined;
  for (const event of events) {
    if (folding) folding.take(event);
    else folding = new Folding(event);
  }
  if (!folding) throw new RecordError("not-a-record", "the record holds no whole event", { next: "start a new run" });
  return folding.state();
}

/** The same an event at a time, for whoever follows a run that is going on. */
export class Folding {
  readonly #run: Omit<RunState, "requirements" | "files">;
  readonly #checks = new Map<string, CheckState>();
  readonly #files = new Map<string, DerivedFile>();
  /** Why the events as a whole cannot be as karat wrote them. */
  #gap: { flaw: string; seq: number } | undefined;

  /** @param event the record's first */
  constructor(event: Event) {
    if (event.type !== "run.started") {
      throw new RecordError("malformed", `the record begins with ${event.type} instead of run.started`, {
        next: "do not trust this record; get it again from its source",
      });
    }
    const { run, nonce, challenge, tool, cluster, options, checklist, at, seq, hash } = event;
    this.#run = {
      run,
      nonce,
      ...(challenge === undefined ? {} : { challenge }),
      tool,
      cluster,
      options,
      ...(checklist === undefined ? {} : { checklist }),
      startedAt: at,
      lastAt: at,
      lastSeq: seq,
      finished: false,
      preflight: [],
      rootHash: hash,
    };
  }

  take(event: Event): void {
    const due = this.#run.lastSeq + 1;
    if (event.seq !== due) this.#gap ??= { flaw: `the record lacks event ${due}`, seq: event.seq };
    this.#run.lastSeq = event.seq;
    this.#run.lastAt = event.at;
    this.#run.rootHash = event.hash;
    switch (event.type) {
      case "run.started":
        this.#gap ??= { flaw: "the record holds two runs", seq: event.seq };
        break;
      case "preflight":
        this.#run.preflight.push({ ...event.observation, seq: event.seq });
        break;
      case "plan":
        for (const check of event.checks) this.#plan(check, event.seq);
        break;
      case "run.interrupted":
        this.#run.interruptedBy = event.signal;
        break;
      case "run.resumed":
        delete this.#run.interruptedBy;
        delete this.#run.declared;
        delete this.#run.finishedAt;
        delete this.#run.cleaned;
        this.#run.finished = false;
        break;
      case "run.finished":
        this.#run.finished = true;
        this.#run.finishedAt = event.at;
        this.#run.declared = event.requirements;
        this.#run.cleaned = event.cleaned;
        break;
      case "files.written":
        for (const file of event.files) this.#files.set(file.path, file);
        break;
      case "record.repaired":
        break;
      case "check.started":
      case "check.step":
      case "check.observed":
      case "check.ended":
      case "check.judged":
      case "check.cleaned":
        advance(this.#check(event.check, event.seq), event);
        break;
    }
  }

  /** The state so far; its parts change with the next event. */
  state(): RunState {
    const items = this.#run.checklist?.requirements ?? [];
    const requirements = new Map(items.map(({ id }): [string, CheckState[]] => [id, []]));
    for (const check of this.#checks.values()) {
      if (this.#gap) flawed(check, this.#gap.flaw, this.#gap.seq);
      delete check.decidedBy;
      Object.assign(check, settle(check));
      const checks = requirements.get(check.plan.requirement);
      if (checks) checks.push(check);
      else requirements.set(check.plan.requirement, [check]);
    }
    return {
      ...this.#run,
      requirements: [...requirements].map(([id, checks]) =>
        requirementState(
          id,
          checks,
          items.find((item) => item.id === id),
        ),
      ),
      files: [...this.#files.values()],
    };
  }

  /** A resumed run states its plan again; what a check is must not change by that. */
  #plan(plan: PlannedCheck, seq: number): void {
    const before = this.#checks.get(plan.id);
    if (!before) {
      this.#checks.set(plan.id, { ...planned(plan), marks: { plan: seq } });
      return;
    }
    if (before.plan.kind !== plan.kind || before.plan.requirement !== plan.requirement) {
      flawed(before, "its plan changed during the run", seq);
    }
    before.plan = plan;
    before.marks.plan = seq;
  }

  #check(id: string, seq: number): CheckState {
    const known = this.#checks.get(id);
    if (known) return known;
    const requirement = id.split("/")[0] ?? id;
    const unplanned = planned({
      id,
      requirement,
      // An inconclusive control holds its requirement back, whatever the other checks say.
      kind: "control",
      proves: "",
      seconds: { typical: 0, deadline: 0 },
    });
    flawed(unplanned, "it stands in no plan", seq);
    this.#checks.set(id, unplanned);
    return unplanned;
  }
}
