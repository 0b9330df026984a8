import { Command, Option } from "commander";
import type { PersonaId } from "../../lab/accelerators/persona.js";
import { type Profile, PROFILES } from "../../lab/component.js";
import { type Access, accessList, count, labAction, labArgument, personaList, seconds, stepPrinter } from "./common.js";

interface Options {
  profile: Profile;
  port?: number;
  nodes?: number;
  devices?: number;
  serve?: Access[];
  persona?: PersonaId[];
}

/** `karat lab up` */
export function upCommand(): Command {
  return new Command("up")
    .description("bring a lab up, or mend one that is up: what runs as it should stays as it is")
    .addArgument(labArgument())
    .addOption(
      new Option(
        "--profile <name>",
        "core: a cluster with accelerators; full: with gateway, autoscaler and the rest too",
      )
        .choices(PROFILES)
        .default("core"),
    )
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
    .addOption(
      new Option(
        "--persona <names>",
        "how nodes' accelerators look, in turn: nvidia, amd, generic (default: nvidia)",
      ).argParser(personaList),
    )
    .addHelpText(
      "after",
      `
Options shape a new lab; one that is there keeps its shape.

Examples:
  $ karat lab up                                 two nodes, two accelerators each, in the lab "dev"
  $ karat lab up small --nodes 1 --serve dra
  $ karat lab up mixed --nodes 4 --persona nvidia,nvidia,amd,amd
  $ export KUBECONFIG=$(karat lab kubeconfig)`,
    )
    .action(
      labAction(async (name: string, { persona, ...options }: Options) => {
        const { labUp } = await import("../../lab/up.js");
        const begin = performance.now();
        process.stderr.write(`Lab ${name}\n`);
        const lab = await labUp({ name, ...options, ...(persona ? { personas: persona } : {}) }, stepPrinter());
        const { nodes } = lab.state;
        const devices = nodes.reduce((sum, node) => sum + node.devices, 0);
        const looks = [...new Set(nodes.filter((node) => node.devices > 0).map((node) => node.persona))].join(", ");
        const took = seconds((performance.now() - begin) / 1000);
        process.stderr.write(
          `Up in ${took}: ${nodes.length} nodes, ${devices} accelerators${looks && ` (${looks})`}\n`,
        );
        process.stdout.write(`export KUBECONFIG=${lab.names.kubeconfig}\n`);
      }),
    );
}
