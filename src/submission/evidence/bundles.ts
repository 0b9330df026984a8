import { posix } from "node:path";
import { z } from "zod";
import { once } from "../once.js";
import { holdsRecord, KARAT } from "../packed-record.js";
import type { Submission, SubmittedFile } from "../submission.js";
import { unbelieved } from "../unbelieved.js";
import { isFile } from "./cited.js";
import { textOf } from "./text.js";

/** What a signed statement says, as far as it can be read without believing it. Who signed it is `karat verify`'s. */
const statement = z.object({
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string().optional() }) })).min(1),
  predicate: z.object({ cluster: z.object({ version: z.string().optional() }).optional() }).optional(),
});
export type Stated = z.infer<typeof statement>;

const BUNDLE = /\.(?:intoto\.jsonl|sigstore(?:\.json|\.jsonl)?)$/i;
/** Lines of a bundle: karat's have two. */
const MOST = 100;

/** The signed bundles of a submission. */
export const bundlesOf = once((submission: Submission): readonly SubmittedFile[] =>
  [...submission.files.values()].filter((file) => isFile(file) && BUNDLE.test(file.path)),
);

/** Whether a bundle lies beside a packed record, which it is about then. */
export function isOfRecord(submission: Submission, { path }: SubmittedFile): boolean {
  return posix.dirname(path) === KARAT && holdsRecord(submission);
}

/** What is stated in a bundle; undefined for one that is none. */
export const statedIn = once((bundle: SubmittedFile): readonly Stated[] | undefined => {
  const lines = (textOf(bundle) ?? "").split("\n").filter((text) => text.trim() !== "");
  if (lines.length === 0 || lines.length > MOST) return undefined;
  const all = lines.map(statementOf);
  const stated = all.filter((one) => one !== undefined);
  return stated.length === all.length ? stated : undefined;
});

function statementOf(text: string): Stated | undefined {
  try {
    return statement.parse(JSON.parse(unbelieved(JSON.parse(text)).statement.toString("utf8")));
  } catch {
    return undefined;
  }
}
