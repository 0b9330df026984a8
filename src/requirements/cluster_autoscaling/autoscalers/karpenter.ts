import { AUTOSCALING } from "../../../run/durations.js";
import { type Autoscaler, ofReason, timeOf, writerOf } from "./autoscaler.js";

/** Karpenter's own name, and that of EKS Auto Mode, which is Karpenter too. */
const NAME = /karpenter|eks-auto-mode/;
/** Label of nodes and NodeClaims with the name of their pool. */
export const POOL_LABEL = "karpenter.sh/nodepool";

/** Karpenter of any provider, by its API karpenter.sh/v1. */
export const karpenter: Autoscaler = {
  id: "karpenter",
  title: "Karpenter",

  word(events) {
    const nominated = ofReason(events, ["Nominated"]).find(({ message }) => claimIn(message) !== undefined);
    const claim = claimIn(nominated?.["message"]);
    if (nominated && claim) return { grows: true, text: String(nominated["message"]), at: timeOf(nominated), claim };
    const refusal = ofReason(events, ["FailedScheduling"]).findLast((event) => NAME.test(writerOf(event)));
    return refusal && { grows: false, text: String(refusal["message"]), at: timeOf(refusal) };
  },

  // The NodeClaim that it names need not be the one: it says so once, and thinks again while pods wait.
  notMade(node, _word, claims, since) {
    const { name } = node["metadata"] ?? {};
    const found = claims.find(({ status }) => status?.nodeName !== undefined && status.nodeName === name);
    if (!found) return `no NodeClaim became ${name}`;
    const { metadata, status } = found;
    const claim = `NodeClaim ${metadata?.name}`;
    if (!status.providerID || status.providerID !== node["spec"]?.providerID) return `${claim} is another machine`;
    const owners = (metadata?.ownerReferences ?? []) as { kind?: string }[];
    if (!owners.some(({ kind }) => kind === "NodePool")) return `${claim} belongs to no NodePool`;
    const early = !(Date.parse(metadata.creationTimestamp) >= Date.parse(since));
    return early ? `${claim} was made before anybody waited` : undefined;
  },

  removes(events) {
    const event = ofReason(events, ["DisruptionTerminating"]).find((each) => NAME.test(writerOf(each)));
    return event && String(event["message"]);
  },

  idle(node, pools) {
    const pool = pools.find(({ metadata }) => metadata?.name === node["metadata"]?.labels?.[POOL_LABEL]);
    return secondsOf(String(pool?.["spec"]?.disruption?.consolidateAfter ?? "")) + AUTOSCALING.idle;
  },
};

function claimIn(message: unknown): string | undefined {
  return /\bnodeclaim\/([a-z0-9.-]+)/.exec(String(message))?.[1];
}

const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1 };

/** A duration as Go writes it, such as "1h30m"; 0 for any other text, such as "Never". */
export function secondsOf(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?[hms])+$/.test(text)) return 0;
  const parts = [...text.matchAll(/([\d.]+)([hms])/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ""] ?? 0), 0);
}
