import { Command } from "commander";
import { activeFaults, faultNamed, healLab } from "../lab/faults/active.js";
import { openLab } from "../lab/lab.js";
import { lockFile, withLock } from "../lab/lock.js";
import { labAction, labArgument } from "./lab/common.js";

/** `karat lab heal`: undoes one fault, or all that are on. */
export function labHealCommand(): Command {
  return new Command("heal")
    .description("switch a fault off, or all that are on")
    .argument("[fault]", "its id, such as F28; all that are on when absent")
    .addArgument(labArgument())
    .option("--lab <name>", "the lab, where no fault is named")
    .addHelpText("after", "\nExamples:\n  $ karat lab heal\n  $ karat lab heal F28\n  $ karat lab heal --lab demo")
    .action(
      labAction(async (id: string | undefined, argument: string, options: { lab?: string }) => {
        const name = options.lab ?? argument;
        await withLock(lockFile(name), `lab ${name} is being changed`, async () => {
          const lab = await openLab(name);
          const ids = id === undefined ? activeFaults(lab.names) : [id];
          if (!ids.length) process.stderr.write(`Lab ${name} has no fault\n`);
          for (const fault of ids.map(faultNamed)) {
            await healLab(lab, fault);
            process.stderr.write(`${fault.id} is off in lab ${name}\n`);
          }
        });
      }),
    );
}
