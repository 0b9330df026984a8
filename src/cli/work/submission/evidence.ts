import { judgesOf } from "../../../attest/judges.js";
import type { Verification } from "../../../attest/verification.js";
import { RecordError } from "../../../record/error.js";
import { requirements } from "../../../requirements/index.js";
import { proofTable, type ProofTable } from "../../../submission/evidence/table.js";
import { judgeHeldRecord } from "../../../submission/held-record.js";
import type { Submission } from "../../../submission/submission.js";
import { version } from "../../../version.js";
import { coloursFor } from "../../text/colours.js";
import { proofText } from "../../text/proof.js";
import { submissionsIn } from "./given.js";

/** What is proven, and what became of the record that lies beside it. */
export interface JudgedTable extends ProofTable {
  record?: {
    outcome: Verification["outcome"] | "unreadable";
    why?: string;
    /** Where the submission says something else. */
    contradictions?: readonly string[];
  };
}

/** Does what `karat submission evidence` asks for. */
export async function submissionEvidence(dirs: readonly string[], output: "text" | "json"): Promise<void> {
  const tables: JudgedTable[] = [];
  for (const dir of dirs) for (const submission of await submissionsIn(dir)) tables.push(await judged(submission));
  const text =
    output === "json"
      ? `${JSON.stringify(tables, null, 2)}\n`
      : tables.map((table) => proofText(table, coloursFor(process.stdout))).join("\n");
  process.stdout.write(text);
}

async function judged(submission: Submission): Promise<JudgedTable> {
  try {
    const held = await judgeHeldRecord(submission, { judges: judgesOf(requirements), version });
    if (!held) return proofTable(submission);
    const { verification, contradictions } = held;
    const why = [...verification.problems, ...verification.doubts][0]?.what;
    const record = { outcome: verification.outcome, contradictions, ...(why === undefined ? {} : { why }) };
    return { ...proofTable(submission, verification), record };
  } catch (error) {
    // What is wrong with a record that somebody handed in is told, as it is no fault of who asks.
    if (!(error instanceof RecordError)) throw error;
    return { ...proofTable(submission), record: { outcome: "unreadable", why: error.message } };
  }
}
