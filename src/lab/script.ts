import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LabError } from "./error.js";

/**
 * Path of a compiled script of ours that is run as a process of its own.
 * @param url relative to `base`, such as "./relay.js"
 * @param base import.meta.url of the caller; when that is TypeScript (a test), the build's copy is used
 */
export function scriptPath(url: string, base: string): string {
  const source = fileURLToPath(new URL(url, base));
  const built = base.endsWith(".ts") ? source.replace(/\/src\/(?!.*\/src\/)/, "/dist/") : source;
  if (!existsSync(built)) throw new LabError(`${built} is missing`, "npm run build");
  return built;
}
