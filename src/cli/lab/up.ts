import { Command, Option } from "commander";
import { labUp } from "../../lab/up.js";
import { type Access, accessList, count, labAction, labArgument, seconds, stepPrinter } from "./common.js";

interface Options {
  port?: number;
  nodes?: number;
  devices?: number;
  serve?: Access[];
  persona?: "nvidia" | "generic";
}

/** `karat lab up` */
export function upCommand(): Command {
  return new Command("up")
    .description("bring a lab up, or mend one that is up: what runs as it should stays as it is")
    .addArgument(labArgument())
    .addOption(
      new Option("--port <port>", "API server's port on 127.0.0.1 (default: the first free one from 16443)").argParser(
        count(1, 65535),
      ),
    ) // prettier-ignore
    .addOption(new Option("--nodes <count>", "how many nodes (default: 2)").argParser(count(1, 20)))
    .addOption(new Option("--devices <count>", "accelerators on each node (default: 2)").argParser(count(0, 16)))
    .addOption(
      new Option("--serve <ways>", "how nodes serve them, in turn (default: dra,device-plugin)").argParser(accessList),
    ) // prettier-ignore
    .addOption(new Option("--persona <name>", "how accelerators look (default: nvidia)").choices(["nvidia", "generic"]))
    .addHelpText(
      "after",
      `
Options shape a new lab; one that is there keeps its shape.

Examples:
  $ karat lab up                                 two nodes, two accelerators each, in the lab "dev"
  $ karat lab up small --nodes 1 --serve dra
  $ export KUBECONFIG=$(karat lab kubeconfig)`,
    )
    .action(
      labAction(async (name: string, options: Options) => {
        const begin = performance.now();
        process.stderr.write(`Lab ${name}\n`);
        const lab = await labUp({ name, ...options }, stepPrinter());
        const { nodes, persona } = lab.state;
        const devices = nodes.reduce((sum, node) => sum + node.devices, 0);
        const took = seconds((performance.now() - begin) / 1000);
        process.stderr.write(`Up in ${took}: ${nodes.length} nodes, ${devices} accelerators (${persona})\n`);
        process.stdout.write(`export KUBECONFIG=${lab.names.kubeconfig}\n`);
      }),
    );
}
