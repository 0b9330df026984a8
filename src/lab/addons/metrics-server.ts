import { type AddOn, addOnImage } from "../addon.js";
import { apiServiceProblem } from "./api-service.js";
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
        args: ["--kubelet-insecure-tls"],
        readinessProbe: { initialDelaySeconds: 2, periodSeconds: 2 },
      },
    }),
  health: ({ kube }) => apiServiceProblem(kube, "v1beta1.metrics.k8s.io"),
};
