import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import { type Mutation, mutate, unmutate } from "./mechanism/admission.js";
import { RUNTIME, TRAIN_JOBS, trainJob, withRuntime } from "./mechanism/operator.js";
import { requireFull } from "./mechanism/profile.js";

/** Whoever would take it away again is not there. */
const FINALIZER = "trainer.kubeflow.org/cleanup";

const mutation: Mutation = {
  name: "finalizer-stuck",
  rule: { apiGroups: ["trainer.kubeflow.org"], apiVersions: ["*"], resources: ["trainjobs"] },
  patches: [
    `has(object.metadata.finalizers) ? [] : [JSONPatch{op: "add", path: "/metadata/finalizers", value: ["${FINALIZER}"]}]`,
  ],
  sample: {
    path: `${TRAIN_JOBS}/namespaces/default/trainjobs`,
    object: trainJob(RUNTIME),
    isMutated: (stored) => finalizers(stored as unknown as Stored).includes(FINALIZER),
  },
};

interface Stored {
  metadata: { name: string; namespace: string; finalizers?: string[] };
}

const finalizers = ({ metadata }: Stored): string[] => metadata.finalizers ?? [];

export const finalizerStuck: Fault = {
  id: "F63",
  breaks: ["robust_controller"],
  what: "Objects of an operator can be deleted and never go, and what was made of them stays.",
  how: "A MutatingAdmissionPolicy gives TrainJobs a finalizer that nobody takes away.",
  async break(lab) {
    requireFull(lab, "AI operator");
    await withRuntime(lab, () => mutate(lab, mutation));
  },
  async heal(lab) {
    await withRuntime(lab, () => unmutate(lab, mutation));
    await release(lab);
  },
};

/** Lets go what the fault held. */
async function release(lab: Lab): Promise<void> {
  const { items = [] } = (await lab.api.get<{ items: Stored[] }>(`${TRAIN_JOBS}/trainjobs`)) ?? {};
  for (const job of items.filter((each) => finalizers(each).includes(FINALIZER))) {
    const { name, namespace } = job.metadata;
    const left = finalizers(job).filter((finalizer) => finalizer !== FINALIZER);
    const path = `${TRAIN_JOBS}/namespaces/${namespace}/trainjobs/${name}`;
    await lab.api.request("PATCH", path, { metadata: { finalizers: left } }, "application/merge-patch+json");
  }
}
