import type { ApiObject } from "../../record/facts.js";
import type { Rule } from "../../run/check.js";
import type { Observer } from "../../run/observer.js";

const API = "monitoring.coreos.com/v1";

/** What declaring a pod to the Prometheus Operator takes. */
export const POD_MONITOR_RULES: Rule[] = [
  {
    apiGroups: ["monitoring.coreos.com"],
    resources: ["podmonitors"],
    verbs: ["create", "delete", "get", "list", "watch"],
  },
  { apiGroups: ["monitoring.coreos.com"], resources: ["prometheuses"], verbs: ["list"] },
];

interface Prometheus {
  metadata: { namespace: string; name: string };
  spec: { podMonitorSelector?: { matchLabels?: Record<string, string> }; podMonitorNamespaceSelector?: object };
}

/**
 * A PodMonitor as each Prometheus of the Prometheus Operator selects it: with the labels that it asks for, and in its own
 * namespace where it looks nowhere else. None where the operator is not installed.
 */
export async function declarations(observer: Observer, monitor: ApiObject): Promise<ApiObject[]> {
  const { apis } = observer.inventory;
  if (!apis[API]?.includes("podmonitors") || !apis[API].includes("prometheuses")) return [];
  const all = (await observer.list("prometheuses", `/apis/${API}/prometheuses`)) as unknown as Prometheus[];
  const byPlace = new Map<string, ApiObject>();
  for (const { metadata, spec } of all) {
    const own = spec.podMonitorNamespaceSelector === undefined;
    const copy = byPlace.get(own ? metadata.namespace : "") ?? structuredClone(monitor);
    const { name, labels } = copy["metadata"] as { name: string; labels?: Record<string, string> };
    copy["metadata"] = {
      name: own ? `${observer.namespace}-${monitor["metadata"].name}` : name,
      labels: { ...labels, ...spec.podMonitorSelector?.matchLabels },
      ...(own ? { namespace: metadata.namespace } : {}),
    };
    copy["spec"].namespaceSelector = { matchNames: [observer.namespace] };
    byPlace.set(own ? metadata.namespace : "", copy);
  }
  return [...byPlace.values()];
}
