import { renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../../submission/check.js";
import { PRODUCT } from "../../../submission/document.js";
import type { Severity } from "../../../submission/finding.js";
import { mended } from "../../../submission/fix.js";
import type { CheckedFolder, Outcome } from "../../../submission/output/outcome.js";
import { PROFILES, profileNamed, type Profile } from "../../../submission/profile.js";
import type { Context, LinkAnswer, SectionedChecklist } from "../../../submission/rule.js";
import { version } from "../../../version.js";
import { ExitCode } from "../../exit.js";
import { UsageError } from "../usage.js";
import { answersFor } from "./answers.js";
import { checklistsOf } from "./checklists.js";
import { gatherCommit, gatherFolders, type Given } from "./gather.js";
import { printOutcome, type Format } from "./print.js";

export interface CheckOptions {
  git?: string;
  repo?: string;
  profile: string;
  checklists?: string;
  links?: boolean;
  fix?: boolean;
  rule?: string[];
  skipRule?: string[];
  failOn: "error" | "warn";
  date?: string;
  output: Format;
  outputFile?: string;
}

/** Rounds of mending at most: what one mends another may uncover. */
const ROUNDS = 5;

/** Does what `karat submission check` asks for. */
export async function checkSubmissions(dirs: readonly string[], options: CheckOptions): Promise<void> {
  const profile = chosenProfile(options);
  requirePossible(dirs, options);
  let given = await gather(dirs, options);
  const minors = given.all.flatMap(({ minor }) => minor ?? []);
  const known = {
    checklists: await checklistsOf(new Set(minors), options.checklists),
    links: options.links ? await answersFor(given.gathered.map(({ submission }) => submission)) : undefined,
    date: options.date ?? new Date().toISOString().slice(0, 10),
  };
  let outcome = judge(given, profile, known);
  for (let round = 0; options.fix && round < ROUNDS && writeFixes(outcome, given); round++) {
    given = await gather(dirs, options);
    outcome = judge(given, profile, known);
  }
  printOutcome(outcome, options);
  process.exitCode = exitCode(outcome, options.failOn);
}

function chosenProfile({ profile: name, rule: only = [], skipRule = [] }: CheckOptions): Profile {
  if (!PROFILES.includes(name)) {
    throw new UsageError(`--profile ${name} is none`, `name one of ${PROFILES.join(", ")}`);
  }
  const profile = profileNamed(name);
  const ids = new Set(profile.rules.map(({ id }) => id));
  for (const id of [...only, ...skipRule]) {
    if (!ids.has(id)) throw new UsageError(`${name} has no rule ${id}`, `name one of ${[...ids].join(", ")}`);
  }
  const rules = profile.rules.filter(({ id }) => (only.length === 0 || only.includes(id)) && !skipRule.includes(id));
  if (rules.length === 0) throw new UsageError("no rule is left to check", "leave --rule or --skip-rule out");
  return { name: profile.name, rules };
}

function requirePossible(dirs: readonly string[], { git, repo, fix }: CheckOptions): void {
  if (git !== undefined && fix) {
    throw new UsageError("--fix cannot write into a commit", "check it out, and name its folder instead of --git");
  }
  if (git === undefined && repo !== undefined) {
    throw new UsageError("--repo is for --git", "name the commit by --git REF, or leave --repo out");
  }
  if (git === undefined && dirs.length === 0) {
    throw new UsageError("no submission is named", "name a folder vX.Y/PRODUCT, or one that holds some");
  }
}

function gather(dirs: readonly string[], { git, repo = "." }: CheckOptions): Promise<Given> {
  return git === undefined ? gatherFolders(dirs) : gatherCommit(repo, git, dirs);
}

interface Known {
  checklists: ReadonlyMap<string, SectionedChecklist>;
  links: ReadonlyMap<string, LinkAnswer> | undefined;
  date: string;
}

function judge(
  { gathered, all, unread }: Given,
  { name, rules }: Profile,
  { checklists, links, date }: Known,
): Outcome {
  const checked = gathered.map(({ submission, shown, path }): CheckedFolder => {
    const checklist = checklists.get(submission.minor ?? "");
    const others = all.filter((other) => other !== submission);
    const context: Context = { today: date, others, ...(checklist && { checklist }), ...(links && { links }) };
    return { ...check(submission, context, rules), shown, path };
  });
  return { profile: name, version, date, rules, checked, unread };
}

/** Writes what the findings' edits mend. @returns whether anything was written */
function writeFixes({ checked }: Outcome, { gathered }: Given): boolean {
  let written = false;
  for (const { submission, findings } of checked) {
    const folder = gathered.find((each) => each.submission === submission)?.folder;
    const text = mended(submission, findings);
    if (folder === undefined || text === undefined) continue;
    const path = join(folder, PRODUCT);
    const partial = `${path}.${process.pid}.partial`;
    writeFileSync(partial, text, { mode: statSync(path).mode, flag: "wx" });
    renameSync(partial, path);
    written = true;
  }
  return written;
}

function exitCode({ checked, unread }: Outcome, failOn: "error" | "warn"): number {
  if (unread.length > 0 || checked.some(({ broken }) => broken.length > 0)) return ExitCode.Inconclusive;
  const failing: readonly Severity[] = failOn === "warn" ? ["error", "warn"] : ["error"];
  const fails = checked.some(({ findings }) => findings.some(({ severity }) => failing.includes(severity)));
  return fails ? ExitCode.NotConformant : ExitCode.Conformant;
}
