import { resolve, sep } from "node:path";
import { check } from "../../../submission/check.js";
import type { Severity } from "../../../submission/finding.js";
import type { CheckedFolder, Outcome } from "../../../submission/output/outcome.js";
import { PROFILES, profileNamed, type Profile } from "../../../submission/profile.js";
import type { Context, LinkAnswer } from "../../../submission/rule.js";
import { version } from "../../../version.js";
import { ExitCode } from "../../exit.js";
import { UsageError } from "../usage.js";
import { answersFor } from "./answers.js";
import { checklistsOf, type Checklists } from "./checklists.js";
import { gatherCommit, gatherFolders, type Gathered, type Given } from "./gather.js";
import { unmendable, writeFixes } from "./mend.js";
import { printOutcome, type Format } from "./print.js";

export interface CheckOptions {
  git?: string;
  repo?: string;
  base?: string;
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
  requireElsewhere(options.outputFile, given);
  const minors = given.gathered.flatMap(({ submission: { minor } }) => minor ?? []);
  const known = {
    checklists: await checklistsOf(new Set(minors), options.checklists),
    links: options.links ? await answersFor(given.gathered.map(({ submission }) => submission)) : undefined,
    date: options.date ?? new Date().toISOString().slice(0, 10),
  };
  let outcome = judge(given, profile, known);
  const mended = new Set<string>();
  for (let round = 0; options.fix && round < ROUNDS; round++) {
    const written = writeFixes(outcome, given);
    if (written.length === 0) break;
    for (const path of written) mended.add(path);
    given = await gather(dirs, options);
    outcome = judge(given, profile, known);
  }
  outcome = { ...outcome, mended: [...mended], unmended: options.fix ? unmendable(outcome) : [] };
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

function requirePossible(dirs: readonly string[], { git, repo, base, fix }: CheckOptions): void {
  if (git !== undefined && fix) {
    throw new UsageError("--fix cannot write into a commit", "check it out, and name its folder instead of --git");
  }
  if (git === undefined && repo !== undefined) {
    throw new UsageError("--repo is for --git", "name the commit by --git REF, or leave --repo out");
  }
  if (git === undefined && base !== undefined) {
    throw new UsageError("--base is for --git", "name the commit by --git REF, e.g. --git HEAD, or leave --base out");
  }
  if (git === undefined && dirs.length === 0) {
    throw new UsageError("no submission is named", "name a folder vX.Y/PRODUCT, or one that holds some");
  }
}

/** What is checked must not be overwritten by what was found. */
function requireElsewhere(file: string | undefined, { gathered }: Given): void {
  const inside = gathered.find(({ folder }) => file !== undefined && folder && resolve(file).startsWith(folder + sep));
  if (!inside) return;
  throw new UsageError(`--output-file ${file} lies in ${inside.shown}, which is checked`, "name a file elsewhere");
}

function gather(dirs: readonly string[], { git, repo = process.cwd(), base }: CheckOptions): Promise<Given> {
  return git === undefined ? gatherFolders(dirs) : gatherCommit({ repository: repo, ref: git, base }, dirs);
}

interface Known {
  checklists: Checklists;
  links: ReadonlyMap<string, LinkAnswer> | undefined;
  date: string;
}

function judge(
  { gathered, all, touched, unread }: Given,
  { name, rules }: Profile,
  { checklists, links, date }: Known,
): Outcome {
  // The programme's validator is nothing without a checklist; the strict rules know ids and levels by themselves.
  const isJudged = ({ submission: { minor = "" } }: Gathered) => name === "strict" || !checklists.missing.has(minor);
  const checked = gathered.filter(isJudged).map(({ submission, shown, path, base }): CheckedFolder => {
    const checklist = checklists.read.get(submission.minor ?? "");
    const others = all.filter((other) => other !== submission);
    const compared = { ...(base && { base }), ...(touched && { touched }) };
    const context: Context = {
      today: date,
      others,
      ...compared,
      ...(checklist && { checklist }),
      ...(links && { links }),
    };
    return { ...check(submission, context, rules), shown, path };
  });
  const unjudged = gathered.flatMap((each) =>
    isJudged(each) ? [] : [{ path: each.path, why: "nothing judges it without its checklist" }],
  );
  const unasked = [...checklists.missing].map(([minor, why]) => inWords(minor, why));
  return {
    profile: name,
    version,
    date,
    rules,
    checked,
    unread: [...unread, ...unjudged],
    unasked,
    mended: [],
    unmended: [],
  };
}

function inWords(minor: string, why: string): string {
  return `the checklist of ${minor} could not be read (${why}): nothing was held against its wording; --checklists DIR gives it, from docs/ of the programme's repository`;
}

/** What was found counts whatever else could not be looked at. */
function exitCode({ checked, unread, unasked }: Outcome, failOn: "error" | "warn"): number {
  const failing: readonly Severity[] = failOn === "warn" ? ["error", "warn"] : ["error"];
  const fails = checked.some(({ findings }) => findings.some(({ severity }) => failing.includes(severity)));
  if (fails) return ExitCode.NotConformant;
  const broken = checked.flatMap((each) => each.broken);
  return unread.length + unasked.length + broken.length > 0 ? ExitCode.Inconclusive : ExitCode.Conformant;
}
