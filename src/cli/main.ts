#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { Command, CommanderError } from "commander";
import { version } from "../version.js";
import { cleanCommand } from "./clean.js";
import { demoCommand } from "./demo.js";
import { ExitCode, explainError } from "./exit.js";
import { explainCommand } from "./explain.js";
import { labCommand } from "./lab.js";
import { planCommand } from "./plan.js";
import { reportCommand } from "./report.js";
import { runCommand } from "./run.js";
import { specCommand } from "./spec.js";
import { verifyCommand } from "./verify.js";

// V8 would let short-lived objects pile up to 32 MiB before it looks at them; 2 MiB cost no measurable time.
setFlagsFromString("--semi-space-growth-factor=1");

const EXAMPLES = `
Examples:
  $ karat run -o result              prove what the current kubeconfig's cluster can do
  $ karat run --only gang_scheduling one requirement
  $ karat verify result              judge somebody's record again
  $ karat explain gang_scheduling    what is shown, how, and the RBAC it takes
  $ karat demo                       a real cluster on this machine, the suite on it, the report

Exit codes: 0 conformant, 1 not conformant, 2 usage, 3 inconclusive.`;

function karat(): Command {
  const program = new Command("karat")
    .description("Kubernetes AI Requirements, Automatically Tested.")
    .version(version)
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(run with --help for examples)")
    .exitOverride();
  const commands = [
    runCommand(),
    planCommand(),
    verifyCommand(),
    reportCommand(),
    explainCommand(),
    specCommand(),
    cleanCommand(),
    labCommand(),
    demoCommand(),
  ];
  for (const command of commands) program.addCommand(inheritExit(command));
  return program;
}

/** commander applies exitOverride to commands made by `.command()` only. */
function inheritExit(command: Command): Command {
  command.exitOverride().showHelpAfterError("(run with --help for examples)");
  for (const child of command.commands) inheritExit(child);
  return command;
}

try {
  await karat().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? ExitCode.Conformant : ExitCode.Usage;
  } else {
    process.stderr.write(explainError(error));
    process.exitCode = ExitCode.Inconclusive;
  }
}
