import { readdir } from "node:fs/promises";
import { Command } from "commander";
import { LabError, NotThere } from "../../lab/error.js";
import { labNames } from "../../lab/names.js";
import { count, labAction, labArgument } from "./common.js";
import { foreground } from "./shell.js";

/** `karat lab logs` */
export function logsCommand(): Command {
  return new Command("logs")
    .description("what a component wrote")
    .argument("<component>", "such as kube-apiserver, or node1-kubelet")
    .addArgument(labArgument())
    .option("-f, --follow", "go on as it grows")
    .option("-n, --tail <lines>", "only the last ones", count(0, 1_000_000))
    .addHelpText("after", "\nExamples:\n  $ karat lab logs kube-scheduler -n 20\n  $ karat lab logs node1-kubelet -f")
    .action(
      labAction(async (component: string, name: string, options: { follow?: true; tail?: number }) => {
        const { logFile } = await import("../../lab/process.js");
        const logs = (await readdir(labNames(name).logs).catch(() => [])).map((file) => file.replace(/\.log$/, ""));
        if (logs.length === 0) throw new NotThere(`there is no lab ${name}`, `karat lab up ${name}`);
        if (!logs.includes(component)) {
          throw new LabError(`lab ${name} has no log of ${component}`, `one of ${logs.sort().join(", ")}`);
        }
        const lines = options.tail === undefined ? "+1" : String(options.tail);
        const follow = options.follow ? ["--follow=name"] : [];
        process.exitCode = await foreground(
          "tail",
          [...follow, `--lines=${lines}`, logFile(name, component)],
          process.env,
        );
      }),
    );
}
