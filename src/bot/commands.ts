/** What a comment asks the bot for. */
export interface Commands {
  recheck: boolean;
  /** Ids of rules, each once, in upper case. */
  explain: string[];
}

/** UTF-16 units of a comment that are read: GitHub allows 65536. */
const LONGEST = 65_536;

/** Rules that one comment may ask about, and that the bot's comment explains. */
export const MOST_EXPLAINED = 10;

/** A command on a line of its own, in a list too. */
const COMMAND = /^ {0,3}(?:(?:[-*+]|\d{1,3}[.)]) {1,4}(?:\[[ xX]\] )?)?\/(recheck|explain)(?: +(.{1,200}))?$/;

const FENCE = /^ {0,3}(?:(?:[-*+]|\d{1,3}[.)]) {1,4})?(`{3,}|~{3,})/;

const RULE = /^[A-Z]{2,10}-[A-Z0-9]{1,8}$/;

/** Whether a comment is a person's: two bots that answer each other never end. */
export function isPersons(comment: { user: { type: string } | null; performed_via_github_app?: unknown }): boolean {
  return comment.user?.type === "User" && !comment.performed_via_github_app;
}

/** Reads commands from a comment; what stands in fenced code or is quoted commands nobody. */
export function commandsOf(comment: string): Commands {
  const commands: Commands = { recheck: false, explain: [] };
  let fence: string | undefined;
  for (const line of comment.slice(0, LONGEST).split(/\r?\n/)) {
    if (fence !== undefined) {
      if (isEnd(line.trim(), fence)) fence = undefined;
      continue;
    }
    fence = fenceOf(line);
    const [, word, ids = ""] = COMMAND.exec(line.trimEnd()) ?? [];
    if (word === "recheck" && ids === "") commands.recheck = true;
    if (word === "explain") commands.explain.push(...idsOf(ids));
  }
  commands.explain = [...new Set(commands.explain)].slice(0, MOST_EXPLAINED);
  return commands;
}

/** The mark of a fence that a line begins, in a list too: https://github.github.com/gfm/#fenced-code-blocks */
function fenceOf(line: string): string | undefined {
  const [before, mark = ""] = FENCE.exec(line) ?? [];
  if (before === undefined) return undefined;
  // Between backticks on one line stands a code span.
  return mark.startsWith("`") && line.slice(before.length).includes("`") ? undefined : mark;
}

function isEnd(line: string, fence: string): boolean {
  return line.startsWith(fence) && /^(?:`+|~+)$/.test(line);
}

/** What looks like no id is not answered: the answer could only repeat it. */
export function idsOf(text: string): string[] {
  return text
    .toUpperCase()
    .split(/[\s,]+/)
    .filter((id) => RULE.test(id));
}
