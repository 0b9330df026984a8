import type { ApiObject } from "../../kube/index.js";
import { EXPORTER_PORTS } from "../accelerators/exporter/index.js";
import type { PersonaId } from "../accelerators/persona.js";
import { personas } from "../accelerators/personas/index.js";
import type { AddOn } from "../addon.js";
import { PAUSE_IMAGE } from "../images/names.js";

export const EXPORTER_NAMESPACE = "gpu-metrics";

/** As vendors name what they deliver. */
const NAMES: Readonly<Record<PersonaId, string>> = {
  nvidia: "nvidia-dcgm-exporter",
  amd: "amd-device-metrics-exporter",
  generic: "karat-accelerator-exporter",
};

/**
 * The exporters of the lab's accelerators as a user finds them: a DaemonSet whose pods have the node's network, and a
 * Service that asks to be scraped. Behind a pod's port is the exporter's process, which runs beside the pod on the node
 * because the lab's images hold no Node.js; the pod is ready when that answers.
 */
export const acceleratorExporter: AddOn = {
  name: "accelerator-exporter",
  purpose: "metrics of the simulated accelerators, as their vendors name them",
  namespace: EXPORTER_NAMESPACE,
  images: [],
  objects: async ({ lab }) =>
    [...new Set(lab.nodes.filter(({ devices }) => devices > 0).map(({ persona }) => persona))].flatMap(exporterOf),
};

function exporterOf(persona: PersonaId): ApiObject[] {
  const name = NAMES[persona];
  const port = EXPORTER_PORTS[persona];
  const labels = { "app.kubernetes.io/name": name };
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, labels, annotations: { "prometheus.io/scrape": "true" } },
      spec: { selector: labels, ports: [{ name: "metrics", port, targetPort: "metrics" }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name, labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            hostNetwork: true,
            affinity: { nodeAffinity: nodesOf(persona) },
            tolerations: [{ operator: "Exists" }],
            automountServiceAccountToken: false,
            terminationGracePeriodSeconds: 1,
            containers: [
              {
                name: "exporter",
                image: PAUSE_IMAGE,
                ports: [{ name: "metrics", containerPort: port }],
                readinessProbe: { httpGet: { path: "/metrics", port: "metrics" }, periodSeconds: 2 },
                resources: { requests: { cpu: "10m", memory: "16Mi" } },
              },
            ],
          },
        },
      },
    },
  ];
}

/** Nodes that bear what the persona's feature discovery sets. */
function nodesOf(persona: PersonaId): ApiObject {
  const { nodeLabels, identity } = personas[persona];
  const matchExpressions = Object.keys(nodeLabels([identity("", 0)]))
    .slice(0, 1)
    .map((key) => ({ key, operator: "Exists" }));
  return { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } };
}
