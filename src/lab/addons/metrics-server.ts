import { type AddOn, addOnImage } from "../addon.js";
import { renderChart } from "./chart.js";

const NAMESPACE = "kube-system";
const { name: image, repository, tag } = addOnImage("metrics-server");

export const metricsServer: AddOn = {
  name: "metrics-server",
  purpose: "CPU and memory of pods and nodes, as the resource metrics API",
  namespace: NAMESPACE,
  images: [{ name: image, programs: ["metrics-server"] }],
  objects: () =>
    renderChart({
      archive: "metrics-server.tgz",
      release: "metrics-server",
      namespace: NAMESPACE,
      values: {
        image: { repository, tag },
        // Kubelets of the lab have certificates of the lab's own authority, which the chart can't be told of.
        args: ["--kubelet-insecure-tls", "--metric-resolution=10s"],
      },
    }),
  health: async ({ kube }) => {
    const service = await kube.get("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io");
    const { conditions = [] } = (service?.["status"] ?? {}) as {
      conditions?: { type: string; status: string; message?: string }[];
    };
    const available = conditions.find(({ type }) => type === "Available");
    return available?.status === "True"
      ? null
      : `APIService v1beta1.metrics.k8s.io: ${available?.message ?? "no word yet"}`;
  },
};
