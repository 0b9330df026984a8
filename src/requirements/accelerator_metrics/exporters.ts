import type { ApiObject } from "../../record/facts.js";

/** An exporter of accelerator metrics as vendors deliver it: a pod on each node. */
interface Exporter {
  /** Adapter id in accelerators/. */
  vendor: string;
  /** Matches an image, or a pod's name. */
  name: RegExp;
  /** Where it listens when the pod does not say. */
  port: number;
}

/** By their own documentation: names of images and DaemonSets, and default ports. */
const EXPORTERS: readonly Exporter[] = [
  { vendor: "nvidia", name: /dcgm-exporter/, port: 9400 },
  { vendor: "amd", name: /device-metrics-exporter|amdgpu-metrics-exporter|amd-smi-exporter/, port: 5000 },
  { vendor: "intel", name: /xpumanager|xpu-manager|xpumd/, port: 29_999 },
  { vendor: "gaudi", name: /gaudi-metric-exporter|habana.*metric-exporter|metric-exporter-ds/, port: 41_611 },
  { vendor: "google", name: /tpu-device-plugin|tpu-metrics-exporter/, port: 2112 },
  { vendor: "aws", name: /neuron-monitor/, port: 8000 },
];

/** Whatever else is called so, for accelerators that karat does not know, and OpenTelemetry's names. */
const LIKELY = /accelerator-exporter|gpu-exporter|gpu-metrics|npu-exporter|opentelemetry-collector|otel-collector/;

/** A pod that publishes metrics, as the API server's proxy is asked for it. */
export interface ExporterPod {
  node: string;
  namespace: string;
  pod: string;
  port: number;
  path: string;
  scheme: "http" | "https";
}

/** Where a pod of one of these nodes publishes accelerator metrics; undefined when by its names it does not. */
export function exporterIn(pod: ApiObject, nodes: ReadonlySet<string>): ExporterPod | undefined {
  const { metadata, spec, status } = pod;
  if (!nodes.has(spec?.nodeName) || status?.phase !== "Running" || metadata.deletionTimestamp) return undefined;
  const containers = (spec.containers ?? []) as ApiObject[];
  const names = [metadata.name as string, ...containers.map(({ image }) => String(image))];
  const known = EXPORTERS.find(({ name }) => names.some((each) => name.test(each)));
  if (!known && !names.some((each) => LIKELY.test(each))) return undefined;
  const annotations = (metadata.annotations ?? {}) as Record<string, string>;
  const port = Number(annotations["prometheus.io/port"]) || portOf(containers) || known?.port;
  if (!port) return undefined;
  return {
    node: spec.nodeName,
    namespace: metadata.namespace,
    pod: metadata.name,
    port,
    path: annotations["prometheus.io/path"] ?? "/metrics",
    scheme: annotations["prometheus.io/scheme"] === "https" ? "https" : "http",
  };
}

/** The port that is called after metrics, else the only one that there is. */
function portOf(containers: readonly ApiObject[]): number | undefined {
  const ports = containers.flatMap((container) => (container["ports"] ?? []) as ApiObject[]);
  const named = ports.find(({ name }) => /metrics|exporter|prom/.test(String(name ?? "")));
  return (named ?? (ports.length === 1 ? ports[0] : undefined))?.["containerPort"] as number | undefined;
}
