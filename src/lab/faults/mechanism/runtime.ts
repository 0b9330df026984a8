import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { driverOf } from "../../accelerators/index.js";
import { readJson, writeJson } from "../../accelerators/files.js";
import type { PersonaId } from "../../accelerators/persona.js";
import { personas } from "../../accelerators/personas/index.js";
import { binary } from "../../binaries.js";
import type { Lab } from "../../lab.js";
import type { NodeNames } from "../../names.js";
import { scriptPath } from "../../script.js";
import type { AcceleratorFile, Plan, RuntimeDefect } from "./edit-bundle.js";
import { nodeSettled } from "./settled.js";

/** Whose change containerd's configuration is: the defects share one wrapper. */
const OWNER = "runtime-wrapper";

/** Gives every node's container runtime a defect; containers that run already keep what they have. */
export async function addRuntimeDefect(lab: Lab, defect: RuntimeDefect): Promise<void> {
  await changeDefects(lab, (before) => [...before.filter((each) => each !== defect), defect]);
}

export async function removeRuntimeDefect(lab: Lab, defect: RuntimeDefect): Promise<void> {
  await changeDefects(lab, (before) => before.filter((each) => each !== defect));
}

async function changeDefects(lab: Lab, change: (before: RuntimeDefect[]) => RuntimeDefect[]): Promise<void> {
  // One by one: each changes the lab's state.
  for (const node of lab.nodes) await setDefects(lab, node, change(defectsOf(node)));
  const since = new Date();
  await Promise.all(lab.nodes.map((node) => nodeSettled(lab, node, since)));
}

async function setDefects(lab: Lab, node: NodeNames, defects: RuntimeDefect[]): Promise<void> {
  const { folder, plan, wrapper, script } = paths(node);
  if (!defects.length) {
    await lab.setContainerd(OWNER, node.name, undefined);
    await rm(folder, { recursive: true, force: true });
    return;
  }
  await mkdir(folder, { recursive: true });
  await copyFile(scriptPath("./edit-bundle.js", import.meta.url), script);
  writeJson(plan, planFor(node, defects));
  await writeFile(wrapper, wrapperScript(script, plan), { mode: 0o755 });
  await lab.setContainerd(OWNER, node.name, withRuntime(wrapper));
}

function planFor(node: NodeNames, defects: RuntimeDefect[]): Plan {
  const accelerators: AcceleratorFile[] = [];
  const control: AcceleratorFile[] = [];
  for (const id of Object.keys(personas) as PersonaId[]) {
    const config = driverOf(node, id);
    const persona = personas[id];
    for (const { slot, name, identity, node: device } of config?.slots ?? []) {
      const names = [String(slot), identity.uuid, `${persona.driver}/${name}`];
      accelerators.push({ path: persona.deviceFile(slot), major: device.major, minor: device.minor, names });
    }
    if (persona.controlFile && config?.control) {
      const { major, minor } = config.control;
      control.push({ path: persona.controlFile, major, minor, names: [] });
    }
  }
  const variables = Object.values(personas).flatMap(({ pluginEnv }) => Object.keys(pluginEnv([])));
  return { defects, accelerators, control, variables, kubeletRoot: node.kubeletRoot };
}

/** Only `create` starts a container; everything else is runc's at once. */
function wrapperScript(script: string, plan: string): string {
  return `#!/bin/sh
for argument; do
  [ "$argument" = create ] && creates=yes
  [ "$previous" = --bundle ] && bundle=$argument
  previous=$argument
done
if [ "$creates" ] && [ "$bundle" ]; then
  "${process.execPath}" "${script}" "${plan}" "$bundle" || exit 1
fi
exec "${binary("runc")}" "$@"
`;
}

function withRuntime(wrapper: string) {
  const runc = { options: { BinaryName: wrapper } };
  return { plugins: { "io.containerd.cri.v1.runtime": { containerd: { runtimes: { runc } } } } };
}

function defectsOf(node: NodeNames): RuntimeDefect[] {
  return (readJson(paths(node).plan) as Plan | undefined)?.defects ?? [];
}

function paths(node: NodeNames) {
  const folder = join(node.root, "runtime-wrapper");
  return {
    folder,
    plan: join(folder, "plan.json"),
    wrapper: join(folder, "runc"),
    // Without a package.json near it, only this ending makes it a module.
    script: join(folder, "edit-bundle.mjs"),
  };
}
