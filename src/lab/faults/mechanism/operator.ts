import { durations, until } from "../../durations.js";
import type { Lab } from "../../lab.js";

export const TRAIN_JOBS = "/apis/trainer.kubeflow.org/v1alpha1";

export const RUNTIME = "TrainingRuntime";

/** A TrainJob whose runtime has this kind. */
export function trainJob(kind: string): object {
  return {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    metadata: { name: "sample" },
    spec: { runtimeRef: { kind, name: "sample" } },
  };
}

/** Does something while the runtime is there to which such a TrainJob refers. */
export async function withRuntime(lab: Lab, work: () => Promise<void>): Promise<void> {
  const path = `${TRAIN_JOBS}/namespaces/default/trainingruntimes/sample`;
  const template = { spec: { containers: [{ name: "node", image: "sample" }] } };
  await lab.api.apply(path, {
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: RUNTIME,
    metadata: { name: "sample" },
    spec: { template: { spec: { replicatedJobs: [{ name: "node", template: { spec: { template } } }] } } },
  });
  try {
    await work();
  } finally {
    await lab.api.delete(path);
  }
}

/** Waits until a TrainJob that makes no sense is refused, or is not. */
export async function objectIsRefused(lab: Lab, wanted: boolean): Promise<void> {
  let last = 0;
  await until(
    durations.admission,
    async () => {
      const path = `${TRAIN_JOBS}/namespaces/default/trainjobs?dryRun=All`;
      ({ status: last } = await lab.api.request("POST", path, trainJob("Sample")));
      return (last >= 400 && last < 500) === wanted ? true : undefined;
    },
    () => new Error(`a TrainJob that makes no sense is ${wanted ? "not" : "still"} refused: the answer is ${last}`),
  );
}
