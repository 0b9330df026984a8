import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { type Profile, PROFILES } from "../lab/component.js";
import { labNames } from "../lab/names.js";

const MAIN = fileURLToPath(new URL("main.js", import.meta.url));

/** Everything at once, by the same commands that a user would type. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("bring a real cluster up on this machine, run the suite on it, and write the report")
    .addOption(new Option("-o, --out <dir>", "where the record and the reports go").default("karat-run"))
    .addOption(new Option("--lab <name>", "name of the lab").default("demo"))
    .addOption(
      new Option("--profile <name>", "full: every requirement; core: those that need no add-ons, in half the time")
        .choices(PROFILES)
        .default("full"),
    )
    .option("--down", "take the lab down afterwards instead of leaving it to play with")
    .addHelpText(
      "after",
      `
Examples:
  $ karat demo                 leaves the lab up; karat lab down demo removes it
  $ karat demo --down -o /tmp/demo`,
    )
    .action(demo);
}

async function demo(options: { out: string; lab: string; profile: Profile; down?: boolean }): Promise<void> {
  const out = freshFolder(resolve(options.out));
  const { kubeconfig } = labNames(options.lab);
  const preparation = [
    ["lab", "doctor", "--fix"],
    ["lab", "build", "--profile", options.profile],
    ["lab", "up", options.lab, "--profile", options.profile],
  ];
  for (const args of preparation) {
    process.exitCode = await karat(args);
    if (process.exitCode !== 0) return;
  }
  process.exitCode = await karat(["run", "--kubeconfig", kubeconfig, "-o", out]);
  if (options.down) await karat(["lab", "down", options.lab]);
  const next = [
    `Open   ${out}/report.html`,
    `Judge  karat verify ${out}`,
    ...(options.down
      ? []
      : [
          `Break  karat lab break F28 ${options.lab}   (karat lab break --list names the faults)`,
          `Use    export KUBECONFIG=${kubeconfig}`,
          `Remove karat lab down ${options.lab}`,
        ]),
  ];
  process.stdout.write(`\n${next.join("\n")}\n`);
}

/** The folder itself, or the first of `<folder>-2`, `<folder>-3`, … that does not exist: an older record stays. */
function freshFolder(folder: string): string {
  if (!existsSync(folder)) return folder;
  for (let number = 2; ; number++) {
    const candidate = `${folder}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Runs one karat command in the foreground. Ctrl-C reaches it through the terminal; it ends first, then the demo. */
function karat(args: string[]): Promise<number> {
  process.stdout.write(`\n$ karat ${args.join(" ")}\n`);
  return new Promise((done, reject) => {
    const wait = () => {};
    process.on("SIGINT", wait);
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: "inherit" });
    const terminate = () => child.kill("SIGTERM");
    process.on("SIGTERM", terminate);
    child.once("error", reject);
    child.once("exit", (code) => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", terminate);
      done(code ?? 3);
    });
  });
}
