import { METRIC_NAME, type Source } from "./query.js";

export const GROUP = "custom.metrics.k8s.io";
export const VERSION = "v1beta2";
const API = `${GROUP}/${VERSION}`;

export interface Answer {
  status: number;
  body: object;
}

/** namespaces/NAMESPACE/pods/NAME/METRIC below the version; NAME is * for all that a selector picks. */
const VALUES = /^\/namespaces\/([a-z0-9-]+)\/pods\/([a-z0-9.-]+|\*)\/([^/]+)$/;

/**
 * Answers a GET of the custom metrics API (k8s.io/metrics/pkg/apis/custom_metrics/v1beta2), pods only: what HPAs with
 * metrics of type Pods ask for, and the discovery document.
 * @param now of the values, ms since epoch
 */
export async function answer(url: URL, source: Source, now: number): Promise<Answer> {
  const path = decodeURIComponent(url.pathname);
  // Without an aggregated discovery document the API server takes the version's own.
  if (!path.startsWith(`/apis/${API}`)) return failure(404, "NotFound", `${path} is not served`);
  const rest = path.slice(`/apis/${API}`.length);
  if (rest === "" || rest === "/") return { status: 200, body: resources(source.metrics()) };
  const [, namespace, name, metric] = VALUES.exec(rest) ?? [];
  if (!namespace || !name || !metric) return failure(404, "NotFound", `${path} is not served`);
  if (url.searchParams.get("metricLabelSelector")) {
    return failure(400, "BadRequest", "metricLabelSelector is not supported here");
  }
  const pods = name === "*" ? await source.pods(namespace, url.searchParams.get("labelSelector") ?? "") : [name];
  const known = METRIC_NAME.test(metric) && pods.length > 0;
  const values = known ? await source.values(metric, namespace, pods) : new Map<string, number>();
  if (values.size === 0) return failure(404, "NotFound", `the server could not find the metric ${metric} for pods`);
  return { status: 200, body: valueList(metric, namespace, values, now) };
}

function resources(metrics: readonly string[]): object {
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: API,
    resources: metrics.map((metric) => ({
      name: `pods/${metric}`,
      singularName: "",
      namespaced: true,
      kind: "MetricValueList",
      verbs: ["get"],
    })),
  };
}

function valueList(metric: string, namespace: string, values: ReadonlyMap<string, number>, now: number): object {
  // metav1.Time has whole seconds.
  const timestamp = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return {
    kind: "MetricValueList",
    apiVersion: API,
    metadata: {},
    items: [...values].map(([name, value]) => ({
      describedObject: { kind: "Pod", namespace, name, apiVersion: "v1" },
      metric: { name: metric, selector: null },
      timestamp,
      value: quantity(value),
    })),
  };
}

/** A Quantity (k8s.io/apimachinery/pkg/api/resource), in thousandths where it is not whole: HPAs count in these. */
export function quantity(value: number): string {
  return Number.isInteger(value) ? value.toFixed(0) : `${Math.round(value * 1000).toFixed(0)}m`;
}

export function failure(code: number, reason: string, message: string): Answer {
  return { status: code, body: { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message } };
}
