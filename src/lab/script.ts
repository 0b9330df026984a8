import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LabError } from "./error.js";
import type { ProcessSpec } from "./process.js";

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

/**
 * What runs such a script as a process of the lab. It holds little; V8 would rather keep garbage than collect it.
 * @param heap MiB of what it keeps for long, at most; V8's own limit when absent
 */
export function scriptProcess(path: string, args: string[], heap?: number): Pick<ProcessSpec, "command" | "args"> {
  const limit = heap === undefined ? [] : [`--max-old-space-size=${heap}`];
  return { command: process.execPath, args: [...limit, "--max-semi-space-size=1", path, ...args] };
}
