import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { judgesOf } from "../../../attest/judges.js";
import { count } from "../../../report/words.js";
import { visible } from "../../../report/visible.js";
import { readChecklist } from "../../../spec/load.js";
import { sectionedChecklist } from "../../../submission/checklist.js";
import { judgeHeldRecord, type HeldRecord } from "../../../submission/held-record.js";
import { holdsRecord } from "../../../submission/packed-record.js";
import { collect } from "../../../submission/site/collect.js";
import { siteData } from "../../../submission/site/data.js";
import { mergeDays } from "../../../submission/site/history.js";
import { judgeAll } from "../../../submission/site/judge.js";
import type { SiteData } from "../../../submission/site/model.js";
import { pages } from "../../../submission/site/pages.js";
import { refuseForSite, writeSite } from "../../../submission/site/write.js";
import type { SectionedChecklist } from "../../../submission/rule.js";
import type { Submission } from "../../../submission/submission.js";
import { version } from "../../../version.js";
import { UsageError } from "../usage.js";

export interface SiteOptions {
  out?: string;
  date?: string;
  checklists?: string;
  output: "text" | "json";
}

/** Does what `karat submission site` asks for. */
export async function site(dir: string, { out, date, checklists, output }: SiteOptions): Promise<void> {
  if (out === undefined && output === "text") {
    throw new UsageError("-o DIR is missing", "name the folder to write, or print the data by --output json");
  }
  if (checklists !== undefined && !existsSync(checklists)) {
    throw new UsageError(`--checklists ${checklists}: there is no such folder`, "name the folder of the checklists");
  }
  if (out !== undefined) refuseForSite(out);
  const { submissions, unread } = await collect(dir);
  const known = {
    today: date ?? new Date().toISOString().slice(0, 10),
    checklists: checklistsIn(checklists ?? join(dir, "docs"), minorsOf(submissions)),
    merged: await mergeDays(dir),
    records: await recordsOf(submissions),
  };
  const data = siteData(judgeAll(submissions, known), unread, known.checklists, known.today);
  if (out !== undefined) writeSite(out, pages(data));
  process.stdout.write(output === "json" ? `${JSON.stringify(data, null, 1)}\n` : summary(data, out ?? ""));
}

/** Those of the programme's checklists that lie there. @throws ChecklistError for one that is none */
function checklistsIn(dir: string, minors: readonly string[]): Map<string, SectionedChecklist> {
  const there = minors
    .map((minor) => ({ minor, file: join(dir, `AIConformance-${minor}.yaml`) }))
    .filter(({ file }) => existsSync(file));
  return new Map(there.map(({ minor, file }) => [minor, sectionedChecklist(readChecklist(file), file)]));
}

function minorsOf(submissions: readonly Submission[]): string[] {
  return [...new Set(submissions.flatMap(({ minor }) => minor ?? []))];
}

/** What came of judging each submission's record again, by the submission's folder. */
async function recordsOf(submissions: readonly Submission[]): Promise<Map<string, HeldRecord>> {
  const records = new Map<string, HeldRecord>();
  const holders = submissions.filter(holdsRecord);
  if (holders.length === 0) return records;
  // Which load all there is.
  const { requirements } = await import("../../../requirements/index.js");
  const options = { judges: judgesOf(requirements), version };
  for (const submission of holders) {
    const held = await judgeHeldRecord(submission, options);
    if (held) records.set(submission.directory, held);
  }
  return records;
}

function summary({ submissions, minors, unread }: SiteData, out: string): string {
  const lines = [
    `${count(submissions.length, "submission")} for Kubernetes ${minors.map(({ minor }) => minor).join(", ")}`,
    ...minors.flatMap(({ minor, checklist }) =>
      checklist
        ? []
        : [`no checklist of ${minor} is at hand (--checklists): its rules about ids, levels and wording were silent`],
    ),
    ...unread.map(({ directory, why }) => `not read: ${directory}: ${why}`),
    `open ${pathToFileURL(join(out, "index.html")).href}`,
  ];
  return lines.map((line) => `${visible(line)}\n`).join("");
}
