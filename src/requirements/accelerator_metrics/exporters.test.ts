import { expect, test } from "vitest";
import { exporterIn } from "./exporters.js";

const nodes = new Set(["node1"]);
const pod = ({
  name = "p",
  image = "i",
  ports = [] as object[],
  annotations = {},
  node = "node1",
  phase = "Running",
}) => ({
  metadata: { namespace: "ns", name, annotations },
  spec: { nodeName: node, containers: [{ image, ports }] },
  status: { phase },
});
const metrics = { name: "metrics", containerPort: 9400 };

test.each([
  ["nvidia-dcgm-exporter-x1", "nvcr.io/nvidia/k8s/dcgm-exporter:4.2.0", 9400],
  ["default-metrics-exporter-x1", "docker.io/rocm/device-metrics-exporter:v1.3.0", 5000],
  ["xpumanager-x1", "intel/xpumanager:V1.2.38", 29_999],
  ["tpu-device-plugin-x1", "gke.gcr.io/tpu-device-plugin:v1", 2112],
  ["neuron-monitor-x1", "public.ecr.aws/neuron/neuron-monitor:1.2", 8000],
])("%s is an exporter, at its vendor's port", (name, image, port) => {
  expect(exporterIn(pod({ name, image }), nodes)).toMatchObject({ node: "node1", pod: name, port, path: "/metrics" });
});

test("what the pod says of its port counts more", () => {
  const name = "dcgm-exporter-a";
  expect(exporterIn(pod({ name, ports: [metrics] }), nodes)?.port).toBe(9400);
  const annotations = { "prometheus.io/port": "9401", "prometheus.io/path": "/m", "prometheus.io/scheme": "https" };
  expect(exporterIn(pod({ name, ports: [metrics], annotations }), nodes)).toMatchObject({
    port: 9401,
    path: "/m",
    scheme: "https",
  });
});

test.each([
  ["somebody's pod", pod({ name: "web" })],
  ["a node exporter", pod({ name: "node-exporter-x", image: "prom/node-exporter:v1", ports: [metrics] })],
  ["one on another node", pod({ name: "dcgm-exporter-a", node: "node9" })],
  ["one that does not run", pod({ name: "dcgm-exporter-a", phase: "Pending" })],
  ["one of which nobody knows the port", pod({ name: "accelerator-exporter" })],
])("%s is none", (_, object) => expect(exporterIn(object, nodes)).toBeUndefined());
