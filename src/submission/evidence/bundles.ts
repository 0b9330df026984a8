import { z } from "zod";
import { once } from "../once.js";
import type { Submission, SubmittedFile } from "../submission.js";
import { isFile } from "./cited.js";
import { textOf } from "./text.js";

/** What a signed statement says, as far as it can be read without believing it. Who signed it is `karat verify`'s. */
const statement = z.object({
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string().optional() }) })),
  predicate: z.object({ cluster: z.object({ version: z.string().optional() }).optional() }).optional(),
});
export type Stated = z.infer<typeof statement>;

const envelope = z.object({ payload: z.string() });
/** A DSSE envelope by itself, or in a sigstore bundle. */
const line = z.union([envelope, z.object({ dsseEnvelope: envelope }).transform(({ dsseEnvelope }) => dsseEnvelope)]);

const BUNDLE = /\.(?:intoto\.jsonl|sigstore(?:\.json|\.jsonl)?)$/i;
/** Lines of a bundle: karat's have two. */
const MOST = 100;

/** The signed bundles of a submission. */
export const bundlesOf = once((submission: Submission): readonly SubmittedFile[] =>
  [...submission.files.values()].filter((file) => isFile(file) && BUNDLE.test(file.path)),
);

/** What is stated in a bundle; undefined for one that is none. */
export const statedIn = once((bundle: SubmittedFile): readonly Stated[] | undefined => {
  const lines = (textOf(bundle) ?? "").split("\n").filter((text) => text.trim() !== "");
  if (lines.length === 0 || lines.length > MOST) return undefined;
  const all = lines.map((text) => {
    const opened = line.safeParse(json(text)).data;
    return opened && statement.safeParse(json(Buffer.from(opened.payload, "base64").toString("utf8"))).data;
  });
  const stated = all.filter((one) => one !== undefined);
  return stated.length === all.length ? stated : undefined;
});

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
