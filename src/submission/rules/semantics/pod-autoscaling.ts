import { rule } from "../define.js";
import { shown } from "./shown.js";

export const podAutoscaling = rule({
  id: "SEM-HPA",
  severity: "warn",
  title: "Pods with accelerators were scaled up and down by a metric of their own",
  why: "The requirement is about accelerators and custom metrics; an autoscaler by CPU is in every Kubernetes.",
  mend: "Show the pod's request for a device, the custom metric, and both SuccessfulRescale events.",
  *find(submission) {
    yield* shown(
      submission,
      "pod_autoscaling",
      [
        {
          what: "pod that asks for an accelerator",
          seen: /\b(?:nvidia\.com\/|amd\.com\/gpu|habana\.ai\/|google\.com\/tpu|aws\.amazon\.com\/neuron|resourceClaims?)|\bgpu[-_.]?(?:util|memory|metric|usage)/i,
        },
        {
          what: "custom or external metric",
          seen: /custom\.metrics\.k8s\.io|external\.metrics\.k8s\.io|type: *(?:Pods|Object|External)\b|\bScaledObject\b|DCGM_FI_|vllm[:_]|"[a-z_:]+" on pods|prometheus-adapter/i,
        },
        {
          what: "scaling up",
          // The last is a row of `kubectl get hpa` with more replicas than its least.
          seen: /SuccessfulRescale|New size: *\d|scale[sd]? (?:.{0,60} )?(?:up|out)\b|scaled to [2-9]|from [12] to [2-9]|\d\/\d+\w* +1 +\d+ +(?:[2-9]|\d{2,}) /i,
        },
        {
          what: "scaling down",
          seen: /below target|scale[sd]? (?:.{0,60} )?(?:down|back)\b|scaled in\b|scale-down completed|from [2-9] to [12]/i,
        },
      ],
      [
        {
          seen: /\bname: *cpu\b|--cpu-percent|cpu: *\d+%\/\d+%/i,
          unless: /custom\.metrics|external\.metrics|type: *(?:Pods|Object|External)\b|ScaledObject/i,
          message: "it scales by CPU only",
        },
      ],
    );
  },
});
