import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { NodeNames } from "../names.js";
import type { Persona } from "./persona.js";

/** A file of the node that granted containers find at a path of their own, read-only. */
export interface Mount {
  path: string;
  hostPath: string;
}

/**
 * The driver's library, small and real: a file of the node whose name in the container bears the version, as that of
 * libcuda.so does.
 */
export async function makeLibrary(node: NodeNames, persona: Persona, version: string): Promise<Mount> {
  const hostPath = join(node.devices, `${persona.id}-library-${version}`);
  await mkdir(dirname(hostPath), { recursive: true, mode: 0o700 });
  await writeFile(hostPath, `KARAT-LIBRARY/1\nversion=${version}\n`, { mode: 0o644 });
  return { path: persona.library(version), hostPath };
}
