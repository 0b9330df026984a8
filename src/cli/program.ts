import { Command } from "commander";
import { version } from "../version.js";
import { attestCommand } from "./attest.js";
import { botCommand } from "./bot.js";
import { cleanCommand } from "./clean.js";
import { demoCommand } from "./demo.js";
import { explainCommand } from "./explain.js";
import { labCommand } from "./lab.js";
import { planCommand } from "./plan.js";
import { refuseEmpty } from "./refuse-empty.js";
import { reportCommand } from "./report.js";
import { runCommand } from "./run.js";
import { specCommand } from "./spec.js";
import { submissionCommand } from "./submission.js";
import { verifyCommand } from "./verify.js";

const EXAMPLES = `
Examples:
  $ karat run -o result              prove what the current kubeconfig's cluster can do
  $ karat run --only gang_scheduling one requirement
  $ karat verify result              judge somebody's record again
  $ karat explain gang_scheduling    what is shown, how, and the RBAC it takes
  $ karat demo                       a real cluster on this machine, the suite on it, the report

Exit codes: 0 conformant, 1 not conformant, 2 usage, 3 inconclusive. Usage is whatever is wrong with the command line,
a name, file or folder on it that is not there included; nothing was asked of a cluster then.`;

/** The whole command line. */
export function karat(): Command {
  const program = new Command("karat")
    .description("Kubernetes AI Requirements, Automatically Tested.")
    .version(version)
    // An option belongs to the command that it stands behind: `attest` and its `keygen` both have an -o.
    .enablePositionalOptions()
    .addHelpText("after", EXAMPLES)
    .hook("preAction", refuseEmpty);
  const commands = [
    runCommand(),
    planCommand(),
    verifyCommand(),
    attestCommand(),
    reportCommand(),
    explainCommand(),
    specCommand(),
    submissionCommand(),
    botCommand(),
    cleanCommand(),
    labCommand(),
    demoCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  return inheritExit(program);
}

/** commander applies exitOverride to commands made by `.command()` only. */
function inheritExit(command: Command): Command {
  command.exitOverride().showHelpAfterError("(run with --help for examples)");
  for (const child of command.commands) inheritExit(child);
  return command;
}
