import { judgesOf } from "../../../attest/judges.js";
import { requirements } from "../../../requirements/index.js";
import { oneLine } from "../../../report/visible.js";
import { proofTable, type ProofTable } from "../../../submission/evidence/table.js";
import { judgeHeldRecord, type HeldRecord } from "../../../submission/held-record.js";
import type { Submission } from "../../../submission/submission.js";
import { version } from "../../../version.js";
import { ExitCode } from "../../exit.js";
import { coloursFor } from "../../text/colours.js";
import { proofText } from "../../text/proof.js";
import { gatherFolders } from "./gather.js";

/** What is proven, and what became of the record that lies beside it. */
export interface JudgedTable extends ProofTable {
  record?: Pick<HeldRecord, "outcome" | "why" | "contradictions" | "origin">;
}

/** Does what `karat submission evidence` asks for. */
export async function submissionEvidence(dirs: readonly string[], output: "text" | "json"): Promise<void> {
  const { gathered, unread } = await gatherFolders(dirs);
  const tables: JudgedTable[] = [];
  for (const { submission } of gathered) tables.push(await judged(submission));
  for (const { path, why } of unread) process.stderr.write(`${oneLine(`not read: ${path}: ${why}`)}\n`);
  if (unread.length > 0) process.exitCode = ExitCode.Inconclusive;
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
