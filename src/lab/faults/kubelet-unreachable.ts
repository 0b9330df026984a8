import { run, succeeds } from "../command.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";

const TABLE = "inet karat-kubelet-unreachable";

export const kubeletUnreachable: Fault = {
  id: "F65",
  breaks: [
    "dra_support",
    "secure_accelerator_access",
    "driver_runtime_management",
    "gang_scheduling",
    "robust_controller",
  ],
  alone: true,
  what: "Logs and exec fail in the middle of a check; who calls that a pass reports what it never saw.",
  how: "A firewall rule cuts the API server off from the kubelets' port; pods are scheduled and run as before.",
  async break(lab) {
    await nft(lab, [
      `add table ${TABLE}`,
      `delete table ${TABLE}`,
      `table ${TABLE} { chain output { type filter hook output priority 0; tcp dport 10250 reject with tcp reset; }; }`,
    ]);
  },
  async heal(lab) {
    if (await succeeds("nsenter", [...inside(lab), "nft", "list", "table", ...TABLE.split(" ")])) {
      await nft(lab, [`delete table ${TABLE}`]);
    }
  },
};

async function nft(lab: Lab, commands: string[]): Promise<void> {
  await run("nsenter", [...inside(lab), "nft", "-f", "-"], { input: `${commands.join("\n")}\n` });
}

/** The API server's network namespace, which is the control plane's. */
function inside(lab: Lab): string[] {
  return [`--net=/run/netns/${lab.names.network}`];
}
