import type { Judge } from "./verification.js";

/** The judges of requirements, by check id. */
export function judgesOf(
  requirements: readonly { checks: readonly (Judge & { id: string })[] }[],
): ReadonlyMap<string, Judge> {
  return new Map(requirements.flatMap(({ checks }) => checks.map((check) => [check.id, check] as const)));
}
