import { Command } from "commander";
import { labAction, labArgument, seconds } from "./common.js";

/** `karat lab down` */
export function downCommand(): Command {
  return new Command("down")
    .description("take a lab down, whole or half: no process, namespace, mount, cgroup, loop device or file stays")
    .addArgument(labArgument())
    .addHelpText("after", "\nExamples:\n  $ karat lab down\n  $ karat lab down demo")
    .action(
      labAction(async (name: string) => {
        const { labDown } = await import("../../lab/down.js");
        const begin = performance.now();
        const gone = await labDown(name);
        const parts = [
          `${gone.processes.length} processes`,
          `${gone.networks.length} network namespaces`,
          `${gone.loopDevices.length} loop devices`,
        ];
        const took = seconds((performance.now() - begin) / 1000);
        const there = gone.processes.length + gone.networks.length + gone.files.length > 0;
        process.stderr.write(
          there ? `Lab ${name} is down in ${took}: ${parts.join(", ")}\n` : `There is nothing of a lab ${name}\n`,
        );
      }),
    );
}
