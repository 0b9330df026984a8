import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { RECORD_FORMAT } from "../record/events.js";
import { RecordReader } from "../record/reader.js";
import type { RunState, CheckState } from "../record/fold.js";
import type { Check } from "./check.js";
import { conduct } from "./conduct.js";
import type { Inventory } from "./inventory.js";
import { Journal } from "./journal.js";
import type { Observer } from "./observer.js";
import { makePlan, toRun } from "./plan.js";
import { TestCluster } from "./testing.js";

const options = { only: [], skip: [], timeoutFactor: 1, image: "probe:1", namespacePrefix: "karat" };
export const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { containers: [{ name: "c" }] } };
const inventory: Inventory = {
  cluster: { version: "v1.37.2", uidHash: "0".repeat(64), platform: "linux/amd64" },
  minor: 37,
  pools: [{ node: "n1", access: "dra", vendor: "v", devices: [{ id: "d", attributes: {} }], free: 1 }],
  apis: {},
};

/** Where the record is, and what it is about; new ones for each test. */
export let dir: string;
export let cluster: TestCluster;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "karat-conduct-"));
  cluster = new TestCluster();
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A check that passes when it has noted `fact`. */
export function check(name: string, observe: (observer: Observer) => Promise<void>, over: Partial<Check> = {}): Check {
  return {
    id: `req/${name}`,
    kind: "positive",
    proves: "it does",
    needs: {},
    seconds: { typical: 1, deadline: 10 },
    observe,
    judge: (facts, expect) =>
      expect("a fact was seen", {
        held: facts.has("fact"),
        expected: "fact",
        seen: facts.names.join(),
        evidence: ["fact"],
      }),
    ...over,
  };
}

/** @returns what stopped the run, and what the record says */
export async function run(checks: Check[], signal: AbortSignal = new AbortController().signal, timeoutFactor = 1) {
  const journal = Journal.create(join(dir, "record"), () => [], []);
  journal.append({
    type: "run.started",
    run: "abcdefgh",
    nonce: "n",
    format: RECORD_FORMAT,
    tool: { name: "karat", version: "0" },
    cluster: inventory.cluster,
    options,
  });
  const { items } = makePlan([{ id: "req", title: "", checks }], inventory, options);
  journal.append({ type: "plan", checks: items.map(({ planned }) => planned) });
  const work = conduct({
    kube: cluster.kube,
    journal,
    options: { ...options, timeoutFactor },
    inventory,
    items: toRun(items),
    signal,
  });
  const stopped = await work.finally(() => journal.close());
  return { stopped, ...read() };
}

function read(): { state: RunState; of: Record<string, CheckState> } {
  const state = new RecordReader(join(dir, "record")).state();
  const checks = state.requirements.flatMap((requirement) => requirement.checks);
  return { state, of: Object.fromEntries(checks.map((each) => [each.plan.id.replace("req/", ""), each])) };
}

/** Holds that nothing of the run is left on the cluster. */
export const gone = () => expect.poll(() => cluster.left).toEqual([]);
