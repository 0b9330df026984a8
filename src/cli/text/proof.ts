import type { ChecklistResult } from "../../report/results.js";
import { oneLine } from "../../report/visible.js";
import type { EvidenceClass } from "../../submission/evidence/class.js";
import { provenInWords, type ProofRow } from "../../submission/evidence/table.js";
import type { Origin } from "../../submission/held-record.js";
import type { JudgedTable } from "../work/submission/evidence.js";
import type { Colours } from "./colours.js";

/** How much of a submission is proven, for a person. What a submission says is made visible: it may be hostile. */
export function proofText(table: JudgedTable, colours: Colours): string {
  const { directory, requirements, record } = table;
  const widest = Math.max(0, ...requirements.map(({ id }) => oneLine(id, 40).length));
  const lines = [colours.bold(oneLine(directory, 200)), ...requirements.map((row) => rowText(row, widest, colours))];
  if (record && record.outcome !== "same")
    lines.push(`  ${colours.yellow("!")} the record beside it: ${record.outcome}${because(record.why)}`);
  for (const other of record?.contradictions ?? []) lines.push(`  ${colours.red("✗")} ${oneLine(other, 300)}`);
  if (record?.origin)
    lines.push(...originText(record.origin).map((text) => `  ${colours.dim("·")} ${oneLine(text, 300)}`));
  lines.push(`  ${provenInWords(table)}`);
  return `${lines.join("\n")}\n`;
}

function rowText({ id, level = "", status, ...proven }: ProofRow, widest: number, colours: Colours): string {
  const name = `  ${oneLine(level, 6).padEnd(6)}  ${oneLine(id, 40).padEnd(widest)}`;
  if (proven.class === undefined) return `${name}  ${colours.dim(oneLine(status, 40) || "blank")}`;
  return `${name}  ${PAINT[proven.class](colours)(proven.class.padEnd(16))}  ${oneLine(proven.why ?? "", 120)}`;
}

const PAINT: Readonly<Record<EvidenceClass, (colours: Colours) => (text: string) => string>> = {
  "machine-verified": ({ green }) => green,
  "hybrid artifact": ({ green }) => green,
  "script and log": ({ yellow }) => yellow,
  "vendor page only": ({ yellow }) => yellow,
  nothing: ({ red }) => red,
};

/** What a record that is judged again does not say by itself. */
function originText({ checklist, signers }: Origin): string[] {
  const held = `the record beside it was run against ${checklist ? checklistText(checklist) : "no checklist"}`;
  if (signers.length === 0) return [held, "nobody signed it, so nothing ties it to this product"];
  const names = signers.join(", ");
  return [
    held,
    `it is signed in the name of ${names}, which is not checked here: \`karat verify\` does, with the key or identity`,
    "nothing but that signature ties it to this product",
  ];
}

function checklistText({ minor, sha256, official }: ChecklistResult): string {
  if (official) return `the programme's official checklist of ${minor}`;
  if (sha256 === undefined) return `the ids and levels of ${minor} that karat knows, without the official checklist`;
  return `another checklist of ${minor} than the programme's official one (sha256 ${sha256})`;
}

function because(why: string | undefined): string {
  return why === undefined ? "" : `, ${oneLine(why, 300)}`;
}
