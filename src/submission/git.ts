import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SubmissionError } from "./error.js";

const run = promisify(execFile);

/** Bytes that a listing of a repository has at most. */
const LONGEST = 64 * 1024 ** 2;

/** Why git did not answer: its own words, for people, and its exit code, for who asked. */
export class GitError extends SubmissionError {
  constructor(
    message: string,
    next: string,
    readonly exit?: number,
  ) {
    super("unreadable", message, next);
  }
}

/**
 * What `git -C repository` prints.
 * @param encoding "latin1" for paths, which need not be UTF-8: a character is a byte then
 * @throws GitError
 */
export async function git(
  repository: string,
  args: readonly string[],
  encoding: "utf8" | "latin1" = "utf8",
): Promise<string> {
  try {
    const { stdout } = await run("git", [...gitOptions(repository), ...args], {
      env: gitEnvironment(),
      maxBuffer: LONGEST,
      encoding,
    });
    return stdout;
  } catch (cause) {
    throw failed(repository, cause as { stderr?: string; code?: unknown });
  }
}

/** Without the cause, which is the whole command line of git. */
function failed(repository: string, { stderr = "", code }: { stderr?: string; code?: unknown }): GitError {
  if (code === "ENOENT") return new GitError("git is not installed", "install it, or name a folder on this machine");
  const next = "name a git repository on this machine";
  const exit = typeof code === "number" ? code : undefined;
  if (stderr.includes("not a git repository")) return new GitError(`${repository} is no git repository`, next, exit);
  const why = stderr.split("\n")[0]?.replace(/^fatal: /, "") || `it ended with ${String(code)}`;
  return new GitError(`git cannot read ${repository}: ${why}`, next, exit);
}

/** Names the repository; what its configuration would have run is not, whatever a newer git runs where. */
export function gitOptions(repository: string): string[] {
  // The last would run its gpg.program, and print what that says between the lines of a log.
  const off = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "log.showSignature=false"];
  return ["-C", repository, ...off.flatMap((setting) => ["-c", setting])];
}

/** What names another repository than the one that is asked for, as for a hook of git's (git(1), git-rev-parse(1)). */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_COMMON_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_NAMESPACE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_GRAFT_FILE",
  "GIT_SHALLOW_FILE",
  "GIT_REPLACE_REF_BASE",
]);

/** Nothing is fetched, replaced, asked for or locked while somebody's repository is read. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !ELSEWHERE.has(name));
  return {
    ...Object.fromEntries(own),
    // Gits before 2.44 may know only the second of these two.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
  };
}
