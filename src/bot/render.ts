import type { Finding } from "../submission/finding.js";
import { version } from "../version.js";
import { explanation } from "./explain.js";
import { code, link, pathUrl, text } from "./markdown.js";
import type { FolderVerdict, Verdict } from "./verdict.js";
import { headline, SIGN } from "./words.js";

/** UTF-16 units of a comment: GitHub takes 65536. */
export const LONGEST_COMMENT = 60_000;

/** Notes at its beginning. */
const MOST_NOTES = 10;

/** Heading of a table of findings and the sentence about the rest. */
const AROUND_ROWS = 250;

/** Between its parts: a line of its own begins each, whatever stands before it. */
const BETWEEN = "\n\n";

/** Rows of a folder's table of findings: who has mended these gets the next. */
const MOST_ROWS = 60;

/**
 * The bot's comment, without its marker. Whatever is from the pull request is shown as text and nothing else.
 * @param pageUrl the repository's, e.g. "https://github.com/cncf/k8s-ai-conformance"
 * @param explained ids of rules that somebody asked about
 */
export function render(verdict: Verdict, pageUrl: string, explained: readonly string[]): string {
  const { head, base, folders, notes } = verdict;
  const commit = (sha: string): string => link(`<code>${sha.slice(0, 12)}</code>`, `${pageUrl}/commit/${sha}`);
  const before = [
    `### ${SIGN[verdict.outcome]} ${text(headline(verdict))}`,
    `karat ${version} judged commit ${commit(head)} by the checklists and rules of the base branch at ${commit(base)}. A push is judged anew.`,
    ...notes.slice(0, MOST_NOTES).map((note) => `> ⚠️ ${text(note, 400)}`),
  ];
  const after = [
    ...(explained.length > 0 ? [["**Explained**", "", ...explained.map(explanation)].join("\n")] : []),
    "<sub>`/recheck` on a line of a comment judges again, `/explain ID` says here what a rule is for. karat neither approves nor merges.</sub>",
  ];
  const room = LONGEST_COMMENT - lengthOf([...before, ...after]);
  const share = Math.floor(room / Math.max(folders.length, 1));
  const parts = [
    ...before,
    ...folders.flatMap((folder) => folderPart(folder, `${pageUrl}/blob/${head}`, share)),
    ...after,
  ];
  return `${parts.join(BETWEEN)}\n`;
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + part.length + BETWEEN.length, 0);
}

/** @param room UTF-16 units that it may take */
function folderPart(folder: FolderVerdict, blobUrl: string, room: number): string[] {
  const { directory, checklist, unread, findings, proven } = folder;
  const against = checklist === undefined ? "no checklist of the base branch" : `checklist ${text(checklist, 20)}`;
  const title = `#### ${code(directory, 80)} against ${against}`;
  if (unread !== undefined) return [title, `❌ It could not be looked at: ${text(unread, 300)}.`];
  const others = [...humanPart(findings), ...evidencePart(proven)];
  // Where it is tight, findings come before evidence.
  const kept = lengthOf(others) < room / 2 ? others : humanPart(findings);
  return [title, ...findingsPart(folder, blobUrl, room - lengthOf([title, ...kept])), ...kept];
}

/** The table, as long as the comment has room for it, with what is left told. */
function findingsPart({ directory, findings, counts }: FolderVerdict, blobUrl: string, room: number): string[] {
  const told = findings.filter(({ severity }) => severity !== "info");
  if (told.length === 0) return ["No rule has anything against it."];
  const rows: string[] = [];
  let left = room - AROUND_ROWS;
  for (const finding of told.slice(0, MOST_ROWS)) {
    const row = rowOf(finding, directory, blobUrl);
    left -= row.length + 1;
    if (left < 0) break;
    rows.push(row);
  }
  const table = ["| | Rule | What was found | Where |", "|---|---|---|---|", ...rows].join("\n");
  const more = counts.error + counts.warn - rows.length;
  const rest = `${more} more ${more === 1 ? "finding is" : "findings are"} not shown here: \`karat submission check\` shows all.`;
  return more > 0 ? [table, rest] : [table];
}

function rowOf({ rule, severity, message, place, quote, fix }: Finding, directory: string, blobUrl: string): string {
  const said = [text(message, 400)];
  if (quote !== undefined && quote !== "") said.push(code(quote, 120));
  if (fix !== undefined) said.push(`_Fix:_ ${text(fix, 300)}`);
  const url = `${blobUrl}/${pathUrl(`${directory}/${place.file}`)}`;
  // Rendered files have no lines to point to.
  const where = link(code(`${place.file}:${place.line}`, 80), `${url}?plain=1#L${place.line}`);
  return `| ${severity === "error" ? "❌" : "👤"} | ${text(rule, 20)} | ${said.join("<br>")} | ${where} |`;
}

function humanPart(findings: readonly Finding[]): string[] {
  const rules = [...new Set(findings.filter(({ severity }) => severity === "warn").map(({ rule }) => rule))].sort();
  return rules.length === 0
    ? []
    : [
        `👤 A person decides about ${rules
          .slice(0, 40)
          .map((rule) => text(rule, 20))
          .join(", ")}.`,
      ];
}

function evidencePart(proven: FolderVerdict["proven"]): string[] {
  if (proven.length === 0) return [];
  const rows = proven
    .slice(0, 40)
    .map(({ requirement, status, proof }) => `| ${text(requirement, 60)} | ${text(status, 40)} | ${text(proof, 40)} |`);
  const table = ["| Requirement | Status | Strongest evidence |", "|---|---|---|", ...rows];
  return [["<details><summary>How far the evidence goes</summary>", "", ...table, "", "</details>"].join("\n")];
}
