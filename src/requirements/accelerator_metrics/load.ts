import { readFileSync } from "node:fs";
import { Undecidable } from "../../run/expect.js";
import type { Facts } from "../../record/facts.js";
import type { ApiObject } from "../../record/facts.js";
import { MONITORING } from "../../run/durations.js";
import { tolerations } from "../../run/discover-nodes.js";
import type { Observer } from "../../run/observer.js";
import { acceleratorsIn } from "../probing/accelerators.js";
import { created, later, podOf, seen, sightOf, stillRunning, whyNotStarted } from "../probing/pods.js";
import { givenAdapter } from "../probing/setup.js";
import type { Stage } from "../probing/stage.js";

/** Escaped for the kubelet, which takes $$ for $ (API doc of EnvVar.value). */
const SCRIPT = readFileSync(new URL("./load.sh", import.meta.url), "utf8").replaceAll("$", "$$$$");

/** The pod, its container and its claim. */
export const LOAD = "load";

/** First line of what a simulated accelerator bears. */
const SIMULATED = /^KARAT-ACCELERATOR\/1\n/;

/** Notes which program is to be the load. */
const PROGRAM = "load.program";

/**
 * Starts a pod that keeps the accelerator busy that it is given. Real ones take a program of their vendor's: the user's
 * image; simulated ones are read and written.
 * @returns whether it runs
 */
export async function startLoad(observer: Observer, stage: Stage, pod: ApiObject): Promise<boolean> {
  const { loadImage, loadCommand } = observer.options;
  observer.value(PROGRAM, { image: loadImage ?? null, command: loadCommand ?? null });
  if (loadImage === undefined) {
    const { whole } = await stage.probe(pod, { [LOAD]: { after: SCRIPT, stay: 0 } });
    return whole;
  }
  const [container] = pod["spec"].containers as ApiObject[];
  Object.assign(container!, { image: loadImage, ...(loadCommand ? { command: ["/bin/sh", "-c", loadCommand] } : {}) });
  pod["spec"].tolerations = tolerations(stage.adapter);
  const matchFields = [{ key: "metadata.name", operator: "In", values: [stage.pool.node] }];
  const required = { nodeSelectorTerms: [{ matchFields }] };
  pod["spec"].affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
  const { status } = await observer.create(created(LOAD), pod);
  if (status !== 201) return false;
  const last = await observer.until(
    seen(LOAD),
    { apiVersion: "v1", kind: "Pod", name: LOAD },
    MONITORING.start,
    isRunning,
  );
  return isRunning(last);
}

/**
 * The identity of the accelerator that was loaded, as it bears it itself; undefined where only the user's image was in
 * its container, which does not tell.
 * @throws Undecidable when nothing was loaded
 */
export function loadedIdentity(facts: Facts): string | undefined {
  const why = whyNotStarted(podOf(facts, LOAD));
  if (why !== undefined) throw new Undecidable(`pod ${LOAD} has not started: ${why}`);
  const { image } = facts.value(PROGRAM) as { image: string | null };
  if (image !== null) {
    if (!stillRunning(facts, LOAD, LOAD)) throw new Undecidable(`the load ${image} ended before it was over`);
    return undefined;
  }
  const [device, ...more] = acceleratorsIn(sightOf(facts, LOAD, LOAD), givenAdapter(facts));
  if (!device || more.length > 0) {
    throw new Undecidable(
      `the container sees ${more.length + (device ? 1 : 0)} accelerators, not its own one; see secure_accelerator_access`,
    );
  }
  if (!SIMULATED.test(Buffer.from(device.opening?.head ?? []).toString("latin1"))) {
    throw new Undecidable(
      "no load is available: real accelerators need a program of their vendor's that keeps them busy; name its image by --load-image",
    );
  }
  if (!stillRunning(facts, LOAD, LOAD)) throw new Undecidable("the load ended before it was over");
  return device.identity;
}

/** Looks whether the load still runs: stands in the fact `load.later`. */
export async function lookAtLoad(observer: Observer): Promise<void> {
  await observer.object(later(LOAD), { apiVersion: "v1", kind: "Pod", name: LOAD });
}

function isRunning(pod: ApiObject | null): boolean {
  const statuses = (pod?.["status"]?.containerStatuses ?? []) as ApiObject[];
  return statuses.length > 0 && statuses.every((status) => status["state"]?.running !== undefined);
}
