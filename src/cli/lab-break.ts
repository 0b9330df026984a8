import { Command } from "commander";
import { LabError } from "../lab/error.js";
import type { Fault } from "../lab/fault.js";
import { changing, labAction, labArgument } from "./lab/common.js";

/** `karat lab break`: makes a running lab wrong in one known way. */
export function labBreakCommand(): Command {
  return new Command("break")
    .description("switch a fault on: the lab is wrong in one known way, and checks should notice")
    .argument("[fault]", "its id, such as F28")
    .addArgument(labArgument())
    .option("--list", "list the faults")
    .addHelpText(
      "after",
      "\nExamples:\n  $ karat lab break --list\n  $ karat lab break F28\n  $ karat lab break F52 demo",
    )
    .action(
      labAction(async (id: string | undefined, name: string, { list }: { list?: true }) => {
        const { breakLab, faultNamed } = await import("../lab/faults/active.js");
        const { faults } = await import("../lab/faults/index.js");
        if (list) return void process.stdout.write(listing(faults));
        if (id === undefined) throw new LabError("no fault is named", "karat lab break --list");
        const fault = faultNamed(id);
        await changing(name, (lab) => breakLab(lab, fault));
        process.stderr.write(`${fault.id} is on in lab ${name}: ${fault.what}\n`);
        process.stderr.write(`Undo it with: karat lab heal ${fault.id} ${name}\n`);
      }),
    );
}

function listing(faults: readonly Fault[]): string {
  return faults
    .map(({ id, what, how, breaks }) => `${id}  ${what}\n     ${how}\n     Must not pass: ${breaks.join(", ")}\n`)
    .join("");
}
