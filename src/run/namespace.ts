import type { Kube } from "../kube/client.js";
import { refused } from "../kube/errors.js";
import { DEADLINE, ownerLabels } from "./owner.js";

export interface NamespaceSpec {
  name: string;
  run: string;
  /** Check id; absent for the run's home. */
  check?: string;
  /** Pod Security level that is enforced (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
  podSecurity: "restricted" | "baseline" | "privileged";
  /** When whoever uses it will have given up. */
  deadline?: Date;
}

/** @throws ApiRefused, also when there is one of that name */
export async function createNamespace(kube: Kube, spec: NamespaceSpec, signal?: AbortSignal): Promise<void> {
  const body = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: spec.name,
      // Said whatever the cluster's default is, so that a check meets the same rules everywhere.
      labels: { ...ownerLabels(spec.run, spec.check), "pod-security.kubernetes.io/enforce": spec.podSecurity },
      ...(spec.deadline ? { annotations: { [DEADLINE]: spec.deadline.toISOString() } } : {}),
    },
  };
  const path = "/api/v1/namespaces";
  const response = await kube.request("POST", path, { body, ...(signal ? { signal } : {}) });
  if (response.status !== 201) throw refused(response, { method: "POST", path });
}
