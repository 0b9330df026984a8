import { rule } from "../define.js";
import { shown } from "./shown.js";

/** Names of series that AI servers and frameworks expose. */
const OF_A_WORKLOAD =
  /\b(?:vllm[:_]\w|tgi_\w|nv_inference_\w|nv_gpu_\w|ray_\w|kserve_\w|sglang[:_]\w|dynamo_\w|ts_inference_\w|TorchServe|triton_\w|tensorrt\w*_\w|kubeflow_\w|training_operator_\w|llm_\w|\w{0,60}(?:inference_\w|_requests?_total|request_duration_seconds))/i;

export const serviceMetrics = rule({
  id: "SEM-SVC",
  severity: "warn",
  title: "The monitoring system collected metrics of an AI workload",
  why: "The requirement is about the workload's own series; those of the device are another requirement's.",
  mend: "Show a query of the monitoring system that answers with series of a model server or framework.",
  *find(submission) {
    yield* shown(
      submission,
      "ai_service_metrics",
      [{ what: "series of an AI workload", seen: OF_A_WORKLOAD }],
      [{ seen: /\bDCGM_FI_/, unless: OF_A_WORKLOAD, message: "it shows the device's metrics only" }],
    );
  },
});
