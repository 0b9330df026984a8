import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { Component, Profile } from "../component.js";
import { componentsOf } from "../components/index.js";
import { LabError } from "../error.js";
import { cacheRoot } from "../names.js";
import { componentKey } from "./key.js";

/** What stands beside a component's files in the cache, written last. */
export const manifestSchema = z.object({
  name: z.string(),
  /** The version that was taken; for a Debian package the archive's. */
  version: z.string(),
  key: z.string(),
  /** What built it, e.g. "go1.26.8 linux/amd64". */
  builtBy: z.string(),
  /** How long it took here. */
  seconds: z.number(),
  files: z.record(z.string(), z.object({ sha256: z.string(), size: z.number() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = "component.json";

export const componentsDirectory = (): string => join(cacheRoot(), "components");

/** A component's place in the cache; it exists only when the component is whole. */
export function entryDirectory(component: Component): string {
  return join(componentsDirectory(), `${component.name}-${componentKey(component)}`);
}

/** The files of a component, its first program first: what its source declares. */
export function outputs({ source }: Component): string[] {
  return Object.keys(source.from === "go" ? { ...source.packages, ...source.charts } : source.files);
}

/** The cached component's manifest; undefined when it isn't built. */
export async function builtManifest(component: Component): Promise<Manifest | undefined> {
  const text = await readFile(join(entryDirectory(component), MANIFEST), "utf8").catch(() => undefined);
  return text === undefined ? undefined : manifestSchema.parse(JSON.parse(text));
}

/** Components that `lab up` with a profile would miss. */
export async function missingComponents(profile: Profile): Promise<Component[]> {
  const needed = componentsOf(profile);
  const built = await Promise.all(needed.map(builtManifest));
  return needed.filter((_, position) => built[position] === undefined);
}

/** @throws naming what lacks */
export async function requireBuilt(profile: Profile): Promise<void> {
  const missing = await missingComponents(profile);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    const option = profile === "core" ? "" : ` --profile ${profile}`;
    throw new LabError(
      `not built yet: ${names}`,
      `karat lab build${option} (once a machine), or karat lab unpack FILE`,
    );
  }
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Files of a directory (not recursive) with their checksums and sizes in bytes. */
export async function fingerprint(directory: string): Promise<Manifest["files"]> {
  const names = (await readdir(directory)).sort();
  const entries = names.map(async (name) => {
    const file = join(directory, name);
    return [name, { sha256: await sha256(file), size: (await stat(file)).size }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
