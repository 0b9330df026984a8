import { durations, until } from "../durations.js";
import type { Fault } from "../fault.js";
import type { Lab } from "../lab.js";
import { logTail, start, stop } from "../process.js";
import { scriptPath, scriptProcess } from "../script.js";
import { onGateways } from "./mechanism/routes.js";

const PROCESS = "granter";

export const referencesNeverRefused: Fault = {
  id: "F21",
  breaks: ["ai_inference"],
  what: "A route reaches backends in other namespaces, whether these allow it or not.",
  how: "A process makes a ReferenceGrant for every backend that an HTTPRoute names in another namespace.",
  ...onGateways(startGranter, (lab) => stop(lab.names.name, PROCESS)),
};

async function startGranter(lab: Lab): Promise<void> {
  const script = scriptPath("./mechanism/grant-references.js", import.meta.url);
  await start({
    name: PROCESS,
    lab: lab.names.name,
    cgroup: lab.names.cgroup,
    network: lab.names.network,
    ...scriptProcess(script, [lab.names.innerKubeconfig]),
  });
  await until(
    durations.controlPlane,
    async () => ((await watches(lab)) ? true : undefined),
    async () => new Error(`${PROCESS} does not watch routes: ${await logTail(lab.names.name, PROCESS)}`),
  );
}

async function watches(lab: Lab): Promise<boolean> {
  return (await logTail(lab.names.name, PROCESS, 1)).startsWith("watching");
}
