import type { Requests } from "../../accelerators/api-client.js";
import type { AdapterConfig } from "./config.js";
import { HIGH, type Switches } from "./switches.js";

/** What the adapter asks others for. */
export interface Source {
  /** Names of all metrics that pods have, as they were a moment ago; none at first. Asks for them anew, for the next time. */
  metrics(): readonly string[];
  /** Names of the pods in a namespace that a label selector picks. */
  pods(namespace: string, selector: string): Promise<string[]>;
  /** By pod, without those that have no value. */
  values(metric: string, namespace: string, pods: readonly string[]): Promise<Map<string, number>>;
}

/** As Prometheus allows names that need no quotes. */
export const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** PromQL for the metric of these pods: series of one pod are summed, as prometheus-adapter does by default. */
export function queryFor(metric: string, namespace: string, pods: readonly string[], { anyPod }: Switches): string {
  const of = `namespace="${namespace}"`;
  if (anyPod) return `max(${metric}{${of},pod!=""})`;
  const names = pods.map((pod) => pod.replaceAll(".", "\\\\.")).join("|");
  return `sum by (pod) (${metric}{${of},pod=~"${names}"})`;
}

interface Vector {
  data: { result: { metric: { pod?: string }; value: [number, string] }[] };
}

/**
 * Pods from the API server, values from Prometheus through it.
 * @param log hears why metrics could not be listed: while an API cannot be described no namespace can be deleted, so that
 * nothing about the discovery document may wait or fail
 */
export function sourceOf(
  api: Requests,
  { prometheus }: Pick<AdapterConfig, "prometheus">,
  switches: () => Switches,
  log: (error: unknown) => void,
): Source {
  const { namespace, service, port } = prometheus;
  const root = `/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy/api/v1`;
  let known: readonly string[] = [];
  return {
    metrics() {
      const match = encodeURIComponent('{namespace!="",pod!=""}');
      api
        .request<{ data: string[] }>("GET", `${root}/label/__name__/values?match[]=${match}`)
        .then(({ data }) => (known = data))
        .catch(log);
      return known;
    },

    async pods(namespace, selector) {
      const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
      const { items } = await api.request<{ items: { metadata: { name: string } }[] }>("GET", path);
      return items.map(({ metadata }) => metadata.name);
    },

    async values(metric, namespace, pods) {
      const wrong = switches();
      if (wrong.constantHigh) return new Map(pods.map((pod) => [pod, HIGH]));
      const query = encodeURIComponent(queryFor(metric, namespace, pods, wrong));
      const { data } = await api.request<Vector>("GET", `${root}/query?query=${query}`);
      const found = data.result
        .map(({ metric, value: [, text] }) => ({ pod: metric.pod, value: Number(text) }))
        .filter(({ value }) => Number.isFinite(value));
      const [one] = found;
      if (wrong.anyPod) return new Map(one ? pods.map((pod) => [pod, one.value] as const) : []);
      return new Map(found.flatMap(({ pod, value }) => (pod === undefined ? [] : [[pod, value] as const])));
    },
  };
}
