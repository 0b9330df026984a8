import type picocolors from "picocolors";
import stringWidth from "string-width";
import { oneLine } from "../../report/visible.js";
import { count } from "../../report/words.js";
import { tally } from "../check.js";
import type { Finding, Severity } from "../finding.js";
import type { Submission } from "../submission.js";
import { added, proofTable, provenInWords } from "../evidence/table.js";
import { holdsRecord } from "../packed-record.js";
import { excerpt } from "./excerpt.js";
import type { CheckedFolder, Outcome } from "./outcome.js";

type Colours = ReturnType<typeof picocolors.createColors>;

/** What was found, for a person: each finding at its place, with the line and what to do; at the end how many. */
export function text(outcome: Outcome, colours: Colours): string {
  const { checked, unread, unasked, mended, unmended } = outcome;
  const parts = [
    ...checked.filter(({ findings, broken }) => findings.length + broken.length > 0).map((one) => folder(one, colours)),
    ...unread.map(({ path, why }) => `${colours.red("not read")}  ${oneLine(path, 200)}: ${oneLine(why)}\n`),
    ...unasked.map((what) => `${colours.red("not asked")}  ${oneLine(what)}\n`),
    ...mended.map((path) => `${colours.green("mended")}  ${oneLine(path, 300)}\n`),
    ...unmended.map(({ path, why }) => `${colours.red("not mended")}  ${oneLine(path, 300)}: ${oneLine(why)}\n`),
    ...(checked.length > 1 && checked.some(({ findings }) => findings.length > 0) ? [overview(checked, colours)] : []),
    summary(outcome, colours),
  ];
  return parts.join("\n");
}

function folder({ submission, shown, findings, broken }: CheckedFolder, colours: Colours): string {
  const blocks = findings.map((finding) => block(finding, submission, shown, colours));
  const bugs = broken.map(
    ({ rule, error }) =>
      `${colours.red("not checked")}  ${rule} broke off, a bug of karat: ${oneLine(String(error), 300)}\n`,
  );
  return [...blocks, ...bugs].join("\n");
}

const PAINT: Readonly<Record<Severity, (colours: Colours) => (word: string) => string>> = {
  error: ({ red }) => red,
  warn: ({ yellow }) => yellow,
  info: ({ blue }) => blue,
};

function block(finding: Finding, submission: Submission, shown: string, colours: Colours): string {
  const { rule, severity, message, place, fix } = finding;
  const where = oneLine(`${shown === "" ? "" : `${shown}/`}${place.file}`, 300);
  const lines = [
    `${colours.bold(`${where}:${place.line}:${place.column}`)}  ${PAINT[severity](colours)(severity)}  ${colours.dim(rule)}`,
    `  ${oneLine(message)}`,
  ];
  const seen = excerpt(submission, place);
  if (seen) {
    const number = String(place.line);
    lines.push(`  ${colours.dim(`${number} │`)} ${seen[0]}`);
    lines.push(`  ${colours.dim(`${" ".repeat(number.length)} │`)} ${PAINT[severity](colours)(seen[1])}`);
  }
  if (fix !== undefined) lines.push(`  ${colours.green("fix:")} ${oneLine(fix)}`);
  return `${lines.join("\n")}\n`;
}

/** Columns of a folder's name at most. */
const NAME = 60;

/** A line a submission. */
function overview(checked: readonly CheckedFolder[], colours: Colours): string {
  const names = checked.map(({ shown }) => oneLine(shown, NAME));
  const width = Math.max(...names.map((name) => stringWidth(name)));
  const lines = checked.map(({ findings }, index) => {
    const name = names[index] ?? "";
    return `${name}${" ".repeat(width - stringWidth(name))}  ${counts(findings, colours)}\n`;
  });
  return lines.join("");
}

function counts(findings: readonly Finding[], colours: Colours): string {
  const { error, warn, info } = tally(findings);
  const found = [
    ...(error > 0 ? [colours.red(count(error, "error"))] : []),
    ...(warn > 0 ? [colours.yellow(count(warn, "warning"))] : []),
    ...(info > 0 ? [colours.blue(count(info, "note"))] : []),
  ];
  return found.length > 0 ? found.join(", ") : colours.green("nothing found");
}

function summary({ checked, unread, profile }: Outcome, colours: Colours): string {
  const failed = checked.filter(({ findings }) => findings.some(({ severity }) => severity === "error")).length;
  const all = checked.flatMap(({ findings }) => findings);
  const what = checked.length > 0 ? counts(all, colours) : colours.red("nothing checked");
  const where = failed > 0 && checked.length > 1 ? `; ${failed} of them with errors` : "";
  const missing = unread.length > 0 ? `; ${unread.length} not read` : "";
  const mendable = all.filter(({ edit }) => edit).length;
  const next = mendable > 0 ? `${colours.dim(`--fix mends ${count(mendable, "place")}`)}\n` : "";
  const sum = `${count(checked.length, "submission")} (${profile}): ${what}${where}${missing}\n`;
  return `${sum}${profile === "strict" ? proven(checked) : ""}${next}`;
}

/** How much of what is claimed is proven, by the files alone: judging a record again is another command's. */
function proven(checked: readonly CheckedFolder[]): string {
  const tables = checked.map(({ submission }) => proofTable(submission));
  if (tables.every(({ claimed }) => claimed === 0)) return "";
  const records = checked.some(({ submission }) => holdsRecord(submission));
  const next = records ? "; `karat submission evidence` judges the record too" : "";
  return `${provenInWords(added(tables))}${next}\n`;
}
