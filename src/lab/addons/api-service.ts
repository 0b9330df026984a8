import type { Kube } from "../../kube/index.js";

/** Why an aggregated API is not available, in the API server's words; null when it is. */
export async function apiServiceProblem(kube: Kube, name: string): Promise<string | null> {
  const service = await kube.get(`/apis/apiregistration.k8s.io/v1/apiservices/${name}`);
  const { conditions = [] } = (service?.["status"] ?? {}) as {
    conditions?: { type: string; status: string; message?: string }[];
  };
  const available = conditions.find(({ type }) => type === "Available");
  return available?.status === "True" ? null : `APIService ${name}: ${available?.message ?? "no word yet"}`;
}
