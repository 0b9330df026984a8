import type { Verification } from "../../attest/verification.js";
import type { Verdict } from "../../record/verdict.js";
import { checkTest, requirementTest } from "../../report/names.js";
import type { Submission } from "../submission.js";
import type { Outcome } from "./artifacts/artifact.js";
import { artifactsOf } from "./artifacts/read.js";

/**
 * Where a submission says something else than the record that it holds, in words.
 * @param record what came of judging it again; see judgeHeldRecord
 */
export function contradictions(submission: Submission, record: Verification): string[] {
  return [...otherClaims(submission, record), ...otherResults(submission, record)];
}

/** A vendor may claim what the record leaves open, not what it shows to be otherwise. */
function otherClaims({ document }: Submission, { requirements }: Verification): string[] {
  const verdicts = new Map(requirements.map(({ id, again }) => [id, again]));
  return document.claims.flatMap(({ id, status }) => {
    const [name, said] = [id?.value ?? "", status?.value ?? ""];
    const verdict = verdicts.get(name);
    const allowed = verdict === undefined ? undefined : ALLOWED[verdict];
    return allowed === undefined || allowed.includes(said)
      ? []
      : [`${name} is ${said}, and the record shows ${verdict}`];
  });
}

/** Statuses that a verdict leaves room for; undefined where it says nothing. */
const ALLOWED: Readonly<Record<Verdict, readonly string[] | undefined>> = {
  pass: undefined,
  fail: ["Not Implemented", ""],
  inconclusive: undefined,
  skip: undefined,
  "n/a": ["N/A", "Not Implemented", ""],
};

/** Results that karat wrote are made from the record: each test in them must be one of it, with the same outcome. */
function otherResults(submission: Submission, { requirements }: Verification): string[] {
  const outcomes = new Map<string, Outcome>();
  for (const { id, again, checks } of requirements) {
    outcomes.set(requirementTest(id), OUTCOME[again]);
    for (const check of checks) outcomes.set(checkTest(id, check.id), OUTCOME[check.again ?? "inconclusive"]);
  }
  return artifactsOf(submission)
    .filter(({ artifact }) => artifact.dialect === "karat")
    .flatMap(({ file, artifact }) =>
      artifact.tests.flatMap(({ name, outcome }) => {
        const made = outcomes.get(name);
        if (made === outcome) return [];
        return [`${file.path} has ${name} as ${outcome}, and the record ${made ?? "does not have it"}`];
      }),
    );
}

/** As in results.json and junit.xml: what is not decided is no pass. */
const OUTCOME: Readonly<Record<Verdict, Outcome>> = {
  pass: "pass",
  fail: "fail",
  inconclusive: "fail",
  skip: "skip",
  "n/a": "skip",
};
