import { labNames } from "../../names.js";
import { start, stop } from "../../process.js";
import type { Lab } from "../../lab.js";
import { scriptPath, scriptProcess } from "../../script.js";

/** How pods that wait for accelerators are answered: see answer-demand.ts. */
export type Answer = "plain-machine" | "node-by-hand";

/** Starts a process that answers them until it is stopped (idempotent). */
export async function startAnswering({ names: { name } }: Lab, answer: Answer): Promise<void> {
  await start({
    name: answer,
    lab: name,
    cgroup: labNames(name).cgroup,
    ...scriptProcess(scriptPath("./answer-demand.js", import.meta.url), [labNames(name).kubeconfig, answer]),
  });
}

export async function stopAnswering({ names: { name } }: Lab, answer: Answer): Promise<void> {
  await stop(name, answer);
}
