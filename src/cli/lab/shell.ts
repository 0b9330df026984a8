import { spawn } from "node:child_process";
import { Command } from "commander";
import { LabError, NotThere } from "../../lab/error.js";
import { labAction, labArgument } from "./common.js";

/** `karat lab shell` */
export function shellCommand(): Command {
  return new Command("shell")
    .description("a shell on a node: its network, mounts and host name, with kubectl, ctr and runc on the path")
    .argument("<node>", "such as node1")
    .addArgument(labArgument())
    .option("-c, --command <text>", "run this instead of a shell that waits for you")
    .addHelpText(
      "after",
      `
Examples:
  $ karat lab shell node1
  $ karat lab shell node1 -c 'ip route; nft list ruleset'`,
    )
    .action(
      labAction(async (node: string, name: string, { command }: { command?: string }) => {
        const { binDirectory } = await import("../../lab/binaries.js");
        const { SEARCH_PATH } = await import("../../lab/command.js");
        const { holderPid } = await import("../../lab/holder.js");
        const { openLab } = await import("../../lab/lab.js");
        const lab = await openLab(name);
        const names = lab.nodes.find((candidate) => candidate.name === node);
        if (names === undefined) throw new NotThere(`lab ${name} has no node ${node}`, `karat lab status ${name}`);
        const holder = await holderPid(lab.names, names);
        if (holder === undefined) throw new LabError(`${node} is down`, `karat lab up ${name} mends it`);
        const enter = [`--net=/run/netns/${names.network}`, `--mount=/proc/${holder}/ns/mnt`, `--uts=/proc/${holder}/ns/uts`]; // prettier-ignore
        const bins = ["kubectl", "containerd", "runc"].map(binDirectory);
        const shell = command === undefined ? ["bash", "--norc"] : ["sh", "-c", command];
        process.exitCode = await foreground("nsenter", [...enter, ...shell], {
          PATH: [...bins, SEARCH_PATH].join(":"),
          HOME: "/root",
          TERM: process.env["TERM"] ?? "dumb",
          PS1: `${node}# `,
          KUBECONFIG: lab.names.innerKubeconfig,
          CONTAINERD_ADDRESS: names.containerd,
          CONTAINERD_NAMESPACE: "k8s.io",
        });
      }),
    );
}

/** Runs a program on this terminal; signals from the keyboard are the program's. */
export function foreground(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const ignore = (): void => {};
    process.on("SIGINT", ignore);
    const child = spawn(program, args, { stdio: "inherit", env });
    child.once("error", reject);
    child.once("close", (code) => {
      process.off("SIGINT", ignore);
      resolve(code ?? 1);
    });
  });
}
