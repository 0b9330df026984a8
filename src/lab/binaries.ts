import { join } from "node:path";
import { builtManifest, entryDirectory, outputs } from "./build/cache.js";
import type { Component } from "./component.js";
import { components, componentOf } from "./components/index.js";
import { LabError } from "./error.js";

/** Where a built component keeps its programs. */
export function binDirectory(component: string): string {
  return join(entryDirectory(componentOf(component)), "bin");
}

/** Path of a built program, such as "kubelet" or "ctr". */
export function binary(name: string): string {
  return join(entryDirectory(ownerOf(name)), "bin", name);
}

/** sha256 of a built program, as it was when it was built. @throws when it is not built */
export async function checksum(name: string): Promise<string> {
  const sum = (await builtManifest(ownerOf(name)))?.files[name]?.sha256;
  if (sum === undefined) throw new LabError(`${name} is not built`, "karat lab build");
  return sum;
}

function ownerOf(program: string): Component {
  const component = components.find((candidate) => outputs(candidate).includes(program));
  if (component === undefined) throw new Error(`no component has a program ${program}`);
  return component;
}
