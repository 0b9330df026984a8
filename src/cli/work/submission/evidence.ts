import { judgesOf } from "../../../attest/judges.js";
import { requirements } from "../../../requirements/index.js";
import { proofTable, type ProofTable } from "../../../submission/evidence/table.js";
import { judgeHeldRecord, type HeldRecord } from "../../../submission/held-record.js";
import type { Submission } from "../../../submission/submission.js";
import { version } from "../../../version.js";
import { coloursFor } from "../../text/colours.js";
import { proofText } from "../../text/proof.js";
import { submissionsIn } from "./given.js";

/** What is proven, and what became of the record that lies beside it. */
export interface JudgedTable extends ProofTable {
  record?: Pick<HeldRecord, "outcome" | "why" | "contradictions">;
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
  const held = await judgeHeldRecord(submission, { judges: judgesOf(requirements), version });
  if (!held) return proofTable(submission);
  const { table, proofs: _, ...record } = held;
  return { ...table, record };
}
