import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What a karat command came to. */
export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs karat as a user would; `onStart` gets the child, to interrupt or kill it. */
export function karat(
  args: string[],
  options: { env?: Record<string, string>; onStart?: (child: ReturnType<typeof spawn>) => void } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    options.onStart?.(child);
  });
}

/** The same, for commands that must succeed: throws with what was printed when they do not. */
export async function karatOk(args: string[], env?: Record<string, string>): Promise<Outcome> {
  const outcome = await karat(args, env ? { env } : {});
  if (outcome.code !== 0) {
    throw new Error(`karat ${args.join(" ")} ended with ${outcome.code}\n${outcome.stdout}${outcome.stderr}`);
  }
  return outcome;
}
