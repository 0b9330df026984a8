import type { CheckState, RequirementState, RunState } from "../../record/fold.js";
import { checkSeconds, requirementSeconds } from "../times.js";
import { oneLine } from "../visible.js";
import { count, nameOf, span, titleOf, VERDICT_WORDS, verdictOf } from "../words.js";
import { elapsed, remaining, usual } from "./remaining.js";
import { fit, pad, paint, width, type Paint } from "./text.js";
import type { View } from "./view.js";

const KIND = "positive".length;
const NAME = 32;

/**
 * The whole live picture, cut to the view: no line is longer than a row of the screen, and there are fewer lines than
 * rows. What has least news folds first: settled requirements, then waiting ones, then single lines.
 */
export function frame(state: RunState, now: number, view: View): string[] {
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

/** Every check on its line, grouped by requirement, as it stands when the run is over. */
export function settledList(state: RunState, view: View): string[] {
  return body(state, Date.parse(state.lastAt), view, paint(view.colour), none);
}

type Fold = (requirement: RequirementState) => boolean;
const none: Fold = () => false;
const settled: Fold = ({ checks }) => checks.every((check) => isSettled(check));
const idle: Fold = ({ checks }) => checks.every((check) => check.phase !== "running");

function isSettled(check: CheckState): boolean {
  return check.plan.verdict !== undefined || (check.phase === "ended" && (!!check.judgement || !!check.interruption));
}

function body(state: RunState, now: number, view: View, ink: Paint, fold: Fold): string[] {
  const all = state.requirements.flatMap((one) => one.checks);
  const names = Math.min(NAME, Math.max(0, ...all.map((check) => width(oneLine(nameOf(check.plan.id))))));
  return state.requirements.flatMap((requirement, index) => {
    const blank = index === 0 || fold(requirement) ? [] : [""];
    if (fold(requirement)) return [...blank, heading(requirement, ink, view.columns)];
    const lines = requirement.checks.map((check) => checkLine(check, now, names, view.columns, ink));
    return [...blank, heading(requirement, ink, view.columns), ...lines];
  });
}

function heading(requirement: RequirementState, ink: Paint, columns: number): string {
  const { checks } = requirement;
  const over = checks.filter(isSettled).length;
  const title = fit(oneLine(titleOf(requirement.id)), columns - 24);
  if (over < checks.length) return ` ${ink.bold(title)} ${ink.dim(`${over}/${checks.length}`)}`;
  const verdict = verdictOf(requirement.verdict);
  const { icon, word } = VERDICT_WORDS[verdict];
  const time = ink.dim(span(requirementSeconds(requirement) * 1000));
  return ` ${ink.verdict(verdict, icon)} ${ink.bold(title)} ${ink.verdict(verdict, word)} ${time}`;
}

function checkLine(check: CheckState, now: number, names: number, columns: number, ink: Paint): string {
  const { sign, time, news } = status(check, now, ink);
  const name = pad(oneLine(nameOf(check.plan.id)), Math.min(names, Math.max(8, columns - 24)));
  const kind = columns >= 60 ? `  ${ink.dim(pad(check.plan.kind, KIND))}` : "";
  const fixed = `   ${sign} ${name}${kind}  ${pad(time, columns >= 60 ? 14 : 7, "left")}`;
  const left = columns - 1 - width(fixed) - 2;
  if (left < 8 || news === "") return fixed;
  return `${fixed}  ${ink.dim(fit(news, left))}`;
}

function status(check: CheckState, now: number, ink: Paint): { sign: string; time: string; news: string } {
  if (isSettled(check)) {
    const verdict = verdictOf(check.verdict);
    const { icon, word } = VERDICT_WORDS[verdict];
    const news = verdict === "pass" ? "" : `${word}: ${oneLine(check.reason, 400)}`;
    const time = check.startedAt === undefined ? "" : span(checkSeconds(check) * 1000);
    return { sign: ink.verdict(verdict, icon), time, news };
  }
  const expected = `~${span(usual(check))}`;
  if (check.phase === "planned") return { sign: ink.dim("·"), time: expected, news: "" };
  const step = oneLine(check.steps.at(-1)?.text ?? "", 400);
  const news = check.phase === "ended" ? "judges what was seen" : step;
  const time = `${Math.floor(elapsed(check, now) / 1000)} s of ${expected}`;
  return { sign: ink.running("●"), time, news };
}

function footer(state: RunState, now: number, ink: Paint, columns: number): string[] {
  const checks = state.requirements.flatMap((one) => one.checks);
  const passed = span(Math.max(0, Math.floor((now - Date.parse(state.startedAt)) / 1000) * 1000)).replace(".0", "");
  if (checks.length === 0) return [` ${ink.dim(fit(`looks at the cluster and plans · ${passed}`, columns - 2))}`];
  const over = checks.filter(isSettled).length;
  const left = remaining(state, now);
  const hope = over === checks.length ? "cleaning up" : `about ${roughly(left)} left`;
  const line = `${over} of ${count(checks.length, "check")} · ${passed} · ${hope}`;
  return ["", ` ${ink.dim(fit(line, columns - 2))}`];
}

/** A guess is not given to the second: steps of 5 s, above a minute of 15 s. */
function roughly(ms: number): string {
  const step = ms > 60_000 ? 15_000 : 5_000;
  return span(Math.max(step, Math.ceil(ms / step) * step)).replace(".0", "");
}
