import { readFileSync } from "node:fs";
import type { ApiObject } from "../record/facts.js";

/** A script beside this file, as a container's command takes it. */
export function readScript(name: string): string {
  // The kubelet expands $(NAME) in commands, and takes $$ for $ (API doc of Container.command).
  return readFileSync(new URL(`./${name}`, import.meta.url), "utf8").replaceAll("$", "$$$$");
}

/** Lets a container of a manifest run a script that knows who it is. Variables without a value are left out. */
export function runScript(
  container: ApiObject,
  script: string,
  variables: Readonly<Record<string, string | undefined>>,
): void {
  container["command"] = ["/bin/sh", "-c", script];
  container["env"] = [
    ...((container["env"] as ApiObject[] | undefined) ?? []),
    { name: "KARAT_POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
    { name: "KARAT_NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
    ...Object.entries({ KARAT_CONTAINER: String(container["name"]), ...variables })
      .filter(([, value]) => value)
      .map(([name, value]) => ({ name, value })),
  ];
}
