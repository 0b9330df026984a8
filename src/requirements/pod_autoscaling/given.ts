import { z } from "zod";
import type { Facts } from "../../record/facts.js";
import { type Expect, Undecidable } from "../../run/expect.js";
import { whyUnstartable } from "../../run/unstartable.js";
import { bodyOf } from "../monitoring/exchange.js";
import { APIS, deploymentOf, EVENTS, exportedOf, hpasIn, SCENE, startOf } from "./facts.js";
import { hpaIn } from "./hpa.js";
import { exposition, type Load, loadFor, metricName } from "./load.js";
import { chosenPipeline, PIPELINES } from "./pipelines/index.js";
import { isOf, livePods } from "./stage.js";

const Given = z.object({
  nonce: z.string().min(8),
  namespace: z.string().min(1),
  pipeline: z.string().nullable(),
  replicas: z.int().min(2),
});
const Apis = z.record(z.string(), z.array(z.string()));

/** The experiment as it was set up, read back from the facts. */
export interface GivenScene {
  nonce: string;
  namespace: string;
  replicas: number;
  metric: string;
  load: Load;
}

/** Holds that the platform serves metrics of pods to HPAs at all; undefined where discovery shows no way. */
export function expectPipeline(facts: Facts, expect: Expect): GivenScene | undefined {
  const { pipeline, nonce, namespace, replicas } = Given.parse(facts.value(SCENE));
  const apis = Apis.parse(facts.value(APIS));
  const used = PIPELINES.find(({ id }) => id === pipeline);
  const served = chosenPipeline(apis);
  if (used ? !used.serves(apis) : served || pipeline !== null) {
    throw new Undecidable(`the setup names ${pipeline}, discovery shows ${served?.id ?? "none"}`);
  }
  if (!used && Object.keys(apis).some((api) => api.startsWith("external.metrics.k8s.io/"))) {
    throw new Undecidable("only external.metrics.k8s.io is served, and karat does not know who answers there");
  }
  expect("the platform serves metrics of pods to HPAs in a way that karat knows", {
    held: used !== undefined,
    expected: `one of ${PIPELINES.map(({ title }) => title).join(", ")}`,
    seen: used?.title ?? "none",
    evidence: [APIS, SCENE],
  });
  return used && { nonce, namespace, replicas, metric: metricName(nonce), load: loadFor(nonce, replicas) };
}

/** @throws Undecidable unless a pod of the workload ran and itself exported this value */
export function requireExported(
  facts: Facts,
  { nonce, namespace }: Pick<GivenScene, "nonce" | "namespace">,
  workload: string,
  when: string,
  value: number,
): void {
  const { status } = facts.response(deploymentOf(workload));
  if (status !== 201) throw new Undecidable(`Deployment ${workload} was not created: ${status}`);
  if (!facts.has(exportedOf(workload, when))) {
    const pods = livePods(facts.history(startOf(workload)).versions, workload);
    const why = pods.map((pod) => whyUnstartable(pod) ?? pod["status"]?.phase).join(", ");
    throw new Undecidable(`no pod of ${workload} has started: ${why || "none was created"}`);
  }
  const { text } = bodyOf(facts, exportedOf(workload, when), `the pod of ${workload}`);
  if (text !== exposition(metricName(nonce), { namespace, workload }, value)) {
    throw new Undecidable(`the pod of ${workload} does not export ${value}, as it was told`);
  }
}

/** Pods of a workload that are not on their way out, in a list. */
export function podsOf(facts: Facts, list: string, workload: string): ReturnType<Facts["list"]> {
  return facts.list(list).filter((pod) => isOf(pod, workload) && pod["metadata"].deletionTimestamp === undefined);
}

/**
 * Holds that in a part of the experiment the HPA of a workload came to read this value, and before it nothing but the low
 * one.
 * @returns whether it did
 */
export function expectReading(
  facts: Facts,
  expect: Expect,
  part: string,
  { metric, load }: GivenScene,
  { workload, value }: { workload: string; value: number },
): boolean {
  const versions = hpaIn(facts, part, workload, metric);
  const readings = [...new Set(versions.flatMap(({ reading }) => reading ?? []))];
  const held = readings.includes(value) && readings.every((reading) => reading === value || reading === load.low);
  expect(`the HPA of ${workload} reads what its pods export`, {
    held,
    expected: String(value),
    seen: readings.join(", ") || (versions.at(-1)?.problem ?? "nothing"),
    evidence: [hpasIn(part), exportedOf(workload, "first")],
  });
  return held;
}

/**
 * Holds that the HPA of a workload wants one replica, and has never wanted more, in parts of the experiment.
 * @returns whether that held
 */
export function expectStays(
  facts: Facts,
  expect: Expect,
  parts: readonly string[],
  { workload, metric, because }: { workload: string; metric: string; because: string },
): boolean {
  const versions = parts.map((part) => hpaIn(facts, part, workload, metric));
  if (versions.some(({ length }) => length === 0)) throw new Undecidable(`the HPA of ${workload} was not seen`);
  const most = Math.max(...versions.flat().map(({ desired }) => desired));
  expect(`the HPA of ${workload} leaves it at one replica ${because}`, {
    held: most <= 1,
    expected: "1",
    seen: String(most),
    evidence: parts.map(hpasIn),
  });
  return most <= 1;
}

/** What the HPA of a workload said in events whenever it had changed the number of replicas. */
export function rescalesOf(facts: Facts, workload: string): string[] {
  return facts
    .list(EVENTS)
    .filter(({ reason, involvedObject }) => reason === "SuccessfulRescale" && involvedObject?.name === workload)
    .map(({ message }) => String(message));
}
