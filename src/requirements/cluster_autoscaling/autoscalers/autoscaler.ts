import type { ApiObject } from "../../../record/facts.js";
import type { DeclaredAutoscaler } from "../../../run/discover-autoscaling.js";

/** What an autoscaler said about a pod, in an Event on it. */
export interface Word {
  /** Whether it makes nodes for the pod. */
  grows: boolean;
  text: string;
  /** When it said so first, by the cluster's clock. */
  at: string;
  /** The NodeClaim that it makes for the pod, where it names one. */
  claim?: string;
}

/** How one autoscaler is recognised by what it does. Pure: judges read by it what was recorded. */
export interface Autoscaler {
  id: DeclaredAutoscaler["id"];
  /** For people. */
  title: string;
  /** What it said last of a pod, given the Events on it; its growing counts more than an earlier refusal. */
  word(events: readonly ApiObject[]): Word | undefined;
  /**
   * Why a node is not what it made for pods that it said this of; undefined when it is.
   * @param claims NodeClaims as served, where there are such
   * @param since when the first of the pods was created, by the cluster's clock
   */
  notMade(node: ApiObject, word: Word, claims: readonly ApiObject[], since: string): string | undefined;
  /** How it says in Events on a node that it takes that away; undefined when it does not. */
  removes(events: readonly ApiObject[]): string | undefined;
  /** Seconds that a node without pods may stay before it is taken away. @param pools NodePools as served */
  idle(node: ApiObject, pools: readonly ApiObject[]): number;
}

/** Events (API v1) of one reason, the oldest first. */
export function ofReason(events: readonly ApiObject[], reasons: readonly string[]): ApiObject[] {
  return events
    .filter((event) => reasons.includes(String(event["reason"])))
    .sort((a, b) => Date.parse(timeOf(a)) - Date.parse(timeOf(b)));
}

/** Who wrote an Event: either field, as the older API fills the one and the newer the other. */
export const writerOf = (event: ApiObject): string =>
  String(event["source"]?.component ?? event["reportingComponent"] ?? "");

export const timeOf = (event: ApiObject): string =>
  String(event["eventTime"] ?? event["firstTimestamp"] ?? event["metadata"]?.creationTimestamp);
