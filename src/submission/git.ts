import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SubmissionError } from "./error.js";

const run = promisify(execFile);

/** Bytes that a listing of a repository has at most. */
const LONGEST = 64 * 1024 ** 2;

/** What `git -C repository` prints. @throws SubmissionError `unreadable` with the first line of what it complains of */
export async function git(repository: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run("git", ["-C", repository, ...args], { env: gitEnvironment(), maxBuffer: LONGEST });
    return stdout;
  } catch (cause) {
    const { stderr = "", code } = cause as { stderr?: string; code?: unknown };
    const why = code === "ENOENT" ? "git is not installed" : (stderr.split("\n")[0] ?? "");
    const next = "name a git repository on this machine";
    throw new SubmissionError("unreadable", `git cannot read ${repository}: ${why}`, next, { cause });
  }
}

/** Nothing is fetched, asked for or locked while somebody's repository is read. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}
