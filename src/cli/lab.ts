import { Command } from "commander";
import { breakCommand } from "./lab/break.js";
import { buildCommand } from "./lab/build.js";
import { doctorCommand } from "./lab/doctor.js";
import { downCommand } from "./lab/down.js";
import { healCommand } from "./lab/heal.js";
import { imageCommand } from "./lab/image.js";
import { kubeconfigCommand } from "./lab/kubeconfig.js";
import { listCommand } from "./lab/list.js";
import { logsCommand } from "./lab/logs.js";
import { nodeCommand } from "./lab/node.js";
import { packCommand, unpackCommand } from "./lab/pack.js";
import { shellCommand } from "./lab/shell.js";
import { statusCommand } from "./lab/status.js";
import { upCommand } from "./lab/up.js";

const EXAMPLES = `
Examples:
  $ karat lab doctor --fix && karat lab build     once a machine
  $ karat lab up                                  two nodes with simulated accelerators, in seconds
  $ export KUBECONFIG=$(karat lab kubeconfig)
  $ karat lab break F28 && karat lab heal         a known fault on, and off again
  $ karat lab down

Labs have names and stand side by side; without one, "dev" or $KARAT_LAB is meant.
Exit codes: 0 done, 1 not done, 2 usage, or a lab, node, fault or file that is not there.`;

/** `karat lab`: the reference cluster. */
export function labCommand(): Command {
  const commands = [
    doctorCommand(),
    buildCommand(),
    packCommand(),
    unpackCommand(),
    upCommand(),
    downCommand(),
    statusCommand(),
    listCommand(),
    kubeconfigCommand(),
    shellCommand(),
    logsCommand(),
    nodeCommand(),
    imageCommand(),
    breakCommand(),
    healCommand(),
  ];
  const lab = new Command("lab")
    .description("a real Kubernetes cluster of several nodes with simulated accelerators, on this machine")
    .addHelpText("after", EXAMPLES);
  for (const command of commands) lab.addCommand(command);
  return lab;
}
