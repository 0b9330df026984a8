import type { ApiObject } from "../../record/facts.js";
import { PROMETHEUS } from "../../run/options.js";

/** A Service that may answer PromQL, as the API server's proxy is asked for it. */
export interface Endpoint {
  namespace: string;
  service: string;
  port: number | string;
  scheme: "http" | "https";
  /** Before /api/v1/query, e.g. "/prometheus"; empty where the API lies at the root. */
  prefix: string;
}

/** Names under which Prometheus, and what answers like it, is installed; where its API lies. */
const KNOWN: readonly { name: RegExp; prefix?: string }[] = [
  { name: /^(?:.+-)?prometheus(?:-server|-k8s|-operated)?$/ },
  { name: /^(?:.+-)?thanos-quer(?:y|ier)(?:-frontend)?$/ },
  { name: /^vmsingle(?:-.+)?$|^(?:.+-)?victoria-metrics-single-server$/ },
  { name: /^(?:.+-)?mimir-(?:query-frontend|gateway|nginx)$/, prefix: "/prometheus" },
];

/** As HTTP ports of them are named or numbered, the likeliest first. */
const PORTS = [/^(?:http-web|web|http|http-api|https|api|prometheus)$/, /^(?:9090|80|8080|8428|8429|10902|9091)$/];

/** Services that by their name may answer PromQL, the likeliest first. */
export function candidatesAmong(services: readonly ApiObject[]): Endpoint[] {
  return KNOWN.flatMap(({ name, prefix = "" }) =>
    services
      .filter(({ metadata }) => name.test(metadata.name))
      .flatMap(({ metadata, spec }) => {
        const port = portOf((spec?.ports ?? []) as ApiObject[]);
        if (port === undefined) return [];
        const scheme = port.name === "https" || port.port === 443 ? ("https" as const) : ("http" as const);
        return [{ namespace: metadata.namespace, service: metadata.name, port: port.port, scheme, prefix }];
      }),
  );
}

function portOf(ports: readonly ApiObject[]): { name?: string; port: number } | undefined {
  const likely = PORTS.flatMap((pattern) =>
    ports.filter(({ name, port }) => pattern.test(String(name ?? "")) || pattern.test(String(port))),
  );
  return (likely[0] ?? ports[0]) as { name?: string; port: number } | undefined;
}

/** As a user names it; port 9090 when none is named. @throws Error */
export function parseEndpoint(text: string): Endpoint {
  const [, scheme = "http", namespace, service, port = "9090", prefix = ""] = PROMETHEUS.exec(text) ?? [];
  if (!namespace || !service) throw new Error(`"${text}" names no Service: write NAMESPACE/SERVICE:PORT`);
  return { namespace, service, port, scheme: scheme as Endpoint["scheme"], prefix };
}

/** How people name it. */
export function endpointName({ namespace, service, port, prefix }: Endpoint): string {
  return `Service ${namespace}/${service}:${port}${prefix}`;
}

/** Path under the API server's root that leads to it. */
export function proxyPath({ namespace, service, port, scheme, prefix }: Endpoint): string {
  const name = `${scheme === "https" ? "https:" : ""}${service}:${port}`;
  return `/api/v1/namespaces/${namespace}/services/${name}/proxy${prefix}`;
}
