import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { karat } from "./program.js";
import { isUsage } from "./work/usage.js";

function all(command: Command, path: string[] = []): { path: string; command: Command }[] {
  const here = [...path, command.name()];
  return [{ path: here.join(" "), command }, ...command.commands.flatMap((child) => all(child, here))];
}

describe("every command", () => {
  test.each(all(karat()))("$path has help with examples of itself", ({ path, command }) => {
    let help = "";
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toMatch(new RegExp(`Examples:\\n(.*\\n)*?  \\$.*${path} ?`));
  });
});

describe("what is wrong with the command line is said before a cluster is looked for", () => {
  // Which loads nearly all there is.
  beforeAll(() => import("./work/run.js"), 120_000);
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "karat-cli-"));
    vi.stubEnv("KUBECONFIG", join(dir, "no-kubeconfig"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(dir, { recursive: true, force: true });
  });

  const failure = (...args: string[]): Promise<unknown> =>
    karat()
      .parseAsync(args, { from: "user" })
      .then(
        () => undefined,
        (error: unknown) => error,
      );

  test.each([
    [["run", "--only", "nothing"], /--only nothing names no requirement/],
    [["plan", "--skip", "nothing"], /--skip nothing names no requirement/],
    [["run", "--checklist", "1.20"], /no checklist for Kubernetes 1.20/],
    [["run", "--dry-run", "--checklist", "/nowhere.yaml"], /cannot read the checklist/],
    [["run", "--accelerator", "/nowhere.yaml"], /--accelerator \/nowhere.yaml cannot be read/],
    [["run", "--resume", "/nowhere"], /there is no folder \/nowhere/],
    [["run"], /KUBECONFIG names no existing file/],
    [["plan", "--kubeconfig", "/nowhere"], /there is no kubeconfig at \/nowhere/],
    [["clean"], /KUBECONFIG names no existing file/],
    [["verify", "/nowhere"], /there is no folder \/nowhere/],
    [["report", "/nowhere"], /there is no folder \/nowhere/],
    [["spec", "1.20"], /no checklist for Kubernetes 1.20/],
    [["explain", "nothing"], /there is no requirement nothing/],
    [["explain", "workload_sandboxing"], /karat has no check of workload_sandboxing \(SHOULD in 1.37\)/],
  ])("karat %j", async (args, message) => {
    // A folder that is free, where none is named: the default one may be taken.
    const out = args[0] === "run" && !args.includes("--resume") ? ["-o", join(dir, "out")] : [];
    const error = await failure(...args, ...out);
    expect(String(error)).toMatch(message);
    expect(isUsage(error)).toBe(true);
  });

  test("a folder that is taken", async () => {
    writeFileSync(join(dir, "file"), "");
    const error = await failure("run", "-o", dir);
    expect(String(error)).toMatch(/is not empty/);
    expect(isUsage(error)).toBe(true);
  });
});
