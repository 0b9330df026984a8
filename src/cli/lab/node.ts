import { Command, Option } from "commander";
import type { PersonaId } from "../../lab/accelerators/persona.js";
import { type Access, access, changing, count, labAction, labArgument, persona, stepPrinter } from "./common.js";

/** `karat lab node` */
export function nodeCommand(): Command {
  return new Command("node")
    .description("nodes come and go while the lab runs")
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addHelpText("after", "\nExamples:\n  $ karat lab node add\n  $ karat lab node remove node3");
}

interface AddOptions {
  name?: string;
  devices: number;
  serve: Access;
  persona: PersonaId;
}

function addCommand(): Command {
  return new Command("add")
    .description("add a node; returns once pods can run on it")
    .addArgument(labArgument())
    .option("--name <name>", "its name (default: the first free of node1, node2, …)")
    .addOption(new Option("--devices <count>", "its accelerators").argParser(count(0, 16)).default(2))
    .addOption(new Option("--serve <way>", "how it serves them: dra or device-plugin").argParser(access).default("dra"))
    .addOption(
      new Option("--persona <name>", "how they look: nvidia, amd or generic").argParser(persona).default("nvidia"),
    )
    .addHelpText("after", "\nExamples:\n  $ karat lab node add\n  $ karat lab node add --devices 0 --name plain")
    .action(
      labAction(async (name: string, { serve, ...options }: AddOptions) => {
        const { nodeAdd } = await import("../../lab/nodes.js");
        const node = await changing(name, (lab) => nodeAdd(lab, { ...options, access: serve }, stepPrinter()));
        process.stdout.write(`${node.name}\n`);
      }),
    );
}

function removeCommand(): Command {
  return new Command("remove")
    .description("take a node away with its pods, without draining it")
    .argument("<node>")
    .addArgument(labArgument())
    .addHelpText("after", "\nExamples:\n  $ karat lab node remove node3")
    .action(
      labAction(async (node: string, name: string) => {
        const { nodeRemove } = await import("../../lab/nodes.js");
        await changing(name, (lab) => nodeRemove(lab, node));
      }),
    );
}
