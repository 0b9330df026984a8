import { Command } from "commander";
import { changing, labAction, labArgument } from "./common.js";

/** `karat lab heal`: undoes one fault, or all that are on. */
export function healCommand(): Command {
  return new Command("heal")
    .description("switch a fault off, or all that are on")
    .argument("[fault]", "its id, such as F28; all that are on when absent")
    .addArgument(labArgument())
    .option("--lab <name>", "the lab, where no fault is named")
    .addHelpText("after", "\nExamples:\n  $ karat lab heal\n  $ karat lab heal F28\n  $ karat lab heal --lab demo")
    .action(
      labAction(async (id: string | undefined, argument: string, options: { lab?: string }) => {
        const { activeFaults, faultNamed, healLab } = await import("../../lab/faults/active.js");
        const name = options.lab ?? argument;
        await changing(name, async (lab) => {
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
