import { expect, test } from "vitest";
import { findings, submitted } from "../testing.js";
import { semantics } from "./index.js";

/** What is said of one requirement's transcript. */
function said(id: string, requirement: string, transcript: string, more: Record<string, string> = {}): string[] {
  const files = { "a.md": transcript, ...more };
  const entries = JSON.stringify(Object.keys(files));
  const text = `spec:\n  x:\n    - id: ${requirement}\n      status: Implemented\n      evidence: ${entries}\n`;
  const rule = semantics.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return findings(rule, submitted(text, { directory: "v1.37/acme", files })).map(({ message }) => message);
}

const WHOLE: readonly (readonly [id: string, requirement: string, transcript: string])[] = [
  ["SEM-GANG", "gang_scheduling", "parallelism: 3\njob complete\nbig-job  Pending: couldn't assign flavors\n"],
  [
    "SEM-HPA",
    "pod_autoscaling",
    "nvidia.com/gpu: 1\ntype: Pods\nSuccessfulRescale New size: 3\nNew size: 1; reason: All metrics below target\n",
  ],
  [
    "SEM-CA",
    "cluster_autoscaling",
    "0/3 nodes: Insufficient nvidia.com/gpu, Pending\nTriggeredScaleUp\nnode-4 Ready\nnode-4 SchedulingDisabled\nScaleDown\n",
  ],
  ["SEM-GW", "ai_inference", "weight: 80\nheaders:\n- name: x\n$ curl -H x: y http://gw\nHTTP/1.1 200 OK\n"],
  [
    "SEM-MET",
    "accelerator_metrics",
    'DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-1"} 87\nDCGM_FI_DEV_FB_USED{gpu="0"} 4096\n',
  ],
  ["SEM-SVC", "ai_service_metrics", 'vllm:num_requests_running{model="m"} 3\n'],
  [
    "SEM-SEC",
    "secure_accelerator_access",
    "nodeName: gpu-1\nnvidia-smi: command not found\nGPU-c2f76b33-7953 and GPU-d2f76b33-7953\n",
  ],
  ["SEM-OP", "robust_controller", 'raycluster Ready\nadmission webhook "v.ray.io" denied the request: bad\n'],
  ["SEM-DRA", "dra_support", "kind: ResourceSlice\nclaim allocated,reserved\nresourceClaims:\n- name: gpu\n"],
];

test.each(WHOLE)("%s is silent where %s is shown whole", (id, requirement, transcript) => {
  expect(said(id, requirement, transcript)).toEqual([]);
});

test.each(WHOLE)("%s says what an empty transcript of %s lacks", (id, requirement) => {
  expect(said(id, requirement, "it works\n")[0]).toMatch(/^a\.md shows no /);
});

test.each([
  ["SEM-GANG", "gang_scheduling", "parallelism: 1\n", "parallelism 1 is queueing"],
  ["SEM-HPA", "pod_autoscaling", "metrics:\n- resource:\n    name: cpu\n", "it scales by CPU only"],
  ["SEM-GW", "ai_inference", "kind: TLSRoute\n", "only a TLSRoute"],
  ["SEM-SVC", "ai_service_metrics", 'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 3\n', "the device's metrics only"],
  ["SEM-SEC", "secure_accelerator_access", "- name: CUDA_VISIBLE_DEVICES\n", "a variable hides devices"],
])("%s tells what looks like %s and is not", (id, requirement, transcript, part) => {
  expect(said(id, requirement, transcript).join("\n")).toContain(part);
});

test("SEM-MET: a series that is always zero shows no load", () => {
  const idle = 'DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-1"} 0\nDCGM_FI_DEV_FB_USED{gpu="0"} 0\n';
  expect(said("SEM-MET", "accelerator_metrics", idle)).toEqual(["a.md shows no value above zero under load"]);
});

test("SEM-CA: a page about scaling pods is none about nodes", () => {
  const at = (url: string): number => {
    const text = `spec:\n  x:\n    - id: cluster_autoscaling\n      status: Implemented\n      evidence: [${url}]\n`;
    const rule = semantics.find(({ id }) => id === "SEM-CA");
    return rule ? findings(rule, submitted(text)).length : -1;
  };
  expect(at("https://a.io/docs/horizontal-pod-autoscaler")).toBe(1);
  expect(at("https://a.io/docs/cluster-autoscaler")).toBe(0);
  expect(at("https://a.io/docs/node-pools-and-keda")).toBe(0);
});

test("where the programme's own test passed nothing more is asked, and pages elsewhere are not judged", () => {
  const junit = '<testsuites><testsuite><testcase name="TestGangScheduling" time="9"/></testsuite></testsuites>';
  expect(said("SEM-GANG", "gang_scheduling", "it works\n", { "junit.xml": junit })).toEqual([]);
  const text = "spec:\n  x:\n    - id: gang_scheduling\n      status: Implemented\n      evidence: [https://a.io/x]\n";
  expect(semantics.flatMap((rule) => findings(rule, submitted(text)))).toEqual([]);
});
