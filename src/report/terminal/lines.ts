import type { CheckState, RequirementState, RunState } from "../../record/fold.js";
import { ran, requirementSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { count, nameOf, span, titleOf, VERDICT_WORDS, verdictOf } from "../words.js";
import { fit, pad, width, type Paint } from "./text.js";
import type { View } from "./view.js";

const KIND = "positive".length;
/** Cells of a check's name at most. */
const NAME = 32;
/** On fewer columns a check's kind and a requirement's level are left out. */
const NARROW = 60;

/** True once a check has its verdict. */
export function isSettled(check: CheckState): boolean {
  return check.plan.verdict !== undefined || (check.phase === "ended" && (!!check.judgement || !!check.interruption));
}

/** True where the plan left every check of a requirement out: one line says it all. */
export function isLeftOut({ checks }: RequirementState): boolean {
  return checks.every((check) => check.plan.verdict !== undefined);
}

/** Cells that the names of a run's checks take. */
export function nameCells(state: RunState): number {
  const all = state.requirements.filter((one) => !isLeftOut(one)).flatMap((one) => one.checks);
  return Math.min(NAME, Math.max(0, ...all.map((check) => width(oneLine(nameOf(check.plan.id))))));
}

/** A requirement's line: how far it is, or what it came to. */
export function heading(requirement: RequirementState, view: View, ink: Paint): string {
  const { checks, level } = requirement;
  const over = checks.filter(isSettled).length;
  const weighed = level !== undefined && view.columns >= NARROW;
  const title = fit(oneLine(titleOf(requirement.id)), view.columns - (weighed ? 35 : 28));
  const weight = weighed ? ` ${ink.dim(level)}` : "";
  if (over < checks.length) return ` ${ink.bold(title)}${weight} ${ink.dim(`${over}/${checks.length}`)}`;
  const verdict = verdictOf(requirement.verdict);
  const { icon, word } = VERDICT_WORDS[verdict];
  const time = ran(requirement) ? span(requirementSeconds(requirement) * 1000) : count(checks.length, "check");
  return ` ${ink.verdict(verdict, icon)} ${ink.bold(title)}${weight} ${ink.verdict(verdict, word)} ${ink.dim(time)}`;
}

/** Sign, name, kind and time of a check, in columns that stay where they are. */
export function checkColumns(
  sign: string,
  check: CheckState,
  time: string,
  cells: { names: number; time: number },
  view: View,
  ink: Paint,
): string {
  const wide = view.columns >= NARROW;
  const name = pad(oneLine(nameOf(check.plan.id)), Math.min(cells.names, Math.max(4, view.columns - cells.time - 9)));
  const kind = wide ? `  ${ink.dim(pad(check.plan.kind, KIND))}` : "";
  return `   ${sign} ${name}${kind}  ${pad(time, cells.time, "left")}`;
}
