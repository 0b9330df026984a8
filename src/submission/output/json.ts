import { tally } from "../check.js";
import type { Outcome } from "./outcome.js";

/** What was found, for programs. */
export function json({ rules, checked, ...about }: Outcome): string {
  const submissions = checked.map(({ submission: { directory, minor, product }, path, findings, broken }) => ({
    directory,
    path,
    minor,
    product,
    counts: tally(findings),
    findings,
    broken: broken.map(({ rule, error }) => ({ rule, error: String(error) })),
  }));
  const counts = tally(checked.flatMap(({ findings }) => findings));
  const all = { ...about, rules: rules.map(({ id }) => id), counts, submissions };
  return `${JSON.stringify(all, null, 2)}\n`;
}
