/** Whether a submission still counts. */
export type Standing = "current" | "lapsed" | "superseded" | "unknown";

export const STANDINGS: Readonly<Record<Standing, { word: string; tone: string; meaning: string }>> = {
  current: { word: "current", tone: "v-pass", meaning: "merged less than a year ago, and the product's newest" },
  superseded: { word: "superseded", tone: "v-skip", meaning: "the product was submitted for a newer minor" },
  lapsed: { word: "lapsed", tone: "v-fail", meaning: "merged a year ago or more, and not renewed" },
  unknown: { word: "date unknown", tone: "v-inconclusive", meaning: "no history tells when it was merged" },
};

/**
 * A submission is good for a year from its merge, and as long as there is no newer one of the same product.
 * @param today RFC 3339 date, as all dates here
 */
export function standing(
  today: string,
  merged: string | undefined,
  supersededBy: string | undefined,
): { standing: Standing; until?: string } {
  const until = merged === undefined ? undefined : yearAfter(merged);
  if (supersededBy !== undefined) return { standing: "superseded", ...(until === undefined ? {} : { until }) };
  if (until === undefined) return { standing: "unknown" };
  return { standing: today < until ? "current" : "lapsed", until };
}

/** The same day a year later; of 29 February 1 March. */
function yearAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year + 1, month - 1, date)).toISOString().slice(0, 10);
}

/** By number, not by letter: "1.9" is older than "1.10". */
export function byMinor(a: string, b: string): number {
  const [[x = 0, y = 0], [p = 0, q = 0]] = [a.split(".").map(Number), b.split(".").map(Number)];
  return x - p || y - q;
}
