import { Command } from "commander";
import { labDown } from "../lab/lab.js";
import { labUp } from "../lab/up.js";
export function labCommand(): Command {
  const lab = new Command("lab").description("a real Kubernetes cluster on this machine");
  lab.command("up").argument("[name]", "lab", "dev").action(async (name: string) => {
    const up = await labUp({ name }, (step, seconds) => process.stderr.write(`${step} ${seconds.toFixed(1)} s\n`));
    process.stdout.write(`export KUBECONFIG=${up.names.kubeconfig}\n`);
  });
  lab.command("down").argument("[name]", "lab", "dev").action(async (name: string) => void (await labDown(name)));
  return lab;
}
