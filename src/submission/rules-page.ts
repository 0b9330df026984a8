import { VERSIONS } from "./compat/version.js";
import { LIMITS } from "./limits.js";
import { profileNamed } from "./profile.js";
import type { Rule } from "./rule.js";
import { RULES } from "./rules/index.js";
import { UNDECIDED } from "./rules/undecided.js";

const MIB = 1024 ** 2;

/** docs/rules.md, made from the rules: what each wants, why, and how to mend what it finds. */
export function rulesPage(): string {
  return `# Rules for submissions

Made by \`npm run docs:rules\` from the rules themselves; do not edit. \`karat submission check DIR\` holds a submission against the rules of the profile _strict_; \`--profile compat\` says what the programme's own validator says instead. An _error_ keeps a submission from being accepted, a _warn_ is for a person to look at, an _info_ is worth knowing.

A submission is read whole before any rule looks: files of at most ${LIMITS.file / MIB} MiB each (logs and JUnit files ${LIMITS.log / MIB} MiB), ${LIMITS.folder / MIB} MiB and ${LIMITS.files} files in all. Links are not followed, and what is larger is listed without its bytes.

${table(RULES)}

${RULES.map(section).join("\n\n")}

## Not decided

Findings that nobody can decide from what is handed in. Silence about them is no pass.

${UNDECIDED.map(({ id, why, needs }) => `- **${id}**: ${why}. It needs ${needs}.`).join("\n")}

## Profile compat

What the programme's validator (scripts/validate.go) says, line by line, without its network checks and its list of members. _compat_ takes for each minor the version that judged it first; by name it is one of ${VERSIONS.map(({ name }) => `\`compat@${name}\``).join(", ")}. Documents that its YAML loader refuses are refused; what only a file system knows is taken as follows: a link counts as there, and a path out of the folder as missing.

${profileNamed("compat").rules.map(section).join("\n\n")}
`;
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ id, severity, title }) => `| [${id}](#${id.toLowerCase()}) | ${severity} | ${cell(title)} |`,
  );
  return ["| Rule | Severity | What must hold |", "| --- | --- | --- |", ...rows].join("\n");
}

function section({ id, severity, title, why, mend }: Rule): string {
  return `### ${id}\n\n**${severity}** · ${title}\n\n${why}\n\n_To mend it:_ ${mend}`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
