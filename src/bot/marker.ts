import { idsOf, MOST_EXPLAINED } from "./commands.js";

/** What the bot's comment remembers in a line that nobody sees. */
export interface Marker {
  /** Commit that it speaks of. */
  head: string;
  /** Labels such as "v1.35" that the bot added, and so may remove. */
  labels: readonly string[];
  /** Rules that somebody asked about. */
  explained: readonly string[];
}

/** Of a comment that lost it. */
export const NO_MARKER: Marker = { head: "", labels: [], explained: [] };

const MARKER =
  /^<!-- karat-submission head=([0-9a-f]{40,64}) labels=([v0-9.,]{0,200}) explained=([A-Z0-9,-]{0,400}) -->/;

export const VERSION_LABEL = /^v\d{1,2}\.\d{1,3}$/;

export function markerLine({ head, labels, explained }: Marker): string {
  return `<!-- karat-submission head=${head} labels=${labels.join(",")} explained=${explained.join(",")} -->`;
}

/** The marker that a comment begins with. Whoever may edit the comment may have changed it, so its parts are checked. */
export function markerOf(body: string): Marker | undefined {
  const [, head, labels = "", explained = ""] = MARKER.exec(body) ?? [];
  if (head === undefined) return undefined;
  return {
    head,
    labels: labels.split(",").filter((label) => VERSION_LABEL.test(label)),
    explained: idsOf(explained).slice(0, MOST_EXPLAINED),
  };
}
