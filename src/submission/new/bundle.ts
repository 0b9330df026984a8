import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { statementProblems } from "../../attest/against-record.js";
import { BUNDLE_SUFFIXES, LARGEST_BUNDLE, openBundle } from "../../attest/bundle.js";
import { BundleError } from "../../attest/error.js";
import { notAsWritten, type Trust } from "../../attest/line.js";
import { readLimited } from "../../attest/read-limited.js";
import { attestable } from "../../attest/statements.js";
import { RecordReader } from "../../record/reader.js";
import { KARAT } from "../packed-record.js";
import { SubmissionRefused } from "./error.js";

/** A signed bundle as a file of a submission. */
export interface HeldBundle {
  path: string;
  bytes: Uint8Array;
  signer: keyof typeof BUNDLE_SUFFIXES;
}

/** A submission takes one ending for bundles, whoever signed. */
const PATHS = { key: `${KARAT}/record.intoto.jsonl`, identity: `${KARAT}/record.sigstore.intoto.jsonl` } as const;

export function bundleFile(signer: HeldBundle["signer"], bytes: Uint8Array): HeldBundle {
  return { path: PATHS[signer], bytes, signer };
}

/**
 * The bundle that lies beside a run, a key's before an identity's; undefined where there is none.
 * @throws SubmissionRefused where it is not about this record; who signed it is not asked
 */
export function bundleBeside(run: string): HeldBundle | undefined {
  for (const signer of ["key", "identity"] as const) {
    const file = `${resolve(run)}${BUNDLE_SUFFIXES[signer]}`;
    if (!existsSync(file)) continue;
    const bytes = readLimited(file, LARGEST_BUNDLE);
    const problems = otherwise(run, bytes);
    if (problems.length === 0) return bundleFile(signer, bytes);
    throw new SubmissionRefused(
      `${file} is not signed for this record:`,
      problems,
      "remove it and sign anew with `karat attest`, or name --key",
    );
  }
  return undefined;
}

function otherwise(run: string, bytes: Buffer): string[] {
  try {
    const { statements } = openBundle(bytes, unbelieved);
    const record = attestable(run, new RecordReader(run).state());
    return statementProblems(statements, record).map(({ what }) => what);
  } catch (error) {
    if (error instanceof BundleError) return [error.message];
    throw error;
  }
}

const envelope = z.object({ payload: z.base64() });
const line = z.union([envelope, z.object({ dsseEnvelope: envelope }).transform(({ dsseEnvelope }) => dsseEnvelope)]);

/** Opens a line whoever signed it: to see what it is about, not whether it is true. */
const unbelieved: Trust = (value) => {
  const { data, error } = line.safeParse(value);
  if (!data) throw notAsWritten("it is no DSSE envelope", error);
  return { statement: Buffer.from(data.payload, "base64"), signer: { kind: "key", id: "" } };
};
