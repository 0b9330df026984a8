import { oneLine } from "../../report/visible.js";
import type { Finding, Severity } from "../finding.js";
import type { Context, Rule } from "../rule.js";
import type { Submission } from "../submission.js";

/** What a rule found; which rule it was, and how severe by itself, is known. */
export type Found = Omit<Finding, "rule" | "severity"> & { severity?: Severity };

interface Definition extends Omit<Rule, "check"> {
  find(submission: Submission, context: Context): Iterable<Found>;
}

/** UTF-16 units of a submission's own words that a finding repeats at most. */
const QUOTE = 160;
const SENTENCE = 1_000;

/** A rule whose findings bear its id and its severity, and show nothing that hides, reorders or breaks a line. */
export function rule({ find, ...about }: Definition): Rule {
  return {
    ...about,
    *check(submission, context) {
      for (const found of find(submission, context)) {
        yield {
          ...found,
          rule: about.id,
          severity: found.severity ?? about.severity,
          message: oneLine(found.message, SENTENCE),
          ...(found.quote !== undefined && { quote: oneLine(found.quote, QUOTE) }),
          ...(found.fix !== undefined && { fix: oneLine(found.fix, SENTENCE) }),
        };
      }
    },
  };
}
