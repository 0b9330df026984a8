import { join } from "node:path";
import { entryDirectory, outputs } from "./build/cache.js";
import { components, componentOf } from "./components/index.js";

/** Where a built component keeps its programs. */
export function binDirectory(component: string): string {
  return join(entryDirectory(componentOf(component)), "bin");
}

/** Path of a built program, such as "kubelet" or "ctr". */
export function binary(name: string): string {
  const component = components.find((candidate) => outputs(candidate).includes(name));
  if (component === undefined) throw new Error(`no component has a program ${name}`);
  return join(entryDirectory(component), "bin", name);
}
