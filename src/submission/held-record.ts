import type { Verification } from "../attest/verification.js";
import { verify, type VerifyOptions } from "../attest/verify.js";
import { RecordReader } from "../record/reader.js";
import type { Verdict } from "../record/verdict.js";
import { checkTest, requirementTest } from "../report/names.js";
import type { Outcome } from "./evidence/artifacts/artifact.js";
import { artifactsOf } from "./evidence/artifacts/read.js";
import { packedRecord, withUnpacked } from "./packed-record.js";
import type { Submission } from "./submission.js";

/** What came of judging the record that a submission holds. */
export interface HeldRecord {
  verification: Verification;
  /** Where the submission says something else than its record, in words. */
  contradictions: readonly string[];
  /** Requirements that the record proves, judged again here; none where anything is amiss. */
  proven: ReadonlySet<string>;
}

/**
 * Judges the record that a submission holds again, and holds the submission against it.
 * @returns undefined for a submission without one
 * @throws RecordError where it cannot be unpacked, or holds no record
 */
export async function judgeHeldRecord(submission: Submission, options: VerifyOptions): Promise<HeldRecord | undefined> {
  const text = packedRecord(submission.files);
  if (text === undefined) return undefined;
  return withUnpacked(text, (dir) => {
    const verification = verify(dir, options);
    if (verification.outcome !== "same") return { verification, contradictions: [], proven: new Set() };
    const { cluster } = new RecordReader(dir).state();
    const contradictions = [
      ...otherMinor(submission, cluster.version),
      ...otherClaims(submission, verification),
      ...otherResults(submission, verification),
    ];
    const passed = verification.requirements.filter(({ again }) => again === "pass").map(({ id }) => id);
    return { verification, contradictions, proven: new Set(contradictions.length > 0 ? [] : passed) };
  });
}

function otherMinor({ minor }: Submission, version: string): string[] {
  const ran = /^v?(\d+\.\d+)/.exec(version)?.[1];
  if (minor === undefined || ran === minor) return [];
  return [`the record is of Kubernetes ${version}, and the folder of ${minor}`];
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
