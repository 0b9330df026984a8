import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { ApiObject } from "../../kube/index.js";
import { readJson, writeJson } from "../accelerators/files.js";
import type { AddOn } from "../addon.js";
import { addresses } from "../addresses.js";
import { componentKubeconfig, ensureCredentials, pkiDirectory } from "../credentials.js";
import { waitUntilWell } from "../healthy.js";
import { labNames } from "../names.js";
import { ensureCertificate } from "../pki.js";
import { start, stop } from "../process.js";
import { scriptPath, scriptProcess } from "../script.js";
import type { LabState } from "../state.js";
import { apiServiceProblem } from "./api-service.js";
import { GROUP, VERSION } from "./custom-metrics/answer.js";
import { type AdapterConfig, configPath, PORT, SERVICE, switchesPath } from "./custom-metrics/config.js";
import { NAMESPACE as MONITORING } from "./prometheus.js";

const NAME = "custom-metrics";
/** Its user; see the users in credentials.ts. */
const USER = "karat:custom-metrics";
const PROMETHEUS = { namespace: MONITORING, service: "prometheus", port: 9090 };
const API_SERVICE = `${VERSION}.${GROUP}`;

/**
 * Prometheus's metrics of pods as the custom metrics API, for HPAs. Neither prometheus-adapter nor KEDA can be had from
 * package registries, so that this is a small one of the lab's own; it runs beside the API server, like cluster DNS.
 */
export const customMetrics: AddOn = {
  name: NAME,
  purpose: "Prometheus's metrics of pods as the custom metrics API, for pod_autoscaling",
  namespace: SERVICE.namespace,
  after: ["prometheus"],
  images: [],
  prepare: ({ lab }) => startAdapter(lab),
  objects: async ({ lab }) => objects((await readFile(await authority(lab))).toString("base64")),
  health: ({ kube }) => apiServiceProblem(kube, API_SERVICE),
};

async function authority(lab: LabState): Promise<string> {
  return (await ensureCredentials(labNames(lab.name), lab.port)).authority.cert;
}

async function startAdapter(lab: LabState): Promise<void> {
  const names = labNames(lab.name);
  const pki = await ensureCredentials(names, lab.port);
  const host = `${SERVICE.name}.${SERVICE.namespace}.svc`;
  const config: AdapterConfig = {
    port: PORT,
    kubeconfig: componentKubeconfig(names, NAME),
    serving: await ensureCertificate(pkiDirectory(names), `${NAME}-serving`, pki.authority, {
      commonName: SERVICE.name,
      serves: { names: [host] },
    }),
    frontProxy: { authority: pki.frontProxyAuthority.cert, name: "front-proxy" },
    prometheus: PROMETHEUS,
    switches: switchesPath(names),
  };
  if (!isDeepStrictEqual(readJson(configPath(names)), config)) await stop(lab.name, NAME);
  writeJson(configPath(names), config);
  await start({
    name: NAME,
    lab: lab.name,
    cgroup: names.cgroup,
    network: names.network,
    ...scriptProcess(scriptPath("./custom-metrics/adapter.js", import.meta.url), [configPath(names)], 64),
  });
  await waitUntilWell(lab.name, names.network, NAME, `https://127.0.0.1:${PORT}/readyz`);
}

function objects(caBundle: string): ApiObject[] {
  const labels = { "app.kubernetes.io/name": SERVICE.name };
  const metadata = { name: SERVICE.name, labels };
  const subject = { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: USER };
  const ports = [{ name: "https", port: 443, protocol: "TCP" }];
  return [
    { apiVersion: "v1", kind: "Service", metadata, spec: { ports: [{ ...ports[0], targetPort: PORT }] } },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...metadata, labels: { ...labels, "kubernetes.io/service-name": SERVICE.name } },
      addressType: "IPv4",
      endpoints: [{ addresses: [addresses.controlPlane], conditions: { ready: true } }],
      ports: [{ ...ports[0], port: PORT }],
    },
    ...granted("ClusterRole", { name: USER }, subject, [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }]),
    ...granted("Role", { name: USER, namespace: MONITORING }, subject, [
      {
        apiGroups: [""],
        resources: ["services/proxy"],
        resourceNames: [`${PROMETHEUS.service}:${PROMETHEUS.port}`],
        verbs: ["get"],
      },
    ]),
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: API_SERVICE },
      spec: {
        group: GROUP,
        version: VERSION,
        groupPriorityMinimum: 100,
        versionPriority: 100,
        service: { ...SERVICE, port: 443 },
        caBundle,
      },
    },
  ];
}

/** A role and its binding. */
function granted(
  kind: "Role" | "ClusterRole",
  metadata: { name: string; namespace?: string },
  subject: object,
  rules: object[],
): ApiObject[] {
  const apiVersion = "rbac.authorization.k8s.io/v1";
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name };
  return [
    { apiVersion, kind, metadata, rules },
    { apiVersion, kind: `${kind}Binding`, metadata, roleRef, subjects: [subject] },
  ];
}
