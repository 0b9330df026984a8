import { Command, Option } from "commander";
import type { LabStatus, ProcessStatus } from "../../lab/status.js";
import { type Colours, coloursFor } from "../text/colours.js";
import { labAction, labArgument, mebibytes } from "./common.js";

/** `karat lab status` */
export function statusCommand(): Command {
  return new Command("status")
    .description(
      "how a lab is: its nodes, its processes and what faults changed; ends with 1 when something is not well",
    )
    .addArgument(labArgument())
    .addOption(new Option("--output <format>", "how to print it").choices(["text", "json"]).default("text"))
    .addHelpText("after", "\nExamples:\n  $ karat lab status\n  $ karat lab status dev --output json | jq .well")
    .action(
      labAction(async (name: string, { output }: { output: "text" | "json" }) => {
        const { labStatus } = await import("../../lab/status.js");
        const status = await labStatus(name);
        process.stdout.write(
          output === "json" ? `${JSON.stringify(status, null, 2)}\n` : text(status, coloursFor(process.stdout)),
        );
        if (!status.well) process.exitCode = 1;
      }),
    );
}

function text(status: LabStatus, colours: Colours): string {
  const mark = (well: boolean): string => (well ? colours.green("●") : colours.red("●"));
  const processLine = ({ name, pid, memory, problem }: ProcessStatus): string => {
    const columns = [name.padEnd(26), String(pid ?? "").padStart(7), mebibytes(memory).padStart(9)];
    return `  ${mark(problem === undefined)} ${columns.join(" ")}  ${problem ?? ""}`.trimEnd();
  };
  const nodes = status.nodes.flatMap((node) => [
    "",
    `${mark(node.ready)} ${node.name}${node.elastic === undefined ? "" : ` (${node.elastic})`}  ${node.ready ? "Ready" : "not Ready"}  ${node.ip}  ${node.devices} ${node.persona} accelerators by ${node.access}`,
    ...node.processes.map(processLine),
  ]);
  const addOns = status.addOns.map(({ name, problem }) => `  ${mark(problem === undefined)} ${name}  ${problem ?? ""}`.trimEnd()); // prettier-ignore
  const changed = status.changedBy.length === 0 ? [] : [`changed by    ${status.changedBy.join(", ")}`];
  return [
    `${mark(status.well)} lab ${status.name}  ${status.well ? "well" : "not well"}`,
    `server        ${status.server}`,
    `kubeconfig    ${status.kubeconfig}`,
    `memory        ${mebibytes(status.memory) || "unknown"}`,
    ...changed,
    "",
    "control plane",
    ...status.controlPlane.map(processLine),
    ...nodes,
    ...(addOns.length > 0 ? ["", "add-ons", ...addOns] : []),
    "",
  ].join("\n");
}
