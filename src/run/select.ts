import type { Requirement } from "./check.js";

/** Which checks a run is about. Each pattern is a requirement id or a check id; `*` stands for anything. */
export interface Selection {
  /** Nothing but these; all when empty. */
  only: readonly string[];
  /** None of these, whatever `only` says. */
  skip: readonly string[];
}

/** A pattern that names nothing is a slip of the pen: without this it would look like a run that proved little. */
export class UnknownSelection extends Error {
  override name = "UnknownSelection";
  readonly code = "UNKNOWN_SELECTION";
  readonly next: string;
  constructor(
    option: string,
    readonly pattern: string,
    requirements: readonly Requirement[],
  ) {
    super(`${option} ${pattern} names no requirement and no check`);
    this.next = `requirements are ${requirements.map(({ id }) => id).join(", ")}; \`karat plan\` lists their checks`;
  }
}

/** @throws UnknownSelection for a pattern that matches nothing */
export function requireKnown({ only, skip }: Selection, requirements: readonly Requirement[]): void {
  const known = requirements.flatMap(({ id, checks }) => [id, ...checks.map((check) => check.id)]);
  for (const [option, patterns] of [["--only", only] as const, ["--skip", skip] as const]) {
    const unknown = patterns.find((pattern) => !known.some((id) => globs(pattern).test(id)));
    if (unknown !== undefined) throw new UnknownSelection(option, unknown, requirements);
  }
}

/** Why a check is left out, in words; undefined when it is not. */
export function leftOut({ only, skip }: Selection, requirement: string, check: string): string | undefined {
  const matching = (patterns: readonly string[]): string | undefined =>
    patterns.find((pattern) => globs(pattern).test(requirement) || globs(pattern).test(check));
  const skipped = matching(skip);
  if (skipped !== undefined) return `left out by --skip ${skipped}`;
  if (only.length > 0 && matching(only) === undefined) return `not among --only ${only.join(", ")}`;
  return undefined;
}

function globs(pattern: string): RegExp {
  const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`);
}
