import { citedFor, isClaimed } from "../../evidence/cited.js";
import { rule } from "../define.js";
import { shown } from "./shown.js";

/** A page about the other autoscaler. */
const OF_PODS = /horizontal[-_]?pod|pod[-_]?autoscal|(?:^|[/_-])(?:hpa|keda)(?:[/_.-]|$)/i;
const OF_NODES = /cluster[-_]?autoscal|karpenter|node[-_]?(?:pool|group|autoscal)|provision/i;

export const clusterAutoscaling = rule({
  id: "SEM-CA",
  severity: "warn",
  title: "A pod that waited for an accelerator brought a node, which left again",
  why: "Only the whole circle shows that nodes with accelerators come by need and go without it.",
  mend: "Show the pending pod with its request, the new node, the pod on it, and the node's end.",
  *find(submission) {
    for (const claim of submission.document.claims) {
      if (claim.id?.value !== "cluster_autoscaling" || !isClaimed(claim)) continue;
      for (const { entry, reference } of citedFor(submission, claim)) {
        if (reference.kind !== "url" || !OF_PODS.test(reference.url.pathname)) continue;
        if (OF_NODES.test(reference.url.href)) continue;
        const message = "this page is about scaling pods, not nodes";
        yield { message, place: entry.place, quote: entry.value, fix: "link to the scaling of nodes" };
      }
    }
    yield* shown(submission, "cluster_autoscaling", [
      { what: "pod that waits", seen: /\b(?:Pending|Unschedulable|FailedScheduling|Insufficient)\b/ },
      {
        what: "request for an accelerator",
        seen: /\b(?:nvidia\.com\/|amd\.com\/gpu|habana\.ai\/|google\.com\/tpu|aws\.amazon\.com\/neuron|resourceClaims?|gpu)\b/i,
      },
      {
        what: "node that was added",
        seen: /TriggeredScaleUp|scale[d -]?up|Launched|NodeClaim|new node|nodes? (?:was|were)? ?(?:added|provisioned|created)|Starting kubelet/i,
      },
      {
        what: "node that was removed",
        seen: /ScaleDown|scale[d -]?down|SchedulingDisabled|ToBeDeletedByClusterAutoscaler|DisruptionTerminating|nodes? (?:was|were|is)? ?(?:removed|deleted|terminated)/i,
      },
    ]);
  },
});
