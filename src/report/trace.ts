import { attempts } from "./attempts.js";
import { lanes } from "./lanes.js";
import type { ReportSource } from "./source.js";
import { oneLine } from "./visible.js";

/** One entry of the Chrome trace event format, times in microseconds. */
interface TraceEvent {
  ph: "M" | "X" | "i";
  name: string;
  pid: number;
  tid: number;
  ts?: number;
  dur?: number;
  cat?: string;
  /** Colour name; Perfetto knows Chrome's. */
  cname?: string;
  s?: "t";
  args?: Record<string, unknown>;
}

const COLOUR = { pass: "good", fail: "terrible", inconclusive: "bad", skip: "grey", "n/a": "grey" } as const;

/**
 * trace.json for ui.perfetto.dev: a process a node, a thread a check, a slice an attempt with its steps inside and
 * its observations as instants.
 */
export function trace(source: ReportSource): string {
  const { state, events } = source;
  const out: TraceEvent[] = [];
  const observed = new Map<string, { at: number; name: string; line: number }[]>();
  for (const event of events) {
    if (event.type !== "check.observed") continue;
    const key = `${event.check}#${event.attempt}`;
    const at = Date.parse(event.observation.at);
    observed.set(key, [...(observed.get(key) ?? []), { at, name: event.observation.name, line: event.seq }]);
  }
  const start = Date.parse(state.startedAt);
  const us = (at: number) => (at - start) * 1000;

  for (const [index, lane] of lanes(attempts(state, events)).entries()) {
    const pid = index + 1;
    const name = lane.node === undefined ? "cluster" : `node ${oneLine(lane.node, 200)}`;
    out.push({ ph: "M", name: "process_name", pid, tid: 0, args: { name } });
    const threads = new Map<string, number>();
    for (const { attempt } of lane.bars) {
      const { id, kind, proves } = attempt.check.plan;
      let tid = threads.get(id);
      if (tid === undefined) {
        tid = threads.size + 1;
        threads.set(id, tid);
        out.push({ ph: "M", name: "thread_name", pid, tid, args: { name: oneLine(id, 200) } });
      }
      out.push({
        ph: "X",
        name: oneLine(id, 200),
        cat: kind,
        pid,
        tid,
        ts: us(attempt.from),
        dur: us(attempt.to) - us(attempt.from),
        cname: COLOUR[attempt.verdict],
        args: { verdict: attempt.verdict, attempt: attempt.number, devices: attempt.devices, proves: oneLine(proves) },
      });
      for (const [step, { at, text }] of attempt.steps.entries()) {
        const until = attempt.steps[step + 1]?.at ?? attempt.to;
        out.push({ ph: "X", name: oneLine(text, 200), cat: "step", pid, tid, ts: us(at), dur: us(until) - us(at) });
      }
      for (const { at, name, line } of observed.get(`${id}#${attempt.number}`) ?? []) {
        const args = { line };
        out.push({ ph: "i", name: oneLine(name, 200), cat: "observation", pid, tid, ts: us(at), s: "t", args });
      }
    }
  }
  const otherData = { run: state.run, kubernetes: state.cluster.version, karat: state.tool.version };
  return `${JSON.stringify({ displayTimeUnit: "ms", otherData, traceEvents: out })}\n`;
}
