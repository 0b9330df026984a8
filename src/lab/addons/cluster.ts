import { connect, type Kube } from "../../kube/index.js";
import { labNames } from "../names.js";
import type { LabState } from "../state.js";

/** Lends a client of the lab's API that knows its kinds, and closes it whatever happens. */
export async function withKube<T>(lab: LabState, work: (kube: Kube) => Promise<T>): Promise<T> {
  const kube = connect({ kubeconfig: labNames(lab.name).kubeconfig, userAgent: "karat-lab" });
  try {
    return await work(kube);
  } finally {
    await kube.close();
  }
}
