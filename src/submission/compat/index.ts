import { once } from "../once.js";
import type { Context, Rule } from "../rule.js";
import { rule } from "../rules/define.js";
import { TOP } from "../rules/source.js";
import type { Submission } from "../submission.js";
import { validate, type CompatError, type CompatResult } from "./validate.js";
import type { ValidatorVersion } from "./version.js";

/** The programme's validator as rules, so that all that shows findings shows its lines too. */
export function compatRules(version: ValidatorVersion): readonly Rule[] {
  const results = once((submission: Submission) =>
    once((context: Context) => validate(submission, context.checklist, version)),
  );
  return KINDS.map((about) => compatRule(about, (submission, context) => results(submission)(context)));
}

interface Kind {
  id: string;
  kind: CompatError["kind"];
  title: string;
  mend: string;
}

const KINDS: readonly Kind[] = [
  {
    id: "COMPAT-001",
    kind: "load",
    title: "The validator loads PRODUCT.yaml.",
    mend: "Correct the YAML at the line that is named; text belongs in quotes, and evidence into a list.",
  },
  {
    id: "COMPAT-002",
    kind: "metadata",
    title: "The validator finds all metadata.",
    mend: "Give the field below `metadata`, as text.",
  },
  {
    id: "COMPAT-003",
    kind: "requirement",
    title: "The validator finds an answer to every requirement.",
    mend: "Answer it as the checklist asks.",
  },
  {
    id: "COMPAT-004",
    kind: "evidence",
    title: "The validator finds every file that is named as evidence.",
    mend: "Put the file into the submission's folder, or name one that is there.",
  },
];

function compatRule(
  { id, kind, title, mend }: Kind,
  result: (submission: Submission, context: Context) => CompatResult,
): Rule {
  return rule({
    id,
    severity: "error",
    title,
    why: "The programme's own validator runs on each pull request, and what it refuses is not merged.",
    mend,
    *find(submission, context) {
      for (const error of result(submission, context).errors) {
        if (error.kind === kind) yield { message: error.message, place: placeOf(submission, error) };
      }
    },
  });
}

function placeOf({ document }: Submission, { kind, about, message }: CompatError) {
  if (kind === "metadata") return document.metadata.get(about ?? "")?.place ?? TOP;
  const line = /line (\d+):/.exec(message)?.[1];
  if (line !== undefined) return { ...TOP, line: Number(line) };
  const claim = document.claims.findLast(({ id }) => id?.value === about);
  return claim?.status?.place ?? claim?.place ?? TOP;
}
