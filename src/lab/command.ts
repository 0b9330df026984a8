import { spawn } from "node:child_process";
import { durations } from "./durations.js";

/** A host command that ended with anything but 0. */
export class CommandError extends Error {
  override name = "CommandError";
  constructor(
    readonly command: string,
    readonly args: readonly string[],
    /** Exit code, or the signal that ended it. */
    readonly status: number | string,
    readonly stderr: string,
  ) {
    super(
      `${[command, ...args.map(brief)].join(" ")} failed (${status}): ${stderr.trim().slice(-2000) || "no message"}`,
    );
  }
}

/** A script as an argument would bury the message. */
const brief = (arg: string): string => (arg.includes("\n") ? "<script>" : arg);

export interface RunOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
  cwd?: string;
  seconds?: number;
}

/** Commands run with this search path whatever the caller's is: root's tools must be found. */
export const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Runs a short command to its end and returns its standard output.
 * @throws CommandError with the end of its standard error
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: SEARCH_PATH, HOME: "/root", LC_ALL: "C", ...options.env },
      timeout: (options.seconds ?? durations.command) * 1000,
      killSignal: "SIGKILL",
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => {}); // a command may end without reading its input
    child.stdin.end(options.input);
    child.on("error", (error) => reject(new CommandError(command, args, "not started", error.message)));
    child.on("close", (code, signal) => {
      const output = Buffer.concat(stdout).toString();
      if (code === 0) resolve(output);
      else reject(new CommandError(command, args, code ?? signal ?? "unknown", Buffer.concat(stderr).toString()));
    });
  });
}

/** Whether the command ends with 0. */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
