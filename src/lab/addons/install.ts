import type { ApiObject } from "../../kube/index.js";
import { type AddOn, type AddOnContext, SYSTEM_NODE } from "../addon.js";
import { durations, until } from "../durations.js";
import { LabError } from "../error.js";
import { type BuiltImage, buildAddOnImage } from "../images/build.js";
import { type Progress, timed } from "../progress.js";
import { addOns } from "./index.js";
import { workloadProblem, WORKLOADS } from "./workload.js";

/** Images of every add-on (cached). */
export function buildAddOnImages(): Promise<BuiltImage[]> {
  return Promise.all(addOns.flatMap(({ images }) => images).map(buildAddOnImage));
}

/** Installs what lacks of every add-on, side by side as far as they allow, and waits until each is well (idempotent). */
export async function installAddOns(context: AddOnContext, progress: Progress): Promise<void> {
  const installed = new Map<string, Promise<void>>();
  for (const addOn of addOns) {
    const before = (addOn.after ?? []).flatMap((name) => installed.get(name) ?? []);
    const work = () => timed(progress, `add-on ${addOn.name}`, () => installAddOn(addOn, context));
    installed.set(addOn.name, Promise.all(before).then(work));
  }
  await Promise.all(installed.values());
}

/** Applies all objects of an add-on and waits until it is well; takes back what somebody changed about them. */
export async function installAddOn(addOn: AddOn, context: AddOnContext): Promise<void> {
  await applyAll(context, [{ apiVersion: "v1", kind: "Namespace", metadata: { name: addOn.namespace } }]);
  await addOn.prepare?.(context);
  const objects = await objectsOf(addOn, context);
  const first = objects.filter(({ kind }) => kind === "CustomResourceDefinition");
  await applyAll(context, first);
  await applyAll(context, objects.filter((object) => !first.includes(object))); // prettier-ignore
  let problem: string | null = null;
  await until(
    durations.addOn,
    async () => {
      problem = await addOnProblem(addOn, context, objects).catch((error: unknown) => String(error));
      return problem === null ? true : undefined;
    },
    () => new LabError(`add-on ${addOn.name} is not well after ${durations.addOn} s: ${problem}`, `karat lab status ${context.lab.name}`), // prettier-ignore
  );
}

/** Everything that an add-on consists of, where the lab puts it. */
export async function objectsOf(addOn: AddOn, context: AddOnContext): Promise<ApiObject[]> {
  return (await addOn.objects(context)).map((object) => placed(object, addOn.namespace));
}

/** Why an add-on is not well; null when it is. */
export async function addOnProblem(
  addOn: AddOn,
  context: AddOnContext,
  objects?: readonly ApiObject[],
): Promise<string | null> {
  const all = objects ?? (await objectsOf(addOn, context));
  for (const object of all.filter(({ kind }) => WORKLOADS.has(String(kind)))) {
    const problem = await workloadProblem(context.kube, object);
    if (problem !== null) return problem;
  }
  return (await addOn.health?.(context)) ?? null;
}

/** What a webhook or a CustomResourceDefinition refuses until its server is there is sent again. */
async function applyAll({ kube }: AddOnContext, objects: readonly ApiObject[]): Promise<void> {
  for (const object of objects) {
    let last = "";
    await until(
      durations.addOn,
      async () => {
        const answer = await kube.apply(object).catch((error: unknown) => String(error));
        if (typeof answer === "object" && answer.status < 300) return true;
        last = typeof answer === "object" ? `${answer.status} ${JSON.stringify(answer.body["message"])}` : answer;
        return undefined;
      },
      () => new LabError(`${String(object.kind)} ${String(object.metadata?.["name"])} can't be applied: ${last}`),
    );
  }
}

interface PodTemplate {
  spec?: {
    nodeSelector?: Record<string, string>;
    containers?: { imagePullPolicy?: string }[];
    initContainers?: { imagePullPolicy?: string }[];
  };
}

/** In its namespace; pods on the node of the add-ons, with images that are there. */
function placed(object: ApiObject, namespace: string): ApiObject {
  const copy = structuredClone(object);
  const metadata = (copy.metadata ??= {}) as { namespace?: string };
  metadata.namespace ??= namespace;
  if (!WORKLOADS.has(String(copy.kind))) return copy;
  const pod = (copy["spec"] as { template?: PodTemplate }).template?.spec;
  if (pod === undefined) return copy;
  // A DaemonSet stands on the nodes that it names itself.
  if (copy.kind !== "DaemonSet") pod.nodeSelector = { ...pod.nodeSelector, "kubernetes.io/hostname": SYSTEM_NODE };
  for (const container of [...(pod.containers ?? []), ...(pod.initContainers ?? [])]) {
    container.imagePullPolicy = "IfNotPresent";
  }
  return copy;
}
