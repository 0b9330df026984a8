import type { ApiObject } from "../../kube/index.js";

/**
 * Objects of an operator that was made with kubebuilder, as a lab wants them: it fills the Secret of its webhooks itself,
 * and would lose its certificates if that were applied empty again; and its pod is asked for health at once, as its chart
 * lets a pod that is ready wait for up to 25 s.
 */
export function kubebuilt(objects: readonly ApiObject[]): ApiObject[] {
  return objects.map((object) => {
    const copy = structuredClone(object) as ApiObject & { data?: unknown };
    if (copy.kind === "Secret") delete copy.data;
    if (copy.kind === "Deployment") {
      const { template } = copy["spec"] as { template: { spec: { containers: { readinessProbe?: object }[] } } };
      for (const { readinessProbe } of template.spec.containers) {
        if (readinessProbe) Object.assign(readinessProbe, { initialDelaySeconds: 1, periodSeconds: 2 });
      }
    }
    return copy;
  });
}
