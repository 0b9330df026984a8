import type { ApiObject, Kube } from "../../../kube/index.js";
import type { AddOn } from "../../addon.js";
import { withKube } from "../../addons/cluster.js";
import { installAddOn, objectsOf } from "../../addons/install.js";
import { durations, until } from "../../durations.js";
import type { Lab } from "../../lab.js";
import { change, writeState } from "../../state.js";

/**
 * Makes an add-on wrong in a way that its own file knows, or right again, and returns when it stands so.
 * @param by the fault's id: several may change one add-on, and each takes back its own
 */
export async function setAddOnDefect(lab: Lab, by: string, addOn: AddOn, defect: string | undefined): Promise<void> {
  change(lab.state.addOns, by, addOn.name, defect === undefined ? undefined : [defect]);
  writeState(lab.state);
  await withKube(lab.state, async (kube) => {
    const right = await objectsOf(addOn, { lab: { ...lab.state, addOns: {} }, kube });
    const wanted = new Set((await objectsOf(addOn, { lab: lab.state, kube })).map(nameOf));
    for (const object of right.filter((each) => !wanted.has(nameOf(each)))) await remove(kube, object);
    await installAddOn(addOn, { lab: lab.state, kube });
  });
}

function nameOf({ kind, metadata }: ApiObject): string {
  return `${String(kind)} ${metadata.namespace}/${metadata.name}`;
}

/** With all that it made, such as pods. */
async function remove(kube: Kube, { apiVersion, kind, metadata }: ApiObject): Promise<void> {
  const ref = { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
  await kube.delete(ref, { propagationPolicy: "Foreground" });
  const path = await kube.path(ref);
  await until(
    durations.addOn,
    async () => ((await kube.get(path)) === null ? true : undefined),
    () => new Error(`${kind} ${metadata.name} is still there after ${durations.addOn} s`),
  );
}
