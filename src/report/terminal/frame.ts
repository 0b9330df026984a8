import type { CheckState, RequirementState, RunState } from "../../record/fold.js";
import { checkSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { count, span, VERDICT_WORDS, verdictOf } from "../words.js";
import { checkColumns, heading, isSettled, nameCells } from "./lines.js";
import { elapsed, remaining, usual } from "./remaining.js";
import { fit, paint, width, type Paint } from "./text.js";
import type { View } from "./view.js";

/** Below so many columns the columns do not fit: lines are cut as they are, without colours. */
const TINY = 50;

type Fold = (requirement: RequirementState) => boolean;
const none: Fold = () => false;
const settled: Fold = ({ checks }) => checks.every((check) => isSettled(check));
const idle: Fold = ({ checks }) => checks.every((check) => check.phase !== "running");

/**
 * The whole live picture, cut to the view: no line is as long as a row of the screen, and there are fewer lines than
 * rows. What has least news folds first: settled requirements, then waiting ones, then single lines.
 */
export function frame(state: RunState, now: number, view: View): string[] {
  if (view.columns >= TINY) return folded(state, now, view);
  return folded(state, now, { ...view, colour: false }).map((line) => fit(line, view.columns - 1));
}

function folded(state: RunState, now: number, view: View): string[] {
  const ink = paint(view.colour);
  const room = view.rows - 1;
  const foot = footer(state, now, ink, view.columns);
  for (const fold of [none, settled, idle]) {
    const lines = [...body(state, now, view, ink, fold), ...foot];
    if (lines.length <= room) return lines;
  }
  const lines = body(state, now, view, ink, idle);
  const kept = Math.max(0, room - foot.length - 1);
  return [...lines.slice(0, kept), ink.dim(` … ${lines.length - kept} lines more`), ...foot].slice(-room);
}

function body(state: RunState, now: number, view: View, ink: Paint, fold: Fold): string[] {
  const names = nameCells(state);
  return state.requirements.flatMap((requirement, index) => {
    if (fold(requirement)) return [heading(requirement, view, ink)];
    const lines = requirement.checks.map((check) => checkLine(check, now, names, view, ink));
    return [...(index === 0 ? [] : [""]), heading(requirement, view, ink), ...lines];
  });
}

function checkLine(check: CheckState, now: number, names: number, view: View, ink: Paint): string {
  const { sign, time, news } = status(check, now, ink);
  const fixed = checkColumns(sign, check, time, { names, time: 12 }, view, ink);
  const left = view.columns - 3 - width(fixed);
  return left < 8 || news === "" ? fixed : `${fixed}  ${ink.dim(fit(news, left))}`;
}

function status(check: CheckState, now: number, ink: Paint): { sign: string; time: string; news: string } {
  if (isSettled(check)) {
    const verdict = verdictOf(check.verdict);
    const { icon, word } = VERDICT_WORDS[verdict];
    const news = verdict === "pass" ? "" : `${word}: ${oneLine(check.reason, 400)}`;
    const time = check.startedAt === undefined ? "" : span(checkSeconds(check) * 1000);
    return { sign: ink.verdict(verdict, icon), time, news };
  }
  const expected = `~${Math.ceil(usual(check) / 1000)} s`;
  if (check.phase === "planned") return { sign: ink.dim("·"), time: expected, news: "" };
  const step = oneLine(check.steps.at(-1)?.text ?? "", 400);
  const news = check.phase === "ended" ? "judges what was seen" : step;
  const time = `${Math.floor(elapsed(check, now) / 1000)} of ${expected}`;
  return { sign: ink.running("●"), time, news };
}

function footer(state: RunState, now: number, ink: Paint, columns: number): string[] {
  const checks = state.requirements.flatMap((one) => one.checks);
  const passed = whole(now - Date.parse(state.startedAt));
  if (checks.length === 0) return [` ${ink.dim(fit(`looks at the cluster and plans · ${passed}`, columns - 2))}`];
  const over = checks.filter(isSettled).length;
  const hope = over === checks.length ? "cleaning up" : `about ${roughly(remaining(state, now))} left`;
  const line = `${over} of ${count(checks.length, "check")} · ${passed} · ${hope}`;
  return ["", ` ${ink.dim(fit(line, columns - 2))}`];
}

/** A guess is not given to the second: steps of 5 s, above a minute of 15 s. */
function roughly(ms: number): string {
  const step = ms > 60_000 ? 15_000 : 5_000;
  return whole(Math.max(step, Math.ceil(ms / step) * step));
}

/** A span to the second. */
function whole(ms: number): string {
  return span(Math.max(0, Math.floor(ms / 1000)) * 1000).replace(".0 s", " s");
}
