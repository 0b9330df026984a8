import { Command } from "commander";
import { activeFaults, faultNamed, healLab } from "../lab/faults/active.js";
import { openLab } from "../lab/lab.js";
import { labAction, labArgument } from "./lab/common.js";

/** `karat lab heal`: undoes one fault, or all that are on. */
export function labHealCommand(): Command {
  return new Command("heal")
    .description("switch a fault off, or all that are on")
    .argument("[fault]", "its id, such as F28; all that are on when absent")
    .addArgument(labArgument())
    .option("--lab <name>", "lab, where no fault is named")
    .action(
      labAction(async (id: string | undefined, name: string, options: { lab?: string }) => {
        const lab = await openLab(options.lab ?? name);
        const ids = id === undefined ? activeFaults(lab.names) : [id];
        if (!ids.length) process.stderr.write(`lab ${lab.names.name} has no fault\n`);
        for (const fault of ids.map(faultNamed)) {
          await healLab(lab, fault);
          process.stderr.write(`${fault.id} is off in lab ${lab.names.name}\n`);
        }
      }),
    );
}
