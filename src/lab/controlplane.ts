import { addresses } from "./addresses.js";
import { binary } from "./binaries.js";
import type { Component } from "./component.js";
import { components } from "./components/index.js";
import { type Credentials, ensureCredentials } from "./credentials.js";
import { type Flags, mergeFlags, toArgs } from "./flags.js";
import { waitUntilWell } from "./healthy.js";
import { labNames } from "./names.js";
import { ensure, type ProcessSpec } from "./process.js";
import { scriptPath, scriptProcess } from "./script.js";
import type { LabState } from "./state.js";

type OfControlPlane = Component & { controlPlane: NonNullable<Component["controlPlane"]> };

/** What runs beside the API server, and it. */
export const controlPlaneComponents: readonly OfControlPlane[] = components.filter(
  (component): component is OfControlPlane => component.controlPlane !== undefined,
);

/** Flags that faults changed about a process, in the order in which they came. */
export function changedFlags(lab: LabState, process: string): Flags[] {
  return Object.values(lab.flags).map((byProcess) => byProcess[process] ?? {});
}

function processOf(component: OfControlPlane, lab: LabState, pki: Credentials): ProcessSpec {
  const names = labNames(lab.name);
  const flags = component.controlPlane.flags({ lab, names, pki });
  return {
    name: component.name,
    lab: lab.name,
    cgroup: names.cgroup,
    network: names.network,
    command: binary(component.name),
    args: toArgs(mergeFlags(flags, ...changedFlags(lab, component.name))),
  };
}

/** Makes the API server reachable from the host, on 127.0.0.1 only. */
export function relayProcess(lab: LabState): ProcessSpec {
  const names = labNames(lab.name);
  const script = scriptPath("./relay.js", import.meta.url);
  return {
    name: "relay",
    lab: lab.name,
    cgroup: names.cgroup,
    network: names.network,
    ...scriptProcess(script, [addresses.controlPlane, `${addresses.apiPort}`], 64),
    listen: { host: "127.0.0.1", port: lab.port },
  };
}

/** Starts what doesn't run of them, and waits until each says that it is well. */
export async function startComponents(lab: LabState, wanted: string[]): Promise<void> {
  const names = labNames(lab.name);
  const pki = await ensureCredentials(names, lab.port);
  const chosen = controlPlaneComponents.filter(({ name }) => wanted.includes(name));
  for (const component of chosen) await ensure(processOf(component, lab, pki));
  await Promise.all(
    chosen.map(({ name, controlPlane }) => waitUntilWell(lab.name, names.network, name, controlPlane.health)),
  );
}
