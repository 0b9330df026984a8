import type { ApiObject, Kube } from "../kube/index.js";
import { ApiRefused } from "../kube/errors.js";
import type { PreflightFact } from "./preflight.js";

/** Who grows and shrinks node pools here. */
export interface Autoscaling {
  declared: DeclaredAutoscaler[];
  /** Each place that was looked at, and what was there. */
  looked: string[];
}

export interface DeclaredAutoscaler {
  id: "karpenter" | "cluster-autoscaler";
  /** What shows it, e.g. "NodePools default, gpu". */
  shown: string;
}

/** API of Karpenter's pools, of any provider. */
export const KARPENTER_API = "karpenter.sh/v1";

/** Where Cluster Autoscaler writes its status, unless it was told not to (`--write-status-configmap`). */
export const STATUS_CONFIGMAP = { namespace: "kube-system", name: "cluster-autoscaler-status" };

const STATUS = `/api/v1/namespaces/${STATUS_CONFIGMAP.namespace}/configmaps/${STATUS_CONFIGMAP.name}`;
const DEPLOYMENTS = `/apis/apps/v1/deployments?fieldSelector=${encodeURIComponent("metadata.name=cluster-autoscaler")}`;

/**
 * Looks for node autoscalers by what they leave in the API.
 * @returns undefined where access to it was refused: then nothing is known
 * @throws ApiLost
 */
export async function discoverAutoscaling(
  kube: Kube,
  apis: Record<string, string[]>,
  signal?: AbortSignal,
): Promise<{ autoscaling: Autoscaling; facts: Pick<PreflightFact, "name" | "kind" | "data">[] } | undefined> {
  const options = signal ? { signal } : {};
  const served = apis[KARPENTER_API]?.includes("nodepools") === true;
  const pools = `/apis/${KARPENTER_API}/nodepools`;
  try {
    const [nodePools, status, deployments] = await Promise.all([
      served ? kube.list(pools, options).then(({ items }) => items) : [],
      kube.get(STATUS, options),
      apis["apps/v1"] ? kube.list(DEPLOYMENTS, options).then(({ items }) => items) : [],
    ]);
    return {
      autoscaling: autoscalingOf(served, nodePools, status, deployments),
      facts: [
        ...(served ? [{ name: "nodepools", kind: "list" as const, data: { path: pools, items: nodePools } }] : []),
        { name: "cluster-autoscaler-status", kind: "object", data: { path: STATUS, object: status } },
        { name: "cluster-autoscaler", kind: "list", data: { path: DEPLOYMENTS, items: deployments } },
      ],
    };
  } catch (error) {
    if (error instanceof ApiRefused) return undefined;
    throw error;
  }
}

/** Pure half of {@link discoverAutoscaling}. */
export function autoscalingOf(
  served: boolean,
  nodePools: readonly ApiObject[],
  status: ApiObject | null,
  deployments: readonly ApiObject[],
): Autoscaling {
  const { namespace, name } = STATUS_CONFIGMAP;
  const names = (objects: readonly ApiObject[]): string =>
    objects.map(({ metadata }) => [metadata.namespace, metadata.name].filter(Boolean).join("/")).join(", ");
  const declared: DeclaredAutoscaler[] = [];
  if (nodePools.length > 0) declared.push({ id: "karpenter", shown: `NodePools ${names(nodePools)}` });
  if (status) declared.push({ id: "cluster-autoscaler", shown: `ConfigMap ${namespace}/${name}` });
  else if (deployments.length > 0) {
    declared.push({ id: "cluster-autoscaler", shown: `Deployment ${names(deployments)}` });
  }
  return {
    declared,
    looked: [
      served ? `${KARPENTER_API} has ${nodePools.length} NodePools` : `${KARPENTER_API} is not served`,
      status ? `ConfigMap ${namespace}/${name} is there` : `there is no ConfigMap ${namespace}/${name}`,
      deployments.length > 0 ? `Deployment ${names(deployments)}` : "no Deployment is called cluster-autoscaler",
    ],
  };
}
