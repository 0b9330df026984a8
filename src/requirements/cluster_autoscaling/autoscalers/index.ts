import type { ApiObject } from "../../../record/facts.js";
import { type Autoscaler, type Word } from "./autoscaler.js";
import { clusterAutoscaler } from "./cluster-autoscaler.js";
import { karpenter } from "./karpenter.js";

export const autoscalers: readonly Autoscaler[] = [karpenter, clusterAutoscaler];

/** What one of them said about a pod; one that grows is heard before one that refuses. */
export function wordOn(events: readonly ApiObject[]): { by: Autoscaler; word: Word } | undefined {
  const words = autoscalers.flatMap((by) => {
    const word = by.word(events);
    return word ? [{ by, word }] : [];
  });
  return words.find(({ word }) => word.grows) ?? words[0];
}
