import { join } from "node:path";
import type { CheckState, RequirementState, RunState } from "../../record/fold.js";
import { overall } from "../overall.js";
import { between, requirementSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { count, span, titleOf, VERDICT_WORDS, verdictOf } from "../words.js";
import { fit, paint, wrap, type Paint } from "./text.js";
import type { View } from "./view.js";

/** Cells before the text of a reason. */
const INDENT = 5;

/** What came of a run: each requirement with why and the event that shows it, the whole, and where to go on. */
export function summary(state: RunState, dir: string, view: View, files: readonly string[] = []): string[] {
  const ink = paint(view.colour);
  const { verdict, headline, because } = overall(state);
  const checks = state.requirements.flatMap((one) => one.checks).length;
  const took = span(between(state.startedAt, state.lastAt));
  const about = `${count(checks, "check")} in ${took} on Kubernetes ${oneLine(state.cluster.version)}`;
  const report = files.find((file) => file.endsWith(".html"));
  return [
    "",
    ...state.requirements.flatMap((one) => [...requirement(one, dir, view, ink), ""]),
    ` ${ink.block(verdict, VERDICT_WORDS[verdict].word.toUpperCase())} ${ink.bold(headline)}${because && ` (${because})`}`,
    ` ${ink.dim(fit(about, view.columns - 2))}`,
    "",
    ...(report === undefined ? [] : [` ${ink.dim("Report")}  ${join(dir, report)}`]),
    ` ${ink.dim("Record")}  ${join(dir, "events.ndjson")}`,
    ` ${ink.dim("Verify")}  karat verify ${shell(dir)}`,
    "",
  ];
}

function requirement(one: RequirementState, dir: string, view: View, ink: Paint): string[] {
  const verdict = verdictOf(one.verdict);
  const { icon, word } = VERDICT_WORDS[verdict];
  const time = span(requirementSeconds(one) * 1000);
  const title = fit(oneLine(titleOf(one.id)), view.columns - 30);
  const head = ` ${ink.verdict(verdict, `${icon} ${word}`)}  ${ink.bold(title)} ${ink.dim(time)}`;
  const others = one.checks.filter((check) => isNews(check) && check.decidedBy !== one.decidedBy);
  return [
    head,
    ...why(oneLine(one.reason, 2000), one.decidedBy, dir, view, ink),
    ...others.flatMap((check) => {
      const { word } = VERDICT_WORDS[verdictOf(check.verdict)];
      return why(`${word}: ${oneLine(check.plan.id)}: ${oneLine(check.reason, 1000)}`, check.decidedBy, dir, view, ink);
    }),
  ];
}

function isNews(check: CheckState): boolean {
  const verdict = verdictOf(check.verdict);
  return verdict === "fail" || verdict === "inconclusive";
}

function why(reason: string, decidedBy: number | undefined, dir: string, view: View, ink: Paint): string[] {
  const lines = wrap(reason, Math.max(20, view.columns - INDENT - 1)).map((line) => " ".repeat(INDENT) + line);
  if (decidedBy === undefined) return lines;
  return [...lines, " ".repeat(INDENT) + ink.dim(`${join(dir, "events.ndjson")}:${decidedBy}`)];
}

/** A path as a shell takes it. */
function shell(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`;
}
