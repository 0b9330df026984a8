import { Command, Option } from "commander";
import { openLab } from "../../lab/lab.js";
import { lockFile, withLock } from "../../lab/lock.js";
import { nodeAdd, nodeRemove } from "../../lab/nodes.js";
import { type Access, access, count, labAction, labArgument, stepPrinter } from "./common.js";

/** `karat lab node` */
export function nodeCommand(): Command {
  return new Command("node")
    .description("nodes come and go while the lab runs")
    .addCommand(addCommand())
    .addCommand(removeCommand());
}

interface AddOptions {
  name?: string;
  devices: number;
  serve: Access;
}

function addCommand(): Command {
  return new Command("add")
    .description("add a node; returns once pods can run on it")
    .addArgument(labArgument())
    .option("--name <name>", "its name (default: the first free of node1, node2, …)")
    .addOption(new Option("--devices <count>", "its accelerators").argParser(count(0, 16)).default(2))
    .addOption(new Option("--serve <way>", "how it serves them: dra or device-plugin").argParser(access).default("dra"))
    .addHelpText("after", "\nExamples:\n  $ karat lab node add\n  $ karat lab node add --devices 0 --name plain")
    .action(
      labAction(async (name: string, { serve, ...options }: AddOptions) => {
        const node = await withLock(lockFile(name), `lab ${name} is being changed`, async () =>
          nodeAdd(await openLab(name), { ...options, access: serve }, stepPrinter()),
        );
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
        await withLock(lockFile(name), `lab ${name} is being changed`, async () =>
          nodeRemove(await openLab(name), node),
        );
      }),
    );
}
