import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parse, parseAllDocuments, stringify } from "yaml";
import type { ApiObject } from "../../kube/index.js";
import { type AddOn, addOnImage } from "../addon.js";
import type { LabState } from "../state.js";
import { defectsOf } from "./defects.js";
import { EXPORTER_NAMESPACE } from "./accelerator-exporter.js";

const NAME = "prometheus";
export const NAMESPACE = "monitoring";
const PORT = 9090;
const { name: image } = addOnImage(NAME);

/** Ways in which the platform's monitoring can be wrong, as faults name them. */
export const PROMETHEUS_DEFECTS = {
  /** Nothing but what the platform itself runs is collected. */
  onlyPlatform: "only platform namespaces are collected",
  /** There is none. */
  absent: "not installed",
} as const;

interface Configuration {
  scrape_configs: { kubernetes_sd_configs: { role: string; namespaces?: { names: string[] } }[] }[];
}

export const prometheus: AddOn = {
  name: NAME,
  purpose: "collects metrics of accelerators and of users' services",
  namespace: NAMESPACE,
  // Its data lies in /prometheus, as in its own image.
  images: [{ name: image, programs: [NAME], places: { [NAME]: `bin/${NAME}` } }],
  objects: async ({ lab }) => {
    if (defectsOf(lab, NAME).has(PROMETHEUS_DEFECTS.absent)) return [];
    const configuration = await configurationOf(lab);
    const documents = parseAllDocuments(await readBeside("./prometheus.yaml"));
    const objects = documents.map((document) => document.toJS() as ApiObject);
    for (const object of objects) if (object.kind === "Deployment") complete(object, configuration);
    return [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: NAME },
        data: { "prometheus.yml": configuration },
      },
      ...objects,
    ];
  },
  health: async ({ lab, kube }) => {
    if (defectsOf(lab, NAME).has(PROMETHEUS_DEFECTS.absent)) return null;
    const path = `/api/v1/namespaces/${NAMESPACE}/services/${NAME}:${PORT}/proxy/-/ready`;
    const { status } = await kube.request("GET", path);
    return status === 200 ? null : `Service ${NAMESPACE}/${NAME} answers ${status}`;
  },
};

async function configurationOf(lab: LabState): Promise<string> {
  const configuration = parse(await readBeside("./prometheus-config.yaml")) as Configuration;
  if (defectsOf(lab, NAME).has(PROMETHEUS_DEFECTS.onlyPlatform)) {
    const names = [NAMESPACE, EXPORTER_NAMESPACE, "kube-system"];
    for (const { kubernetes_sd_configs } of configuration.scrape_configs) {
      for (const discovery of kubernetes_sd_configs) discovery.namespaces = { names };
    }
  }
  return stringify(configuration);
}

/** The image, and a mark of the configuration: with another one there is another pod. */
function complete(deployment: ApiObject, configuration: string): void {
  const { template } = deployment["spec"] as {
    template: { metadata: { annotations?: Record<string, string> }; spec: { containers: { image?: string }[] } };
  };
  for (const container of template.spec.containers) container.image = image;
  const digest = createHash("sha256").update(configuration).digest("hex");
  template.metadata.annotations = { "karat.dev/configuration": digest.slice(0, 16) };
}

function readBeside(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), "utf8");
}
