import { Command, Option } from "commander";
import { LabError } from "../../lab/error.js";
import type { Fault } from "../../lab/fault.js";
import { changing, labAction, labArgument } from "./common.js";

interface Options {
  list?: true;
  node?: string;
  output: "text" | "json";
}

/** `karat lab break`: makes a running lab wrong in one known way. */
export function breakCommand(): Command {
  return new Command("break")
    .description("switch a fault on: the lab is wrong in one known way, and checks should notice")
    .argument("[fault]", "its id, such as F28")
    .addArgument(labArgument())
    .option("--node <name>", "on this node only, where it is one of nodes")
    .option("--list", "list the faults")
    .addOption(new Option("--output <format>", "how to print the list").choices(["text", "json"]).default("text"))
    .addHelpText(
      "after",
      "\nExamples:\n  $ karat lab break --list\n  $ karat lab break --list --output json | jq -r '.[].id'\n  $ karat lab break F28\n  $ karat lab break F52 demo\n  $ karat lab break F08 --node node2",
    )
    .action(
      labAction(async (id: string | undefined, name: string, { list, node, output }: Options) => {
        const { breakLab, faultNamed } = await import("../../lab/faults/active.js");
        const { faults } = await import("../../lab/faults/index.js");
        if (list) return void process.stdout.write(output === "json" ? data(faults) : listing(faults));
        if (id === undefined) throw new LabError("no fault is named", "karat lab break --list");
        const fault = faultNamed(id);
        await changing(name, (lab) => breakLab(lab, fault, node));
        const where = node === undefined ? "" : `, on ${node} only`;
        process.stderr.write(`${fault.id} is on in lab ${name}${where}: ${fault.what}\n`);
        process.stderr.write(`Undo it with: karat lab heal ${fault.id} ${name}\n`);
      }),
    );
}

function data(faults: readonly Fault[]): string {
  return `${JSON.stringify(
    faults.map(({ id, what, how, breaks }) => ({ id, what, how, breaks })),
    null,
    2,
  )}\n`;
}

function listing(faults: readonly Fault[]): string {
  return faults
    .map(({ id, what, how, breaks }) => `${id}  ${what}\n     ${how}\n     Must not pass: ${breaks.join(", ")}\n`)
    .join("");
}
