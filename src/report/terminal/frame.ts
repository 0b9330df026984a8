import type { CheckState, RequirementState, RunState } from "../../record/fold.js";
import { checkSeconds } from "../times.js";
import { VERDICTS } from "../../record/verdict.js";
import { oneLine } from "../visible.js";
import { count, span, VERDICT_WORDS, verdictOf } from "../words.js";
import { checkColumns, heading, isLeftOut, isSettled, nameCells } from "./lines.js";
import { elapsed, remaining, usual } from "./remaining.js";
import { fit, paint, width, type Paint } from "./text.js";
import type { View } from "./view.js";

/** Below so many columns the columns do not fit: lines are cut as they are, without colours. */
const TINY = 50;

/** How much of the picture is left out, from nothing to all but what runs or went wrong. */
interface Detail {
  /** Requirements of which only the heading is shown. */
  folded: (requirement: RequirementState) => boolean;
  /** Checks that get a line; the others are counted. */
  shown: (check: CheckState) => boolean;
}

const all = () => true;
const over = (requirement: RequirementState) => requirement.checks.every(isSettled);
const idle = ({ checks }: RequirementState) => checks.every((check) => check.phase !== "running");
const news = (check: CheckState) =>
  isSettled(check) ? ["fail", "inconclusive"].includes(verdictOf(check.verdict)) : check.phase !== "planned";

const DETAILS: readonly Detail[] = [
  { folded: isLeftOut, shown: all },
  { folded: over, shown: all },
  { folded: over, shown: news },
  { folded: idle, shown: news },
];

/**
 * The whole live picture, cut to the view: no line is as long as a row of the screen, and there are fewer lines than
 * rows. What has least news is left out first.
 */
export function frame(state: RunState, now: number, view: View): string[] {
  if (view.columns >= TINY) return fitted(state, now, view);
  return fitted(state, now, { ...view, colour: false }).map((line) => fit(line, view.columns - 1));
}

function fitted(state: RunState, now: number, view: View): string[] {
  const ink = paint(view.colour);
  const room = view.rows - 1;
  const foot = footer(state, now, ink, view.columns);
  let lines: string[] = [];
  for (const detail of DETAILS) {
    lines = body(state, now, view, ink, detail);
    if (lines.length + foot.length <= room) return [...lines, ...foot];
  }
  const kept = Math.max(0, room - foot.length - 1);
  return [...lines.slice(0, kept), ink.dim(` … ${lines.length - kept} lines more`), ...foot].slice(-room);
}

function body(state: RunState, now: number, view: View, ink: Paint, detail: Detail): string[] {
  const names = nameCells(state);
  const requirements = state.requirements.filter(({ checks }) => checks.length > 0);
  return requirements.flatMap((requirement, index) => {
    const head = heading(requirement, view, ink);
    const before = requirements[index - 1];
    const air = before && !(detail.folded(before) && detail.folded(requirement)) ? [""] : [];
    if (detail.folded(requirement)) return [...air, head];
    const shown = requirement.checks.filter(detail.shown);
    const lines = shown.map((check) => checkLine(check, now, names, view, ink));
    const rest = others(requirement.checks.filter((check) => !shown.includes(check)));
    return [...air, head, ...lines, ...(rest ? [`   ${ink.dim(rest)}`] : [])];
  });
}

/** Checks that have no line, counted: "6 pass · 2 skip · 9 wait". */
function others(checks: readonly CheckState[]): string {
  const waiting = checks.filter((check) => !isSettled(check)).length;
  const counts = VERDICTS.map((verdict) => {
    const amount = checks.filter((check) => isSettled(check) && verdictOf(check.verdict) === verdict).length;
    return amount > 0 && `${amount} ${VERDICT_WORDS[verdict].word}`;
  });
  return [...counts, waiting > 0 && `${waiting} wait`].filter(Boolean).join(" · ");
}

function checkLine(check: CheckState, now: number, names: number, view: View, ink: Paint): string {
  const { sign, time, doing } = status(check, now, ink);
  const fixed = checkColumns(sign, check, time, { names, time: 12 }, view, ink);
  const left = view.columns - 3 - width(fixed);
  return left < 8 || doing === "" ? fixed : `${fixed}  ${ink.dim(fit(doing, left))}`;
}

function status(check: CheckState, now: number, ink: Paint): { sign: string; time: string; doing: string } {
  if (isSettled(check)) {
    const verdict = verdictOf(check.verdict);
    const { icon, word } = VERDICT_WORDS[verdict];
    const doing = verdict === "pass" ? "" : `${word}: ${oneLine(check.reason, 400)}`;
    const time = check.startedAt === undefined ? "" : span(checkSeconds(check) * 1000);
    return { sign: ink.verdict(verdict, icon), time, doing };
  }
  const expected = `~${Math.ceil(usual(check) / 1000)} s`;
  if (check.phase === "planned") return { sign: ink.dim("·"), time: expected, doing: "" };
  const step = oneLine(check.steps.at(-1)?.text ?? "", 400);
  const doing = check.phase === "ended" ? "judges what was seen" : step;
  const time = `${Math.floor(elapsed(check, now) / 1000)} of ${expected}`;
  return { sign: ink.running("●"), time, doing };
}

function footer(state: RunState, now: number, ink: Paint, columns: number): string[] {
  const checks = state.requirements.flatMap((one) => one.checks);
  const passed = whole(now - Date.parse(state.startedAt));
  if (checks.length === 0) return [` ${ink.dim(fit(`looks at the cluster and plans · ${passed}`, columns - 2))}`];
  const settled = checks.filter(isSettled).length;
  const hope = settled === checks.length ? "cleaning up" : `about ${roughly(remaining(state, now))} left`;
  const line = `${settled} of ${count(checks.length, "check")} · ${passed} · ${hope}`;
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
