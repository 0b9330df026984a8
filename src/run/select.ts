import type { Checklist } from "../record/checklist.js";
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
  constructor(
    message: string,
    readonly pattern: string,
    readonly next: string,
  ) {
    super(message);
  }
}

/** Those that a checklist has, in its order; all without one. */
export function requirementsOf(all: readonly Requirement[], checklist: Checklist | undefined): readonly Requirement[] {
  if (checklist === undefined) return all;
  return checklist.requirements.flatMap(({ id }) => all.filter((requirement) => requirement.id === id));
}

/**
 * @throws UnknownSelection for a pattern that matches nothing, or that asks for nothing but what the checklist does not
 * have; leaving that out is no mistake
 */
export function requireKnown(
  { only, skip }: Selection,
  requirements: readonly Requirement[],
  checklist?: Checklist,
): void {
  const matching = (pattern: string, among: readonly Requirement[]): boolean =>
    among.flatMap(({ id, checks }) => [id, ...checks.map((check) => check.id)]).some((id) => globs(pattern).test(id));
  for (const [option, patterns] of [["--only", only] as const, ["--skip", skip] as const]) {
    const unknown = patterns.find((pattern) => !matching(pattern, requirements));
    if (unknown === undefined) continue;
    const ids = requirements.map(({ id }) => id).join(", ");
    throw new UnknownSelection(
      `${option} ${unknown} names no requirement and no check`,
      unknown,
      `requirements are ${ids}; \`karat plan\` lists their checks`,
    );
  }
  const outside = only.find((pattern) => !matching(pattern, requirementsOf(requirements, checklist)));
  if (outside === undefined || checklist === undefined) return;
  throw new UnknownSelection(
    `--only ${outside} names nothing of checklist ${checklist.minor}`,
    outside,
    "name a checklist that has it by --checklist; `karat spec` shows which ones do",
  );
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
