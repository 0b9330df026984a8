import type { CheckState } from "../record/fold.js";
import { between } from "./times.js";
import { oneLine } from "./visible.js";
import { span, verdictOf } from "./words.js";

/** A check as lines of plain text: what it proves, what was done and when, what was expected and seen. */
export function narrative(check: CheckState): string[] {
  const lines = [`${check.plan.kind}: ${oneLine(check.plan.proves)}`];
  for (const step of check.steps) lines.push(`+${span(between(check.startedAt, step.at))} ${oneLine(step.text)}`);
  for (const one of check.judgement?.expectations ?? []) {
    const claim = `${one.held ? "held" : "did not hold"}: ${oneLine(one.claim)}`;
    lines.push(`${claim} (expected ${oneLine(one.expected)}; saw ${oneLine(one.seen)})`);
  }
  if (check.cleaned && !check.cleaned.ok) lines.push(`left behind: ${oneLine(check.cleaned.left.join(", "))}`);
  lines.push(`${verdictOf(check.verdict)}: ${oneLine(check.reason)}`);
  return lines;
}
