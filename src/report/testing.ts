import { GENESIS, seal } from "../record/chain.js";
import type { Checklist } from "../record/checklist.js";
import { RECORD_FORMAT, type Event, type EventBody, type Observation } from "../record/events.js";
import { fold } from "../record/fold.js";
import type { CheckKind, Expectation, Verdict } from "../record/verdict.js";
import { RecordWriter } from "../record/writer.js";
import type { ReportSource } from "./source.js";

/** A check of a sample run; times are seconds after the run's start. */
export interface SampleCheck {
  id: string;
  kind: CheckKind;
  proves: string;
  typical?: number;
  node?: string;
  devices?: number;
  from: number;
  to: number;
  steps?: [number, string][];
  observations?: Omit<Observation, "at">[];
  expectations?: Expectation[];
  verdict?: Extract<Verdict, "pass" | "fail" | "inconclusive">;
  reason?: string;
  planned?: { verdict: "skip" | "n/a"; reason: string };
  interruption?: Extract<EventBody, { type: "check.ended" }>["interruption"];
}

export interface Sample {
  checks: SampleCheck[];
  finished?: boolean;
  version?: string;
  options?: Record<string, unknown>;
  checklist?: Checklist;
  preflight?: Omit<Observation, "at">[];
  run?: string;
  /** The run's first moment. */
  begin?: string;
}

/** Something that a run writes down, at a moment in seconds after its start. */
type Entry = { at: number } & ({ body: EventBody } | { check?: string; observation: Omit<Observation, "at"> });

/** A sample as a record on disk, written by the real writer. */
export function sampleRecord(dir: string, sample: Sample): string {
  let now = 0;
  const writer = RecordWriter.create(dir, { secrets: [], now: () => new Date(now) });
  for (const entry of entries(sample)) {
    const at = moment(sample, entry.at);
    now = Date.parse(at);
    if ("body" in entry) writer.append(entry.body);
    else if (entry.check === undefined) writer.preflight({ ...entry.observation, at });
    else writer.observe(entry.check, 1, { ...entry.observation, at });
  }
  writer.close();
  return dir;
}

/** The same without a disk: every observation stands in its event. */
export function sampleSource(sample: Sample): ReportSource {
  const events = chained(sample, entries(sample));
  return { state: fold(events), events, data: (observation) => observation.data, problems: [] };
}

function chained(sample: Sample, entries: readonly Entry[]): Event[] {
  const events: Event[] = [];
  for (const entry of entries) {
    const at = moment(sample, entry.at);
    const last = events.at(-1);
    const { line } = seal((last?.seq ?? 0) + 1, last?.hash ?? GENESIS, at, bodyOf(entry, at));
    events.push(JSON.parse(line) as Event);
  }
  return events;
}

function bodyOf(entry: Entry, at: string): EventBody {
  if ("body" in entry) return entry.body;
  const observation = { ...entry.observation, at };
  if (entry.check === undefined) return { type: "preflight", observation };
  return { type: "check.observed", check: entry.check, attempt: 1, observation };
}

function moment(sample: Sample, seconds: number): string {
  return new Date(Date.parse(sample.begin ?? "2026-09-21T09:30:00.000Z") + seconds * 1000).toISOString();
}

function entries(sample: Sample): Entry[] {
  const run = sample.run ?? "20260921-093000-k7q2";
  const cluster = { version: sample.version ?? "v1.37.2", uidHash: "5f".repeat(32), platform: "linux/amd64" };
  const started = { run, nonce: "q3vx81", format: RECORD_FORMAT, tool: { name: "karat", version: "0.1.0" } } as const;
  const held = sample.checklist === undefined ? {} : { checklist: sample.checklist };
  const before: Entry[] = [
    { at: 0, body: { type: "run.started", ...started, cluster, options: sample.options ?? {}, ...held } },
    ...(sample.preflight ?? []).map((observation) => ({ at: 0.4, observation })),
    { at: 0.4, body: { type: "plan", checks: sample.checks.map(planOf) } },
  ];
  const middle = sample.checks.filter((check) => !check.planned).flatMap(experiment);
  const end = Math.max(0.4, ...middle.map((entry) => entry.at)) + 1.3;
  const all = [...before, ...middle.toSorted((a, b) => a.at - b.at)];
  if (!(sample.finished ?? true)) return all;
  const verdicts = fold(chained(sample, all)).requirements.map(({ id, verdict }) => [id, verdict] as const);
  const requirements = Object.fromEntries(verdicts);
  return [...all, { at: end, body: { type: "run.finished", requirements, cleaned: true } }];
}

function planOf({ id, kind, proves, typical = 8, planned }: SampleCheck) {
  const seconds = { typical, deadline: typical * 6 };
  return { id, requirement: id.split("/")[0] ?? id, kind, proves, seconds, ...planned };
}

function experiment(check: SampleCheck): Entry[] {
  const { id, from, to, observations = [], interruption, expectations = [] } = check;
  const place = { check: id, attempt: 1 };
  const namespace = `karat-k7q2-${id.replace(/[^a-z0-9]+/g, "-")}`.slice(0, 63);
  const where = { namespace, ...(check.node === undefined ? {} : { node: check.node }), devices: check.devices ?? 0 };
  const reason = check.reason ?? expectations.map((one) => one.claim).join("; ");
  const judgement = { verdict: check.verdict ?? "pass", reason, expectations };
  const names = observations.map((one) => one.name);
  return [
    { at: from, body: { type: "check.started", ...place, ...where } },
    ...(check.steps ?? []).map(([after, text]): Entry => ({
      at: from + after,
      body: { type: "check.step", ...place, text },
    })),
    ...observations.map((observation, index): Entry => {
      return { at: from + ((to - from) * (index + 1)) / (observations.length + 1), check: id, observation };
    }),
    { at: to, body: { type: "check.ended", ...place, observations: names, ...(interruption ? { interruption } : {}) } },
    ...(interruption ? [] : [{ at: to, body: { type: "check.judged", ...place, judgement } } satisfies Entry]),
    { at: to + 0.8, body: { type: "check.cleaned", ...place, ok: true, left: [] } },
  ];
}
