/** A MUST that holds only for platforms that have something; the wording of the checklist begins with "If". */
export interface Condition {
  id: string;
  /** Reads behind "only where". */
  holds: string;
  /** Says that it does not hold, within one sentence in lower case. */
  absent: readonly RegExp[];
}

const LACKS = String.raw`(?:do(?:es)? not|doesn't|don't|cannot|will not) (?:yet |currently )?(?:provide|offer|include|have|support|ship)`;
const ANY = String.raw`(?: with)?(?: an?| any| the| its own)?(?: own| built-in| native| integrated| kubernetes)*`;

export const CONDITIONS: readonly Condition[] = [
  {
    id: "cluster_autoscaling",
    holds: "the platform provides a cluster autoscaler or the like",
    absent: [
      new RegExp(`\\b${LACKS}${ANY} (?:cluster[ -]|node[ -])?auto-?scal(?:er|ers|ing)\\b`),
      /\b(?:cluster[ -]|node[ -])?auto-?scal(?:er|ers|ing) (?:is|are) not (?:applicable|provided|offered|available|supported)\b/,
      /\bno (?:cluster[ -]|node[ -])?auto-?scal(?:er|ers|ing) (?:is|are) (?:provided|offered|available)\b/,
    ],
  },
  {
    id: "pod_autoscaling",
    holds: "the platform supports the HorizontalPodAutoscaler",
    absent: [
      new RegExp(`\\b${LACKS}${ANY} (?:hpa|horizontal ?pod ?auto-?scal(?:er|ers|ing)|pod auto-?scal(?:er|ing))\\b`),
      /\b(?:hpa|horizontal ?pod ?auto-?scal(?:er|ing)|pod auto-?scal(?:er|ing)) (?:is|are) not (?:applicable|provided|available|supported)\b/,
    ],
  },
];

export function conditionOf(id: string): Condition | undefined {
  return CONDITIONS.find((each) => each.id === id);
}
