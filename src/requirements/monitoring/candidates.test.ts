import { expect, test } from "vitest";
import { candidatesAmong, endpointName, parseEndpoint, proxyPath } from "./candidates.js";

const service = (name: string, ...ports: { name?: string; port: number }[]) => ({
  metadata: { namespace: "monitoring", name },
  spec: { ports },
});
const web = { name: "http-web", port: 9090 };

test.each([
  ["prometheus", [web], "9090"],
  ["prometheus-server", [{ name: "http", port: 80 }], "80"],
  [
    "prometheus-k8s",
    [
      { name: "reloader-web", port: 8080 },
      { name: "web", port: 9090 },
    ],
    "9090",
  ],
  ["kube-prometheus-stack-prometheus", [web, { name: "reloader-web", port: 8080 }], "9090"],
  ["thanos-query-frontend", [{ name: "http", port: 10_902 }], "10902"],
  ["vmsingle-victoria", [{ name: "http", port: 8428 }], "8428"],
] as const)("%s may answer PromQL", (name, ports, port) => {
  expect(candidatesAmong([service(name, ...ports)]).map((each) => String(each.port))).toEqual([port]);
});

test.each([
  "prometheus-node-exporter",
  "prometheus-pushgateway",
  "prometheus-operator",
  "prometheus-adapter",
  "alertmanager",
  "grafana",
  "kube-state-metrics",
])("%s does not", (name) => expect(candidatesAmong([service(name, web)])).toEqual([]));

test("a Prometheus comes before what stands in front of several", () => {
  const all = candidatesAmong([service("thanos-query", web), service("prometheus", web)]);
  expect(all.map(({ service }) => service)).toEqual(["prometheus", "thanos-query"]);
});

test.each([
  ["monitoring/prometheus:9090", "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy"],
  ["monitoring/prometheus", "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy"],
  [
    "https:openshift-monitoring/thanos-querier:web",
    "/api/v1/namespaces/openshift-monitoring/services/https:thanos-querier:web/proxy",
  ],
  ["mimir/gateway:80/prometheus/", "/api/v1/namespaces/mimir/services/gateway:80/proxy/prometheus"],
])("%s leads to %s", (text, path) => expect(proxyPath(parseEndpoint(text))).toBe(path));

test.each(["prometheus", "http://prometheus:9090", "a/b/c d", ""])("%j names no Service", (text) =>
  expect(() => parseEndpoint(text)).toThrow(/NAMESPACE\/SERVICE:PORT/),
);

test("people read where it is", () => {
  expect(endpointName(parseEndpoint("mimir/gateway:80/prometheus"))).toBe("Service mimir/gateway:80/prometheus");
});
