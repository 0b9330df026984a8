import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ApiObject } from "../../record/facts.js";
import { OPERATOR } from "../../run/durations.js";

const SCRIPT = readFileSync(new URL("./worker.sh", import.meta.url), "utf8")
  // The kubelet expands $(NAME) in commands, and takes $$ for $ (API doc of Container.command).
  .replaceAll("$", "$$$$");

/** Turns every container that an object asks for into a worker, whatever kind of template it stands in. */
export function equipWorkers(object: ApiObject, given: { image: string; nonce: string }): ApiObject {
  const copy = structuredClone(object);
  visit(copy, given);
  return copy;
}

function visit(value: unknown, given: { image: string; nonce: string }): void {
  if (value === null || typeof value !== "object") return;
  for (const [key, part] of Object.entries(value)) {
    if (key === "containers" && Array.isArray(part)) for (const container of part) equip(container as ApiObject, given);
    else visit(part, given);
  }
}

function equip(container: ApiObject, { image, nonce }: { image: string; nonce: string }): void {
  container["image"] ??= image;
  container["imagePullPolicy"] ??= "IfNotPresent";
  container["command"] ??= ["/bin/sh", "-c", SCRIPT];
  container["env"] = [
    ...((container["env"] ?? []) as ApiObject[]),
    { name: "KARAT_NONCE", value: nonce },
    { name: "KARAT_POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } },
    { name: "KARAT_STAY", value: String(OPERATOR.stay) },
  ];
}

/** Whether a log has the worker's line; says nothing about whether it can be trusted. */
export function hasLine(log: string): boolean {
  return /^karat-worker\/1 .*\n/m.test(log);
}

/** Whether a log shows that this very pod executed the worker in the run of this nonce. */
export function showsWork(log: string, nonce: string, podUid: string): boolean {
  const proof = createHash("sha256").update(`${nonce}/${podUid}`).digest("hex");
  return nonce.length >= 8 && log.split("\n").includes(`karat-worker/1 ${nonce} ${podUid} ${proof}`);
}
