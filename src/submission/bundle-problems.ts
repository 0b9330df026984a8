import { statementProblems } from "../attest/against-record.js";
import { openBundle } from "../attest/bundle.js";
import { BundleError } from "../attest/error.js";
import { attestable } from "../attest/statements.js";
import { RecordReader } from "../record/reader.js";
import { unbelieved } from "./unbelieved.js";

/**
 * Why a bundle is not about a record, in words; who signed it is not asked.
 * @param run the record's folder
 */
export function bundleProblems(run: string, bytes: Buffer): string[] {
  try {
    const { statements } = openBundle(bytes, unbelieved);
    const record = attestable(run, new RecordReader(run).state());
    return statementProblems(statements, record).map(({ what }) => what);
  } catch (error) {
    if (error instanceof BundleError) return [error.message];
    throw error;
  }
}
