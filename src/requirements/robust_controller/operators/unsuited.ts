import type { Inventory } from "../../../run/inventory.js";
import { isInstalled } from "./index.js";

/** AI operators that karat recognises and leaves alone, each with the reason, for whoever wonders. */
const UNSUITED = [
  {
    crd: "clusterpolicies.nvidia.com",
    name: "NVIDIA GPU operator",
    why: "its one ClusterPolicy installs drivers on every node, and no webhook guards it",
  },
  {
    crd: "computedomains.resource.nvidia.com",
    name: "NVIDIA DRA driver",
    why: "its webhook guards ResourceClaims only, and a ComputeDomain runs nothing but NVIDIA's own daemon",
  },
  {
    crd: "queues.scheduling.run.ai",
    name: "KAI Scheduler",
    why: "no pods come of its queues, and webhook, grouping and queues are controllers of their own",
  },
] as const;

/** Those that are installed, in words. */
export function unsuitedOperators(apis: Inventory["apis"]): string[] {
  return UNSUITED.filter((operator) => isInstalled(operator, apis)).map(({ name, why }) => `${name} (${why})`);
}
