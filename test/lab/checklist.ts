import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a checklist in the programme's shape that asks for these requirements; returns its path. */
export function checklistOf(folder: string, ids: readonly string[]): string {
  const path = join(folder, `checklist-${createHash("sha256").update(ids.join()).digest("hex").slice(0, 8)}.yaml`);
  const items = ids.flatMap((id) => [`    - id: ${id}`, "      level: MUST", `      description: "The lab's ${id}."`]);
  const lines = ["metadata:", "  kubernetesVersion: v1.37", "spec:", "  lab:", ...items];
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
