import type { CheckState, RequirementState } from "../record/fold.js";

/** Milliseconds from one RFC 3339 time to another; NaN where either is missing or unreadable. */
export function between(from: string | undefined, to: string | undefined): number {
  return Date.parse(to ?? "") - Date.parse(from ?? "");
}

/** Seconds that a check took; 0 when it never ran. */
export function checkSeconds(check: CheckState): number {
  return seconds(between(check.startedAt, check.endedAt));
}

/** Seconds from the start of a requirement's first check to the end of its last; 0 when none ran. */
export function requirementSeconds(requirement: RequirementState): number {
  const starts = requirement.checks.map((check) => Date.parse(check.startedAt ?? "")).filter(Number.isFinite);
  const ends = requirement.checks.map((check) => Date.parse(check.endedAt ?? "")).filter(Number.isFinite);
  return starts.length > 0 && ends.length > 0 ? seconds(Math.max(...ends) - Math.min(...starts)) : 0;
}

/** Whether any check of a requirement was started. */
export function ran(requirement: RequirementState): boolean {
  return requirement.checks.some((check) => check.startedAt !== undefined);
}

/** Milliseconds to seconds; 0 for what is no span. */
export function seconds(ms: number): number {
  return Number.isFinite(ms) ? Math.max(0, ms / 1000) : 0;
}
