import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Observation } from "../src/record/events.js";
import { Facts, type ApiObject } from "../src/record/facts.js";
import { judged } from "../src/record/judge.js";
import { RecordReader } from "../src/record/reader.js";
import { requirements } from "../src/requirements/index.js";

/**
 * Keeps what a run on the lab left of one requirement as a fixture for the replay tests, trimmed to what judges read:
 * `npx tsx scripts/evidence.ts RUN_DIR REQUIREMENT CASE`. Refuses to trim where that would change a judgement.
 */
const [run, id, name] = process.argv.slice(2);
const requirement = requirements.find((one) => one.id === id);
if (!run || !name || !requirement) throw new Error("usage: evidence.ts RUN_DIR REQUIREMENT CASE");

const reader = new RecordReader(run);
const state = reader.state().requirements.find((one) => one.id === id);
const folder = join(import.meta.dirname, "..", "test", "evidence", requirement.id, name);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

for (const check of requirement.checks) {
  const ran = state?.checks.find(({ plan }) => plan.id === check.id);
  if (!ran?.judgement) continue;
  const whole = ran.observations.map((stored): Observation => ({
    name: stored.name,
    kind: stored.kind,
    at: stored.at,
    data: reader.data(stored),
  }));
  const judge = (observations: readonly Observation[]) =>
    judged((expect) => check.judge(new Facts(observations), expect));
  const needed = whole.filter(({ name }) => askedBy(check, whole).has(name));
  const trimmed = [trim(false), trim(true)]
    .flatMap((trims) => [
      needed.map((observation) => ({ ...observation, data: trims(onlyMandatory(observation.data)) })),
      needed.map((observation) => ({ ...observation, data: trims(observation.data) })),
      whole.map((observation) => ({ ...observation, data: trims(observation.data) })),
    ])
    .find((kept) => isDeepStrictEqual(judge(whole), judge(kept)));
  if (!trimmed) throw new Error(`trimming changes the judgement of ${check.id}`);
  const file = join(folder, `${check.id.split("/")[1]}.ndjson`);
  writeFileSync(file, trimmed.map((observation) => `${JSON.stringify(observation)}\n`).join(""));
  console.log(`${check.id}: ${judge(trimmed).verdict}`);
}

/** Names of the facts that a check's judge looks at. */
function askedBy(
  check: (typeof requirements)[number]["checks"][number],
  observations: readonly Observation[],
): Set<string> {
  const asked = new Set<string>();
  const facts = new Proxy(new Facts(observations), {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      return (name: string) => {
        asked.add(name);
        return member.call(target, name) as unknown;
      };
    },
  });
  judged((expect) => check.judge(facts, expect));
  return asked;
}

/** Of a scrape what tells utilisation and memory of accelerators: an exporter publishes a hundred metrics beside. */
function onlyMandatory(data: unknown): unknown {
  const { text, path } = data as { text?: unknown; path?: unknown };
  if (typeof text !== "string" || !String(path).endsWith("/metrics") || text.includes("karat_")) return data;
  const mandatory = /_UTIL|_utilization|FB_USED|memory_usage|MEM_CLOCK/;
  return {
    ...(data as object),
    text: text
      .split("\n")
      .filter((line) => mandatory.test(line))
      .join("\n"),
  };
}

/**
 * Of each pod is left out what was asked of it, but for its scheduling, and of its status what judges do not read.
 * @param containers whether the containers' states are kept
 */
function trim(containers: boolean): (value: unknown) => unknown {
  return function trims(value): unknown {
    if (Array.isArray(value)) return value.map(trims);
    if (value === null || typeof value !== "object") return value;
    const object = value as ApiObject;
    if (Array.isArray(object["spec"]?.containers)) return trimPod(object, containers);
    if (object["kind"] === "Node") return { ...object, status: offerOf(object) };
    // Of items of a list the API server leaves the kind out.
    if (object["status"]?.nodeInfo !== undefined) return trimNode(object);
    if (Array.isArray(object["versions"]))
      return { ...object, versions: changes(object["versions"].map(trims) as ApiObject[]) };
    return Object.fromEntries(Object.entries(object).map(([key, part]) => [key, trims(part)]));
  };
}

/** What a node says that it offers, beside what every node does. */
function offerOf({ status }: ApiObject): ApiObject {
  const allocatable = Object.entries((status?.allocatable ?? {}) as Record<string, string>);
  const extended = allocatable.filter(([resource]) => resource.includes("/"));
  return extended.length > 0 ? { allocatable: Object.fromEntries(extended) } : {};
}

function trimNode(node: ApiObject): ApiObject {
  const { name, uid, creationTimestamp, deletionTimestamp } = node["metadata"] as ApiObject;
  const { providerID, taints } = (node["spec"] ?? {}) as ApiObject;
  const metadata = { name, uid, creationTimestamp, deletionTimestamp };
  return { metadata, spec: { providerID, taints }, status: offerOf(node) };
}

function trimPod({ metadata, spec, status, ...rest }: ApiObject, containers: boolean): ApiObject {
  const { name, namespace, uid, labels, ownerReferences, creationTimestamp, deletionTimestamp } = (metadata ??
    {}) as ApiObject;
  const { nodeName, schedulerName, schedulingGroup, schedulingGates } = spec as ApiObject;
  const { phase, reason, message, conditions = [], containerStatuses = [] } = (status ?? {}) as ApiObject;
  const states = (containerStatuses as ApiObject[]).map(({ name, state, containerID, imageID }) => ({
    name,
    state,
    containerID,
    imageID,
  }));
  return {
    ...rest,
    metadata: { name, namespace, uid, labels, ownerReferences, creationTimestamp, deletionTimestamp },
    spec: { nodeName, schedulerName, schedulingGroup, schedulingGates },
    status: {
      phase,
      reason,
      message,
      conditions: (conditions as ApiObject[]).filter(({ type }) => type === "PodScheduled" || type === "Ready"),
      ...(containers ? { containerStatuses: states } : {}),
    },
  };
}

/** Versions of which nothing is left that differs from the one before are left out. */
function changes(versions: readonly ApiObject[]): ApiObject[] {
  const before = new Map<string, ApiObject>();
  return versions.filter((version) => {
    const uid = String(version["object"]?.metadata?.uid);
    const same = version["type"] !== "DELETED" && isDeepStrictEqual(before.get(uid), version["object"]);
    before.set(uid, version["object"] as ApiObject);
    return !same;
  });
}
