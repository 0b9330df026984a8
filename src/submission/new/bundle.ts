import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { BUNDLE_SUFFIXES, LARGEST_BUNDLE } from "../../attest/bundle.js";
import { readLimited } from "../../attest/read-limited.js";
import { bundleProblems } from "../bundle-problems.js";
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
    const problems = bundleProblems(run, bytes);
    if (problems.length === 0) return bundleFile(signer, bytes);
    throw new SubmissionRefused(
      `${file} is not signed for this record:`,
      problems,
      "remove it and sign anew with `karat attest`, or name --key",
    );
  }
  return undefined;
}
