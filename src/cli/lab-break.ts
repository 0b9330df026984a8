import { Command } from "commander";
import { LabError } from "../lab/error.js";
import { breakLab, faultNamed } from "../lab/faults/active.js";
import { faults } from "../lab/faults/index.js";
import { openLab } from "../lab/lab.js";
import { lockFile, withLock } from "../lab/lock.js";
import { labAction, labArgument } from "./lab/common.js";

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
        if (list) return void process.stdout.write(listing());
        if (id === undefined) throw new LabError("no fault is named", "karat lab break --list");
        const fault = faultNamed(id);
        await withLock(lockFile(name), `lab ${name} is being changed`, async () =>
          breakLab(await openLab(name), fault),
        );
        process.stderr.write(`${fault.id} is on in lab ${name}: ${fault.what}\n`);
        process.stderr.write(`Undo it with: karat lab heal ${fault.id} ${name}\n`);
      }),
    );
}

function listing(): string {
  return faults
    .map(({ id, what, how, breaks }) => `${id}  ${what}\n     ${how}\n     Must not pass: ${breaks.join(", ")}\n`)
    .join("");
}
