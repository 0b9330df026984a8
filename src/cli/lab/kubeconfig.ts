import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { labAction, labArgument } from "./common.js";

/** `karat lab kubeconfig` */
export function kubeconfigCommand(): Command {
  return new Command("kubeconfig")
    .description("where the lab's kubeconfig is")
    .addArgument(labArgument())
    .option("--raw", "print the kubeconfig itself")
    .addHelpText(
      "after",
      "\nExamples:\n  $ export KUBECONFIG=$(karat lab kubeconfig)\n  $ karat lab kubeconfig --raw > lab.yaml",
    )
    .action(
      labAction(async (name: string, { raw }: { raw?: true }) => {
        const { openLab } = await import("../../lab/lab.js");
        const { kubeconfig } = (await openLab(name)).names;
        process.stdout.write(raw ? await readFile(kubeconfig, "utf8") : `${kubeconfig}\n`);
      }),
    );
}
