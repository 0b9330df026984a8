import { join } from "node:path";
import type { CheckState, RequirementState, RunState } from "../../record/fold.js";
import { LEVELS } from "../../record/checklist.js";
import { checklistInWords } from "../checklist.js";
import { overall } from "../overall.js";
import { between } from "../times.js";
import { oneLine } from "../visible.js";
import { count, span, titleOf, VERDICT_WORDS, verdictOf } from "../words.js";
import { checkColumns, heading, isLeftOut, nameCells } from "./lines.js";
import { fit, pad, paint, width, wrap, type Paint } from "./text.js";
import type { View } from "./view.js";

/** Cells before the text of a reason. */
const INDENT = 5;

/** What came of a run: for each verdict why and the event that shows it, then the whole, and where to go on. */
export function summary(state: RunState, dir: string, view: View, files: readonly string[] = []): string[] {
  const ink = paint(view.colour);
  const { verdict, headline, because } = overall(state);
  const checks = state.requirements.flatMap((one) => one.checks);
  const took = span(between(state.startedAt, state.lastAt));
  const about = `${count(checks.length, "check")} in ${took} on Kubernetes ${oneLine(state.cluster.version)}`;
  const report = files.find((file) => file.endsWith(".html"));
  return [
    "",
    ...state.requirements.flatMap((one) =>
      one.checks.length === 0 ? [] : [...requirement(one, nameCells(state), view, ink), ""],
    ),
    ...unchecked(state, view, ink),
    ` ${ink.block(verdict, VERDICT_WORDS[verdict].word.toUpperCase())} ${ink.bold(headline)}${because && ` (${because})`}`,
    ` ${ink.dim(fit(about, view.columns - 2))}`,
    ...(state.checklist
      ? [` ${ink.dim(fit(`Held against ${checklistInWords(state.checklist)}`, view.columns - 2))}`]
      : []),
    "",
    ...(report === undefined ? [] : [` ${ink.dim("Report")}  ${join(dir, report)}`]),
    ` ${ink.dim("Events")}  ${join(dir, "events.ndjson")} ${ink.dim("(event N stands on line N)")}`,
    ` ${ink.dim("Verify")}  karat verify ${shell(dir)}`,
    "",
  ];
}

/** Requirements that the run had no check of, by their level: a line each would hide the rest. */
function unchecked({ requirements }: RunState, view: View, ink: Paint): string[] {
  const lines = LEVELS.flatMap((level) => {
    const titles = requirements
      .filter((one) => one.checks.length === 0 && one.level === level)
      .map(({ id }) => titleOf(id));
    if (titles.length === 0) return [];
    const [first = "", ...rest] = wrap(oneLine(titles.join(", "), 2000), Math.max(20, view.columns - INDENT - 8));
    return [`${" ".repeat(3)}${ink.dim(pad(level, 6))}  ${first}`, ...rest.map((line) => " ".repeat(11) + line)];
  });
  if (lines.length === 0) return [];
  return [` ${ink.verdict("inconclusive", "?")} ${ink.bold("Not proven")} ${ink.dim("no checks")}`, ...lines, ""];
}

function requirement(one: RequirementState, names: number, view: View, ink: Paint): string[] {
  const told = one.checks.some((check) => isNews(check) && one.reason.startsWith(`${check.plan.id}: `));
  const reason = told ? [] : wrap(oneLine(one.reason, 2000), view.columns - 4).map((line) => `   ${ink.dim(line)}`);
  const checks = isLeftOut(one) ? [] : one.checks.flatMap((check) => checkLines(check, names, view, ink));
  return [heading(one, view, ink), ...reason, ...checks];
}

function checkLines(check: CheckState, names: number, view: View, ink: Paint): string[] {
  const verdict = verdictOf(check.verdict);
  const time = check.startedAt === undefined ? "" : span(between(check.startedAt, check.endedAt));
  const event = check.decidedBy === undefined ? "" : `event ${check.decidedBy}`;
  const sign = ink.verdict(verdict, VERDICT_WORDS[verdict].icon);
  const head = `${checkColumns(sign, check, time, { names, time: 10 }, view, ink)}  ${ink.dim(pad(event, 10))}`;
  const left = view.columns - 2 - width(head);
  if (!isNews(check)) {
    const why =
      verdict === "pass" ? check.plan.proves || check.reason : `${VERDICT_WORDS[verdict].word}: ${check.reason}`;
    return [left > 12 ? `${head} ${ink.dim(fit(oneLine(why, 400), left))}` : head.trimEnd()];
  }
  const why = `${VERDICT_WORDS[verdict].word}: ${oneLine(check.reason, 2000)}`;
  const [first = "", ...rest] = wrap(why, Math.max(20, view.columns - INDENT - 1));
  const lines = [ink.verdict(verdict, first), ...rest.map((line) => ink.verdict(verdict, line))];
  return [head.trimEnd(), ...lines.map((line) => " ".repeat(INDENT) + line)];
}

function isNews(check: CheckState): boolean {
  const verdict = verdictOf(check.verdict);
  return verdict === "fail" || verdict === "inconclusive";
}

/** A path as a shell takes it. */
function shell(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`;
}
