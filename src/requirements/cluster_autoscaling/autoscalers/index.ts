import type { ApiObject } from "../../../record/facts.js";
import { type Autoscaler, type Word } from "./autoscaler.js";
import { clusterAutoscaler } from "./cluster-autoscaler.js";
import { karpenter } from "./karpenter.js";

export const autoscalers: readonly Autoscaler[] = [karpenter, clusterAutoscaler];

/** What an autoscaler said, and which. */
export interface Said {
  by: Autoscaler;
  word: Word;
}

/** What one of them said about a pod; one that grows is heard before one that refuses. */
export function wordOn(events: readonly ApiObject[]): Said | undefined {
  const words = autoscalers.flatMap((by) => {
    const word = by.word(events);
    return word ? [{ by, word }] : [];
  });
  return words.find(({ word }) => word.grows) ?? words[0];
}

/** Enough for a person; Karpenter names all that it tried. */
const LONGEST = 160;

export function inWords(said: Said | undefined): string {
  if (!said) return "nothing";
  const { text } = said.word;
  return `${said.by.title}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
}
