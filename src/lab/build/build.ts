import { chmod, mkdir, readdir, rename, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Component, Profile } from "../component.js";
import { components } from "../components/index.js";
import { run } from "../command.js";
import { LabError } from "../error.js";
import { withLock } from "../lock.js";
import { cacheRoot } from "../names.js";
import { builtManifest, componentsDirectory, entryDirectory, fingerprint, type Manifest, MANIFEST, missingComponents, outputs } from "./cache.js"; // prettier-ignore
import { unpackDebian } from "./debian.js";
import { buildGo, goBuildCache, goVersion } from "./go.js";
import { componentKey } from "./key.js";
import { unpackWheel } from "./wheel.js";

/** Hears how a build goes. Seconds are estimates until a component is done. */
export interface BuildObserver {
  starts?(component: Component, remainingSeconds: number): void;
  ends?(component: Component, manifest: Manifest): void;
}

export interface BuildOptions {
  /** "core" when absent. */
  profile?: Profile;
  /** Keep compiled packages for the next build instead of freeing their disk space. */
  keepBuildCache?: boolean;
  signal?: AbortSignal;
}

const GIB = 1024 ** 3;
/** Profile core built from nothing: 5.2 GiB of compiled packages, 2.1 of modules, 0.8 of programs; full is 2.5 times that. */
const FULL_BUILD_BYTES = 20 * GIB;

async function requireDisk(missing: Component[]): Promise<void> {
  const total = components.reduce((sum, { buildSeconds }) => sum + buildSeconds, 0);
  const needed = (FULL_BUILD_BYTES * missing.reduce((sum, { buildSeconds }) => sum + buildSeconds, 0)) / total;
  const { bavail, bsize } = await statfs(cacheRoot());
  if (bavail * bsize >= needed) return;
  const gib = (bytes: number): string => (bytes / GIB).toFixed(1);
  throw new LabError(
    `building needs about ${gib(needed)} GiB in ${cacheRoot()}, and ${gib(bavail * bsize)} GiB are free`,
    "free some, or set KARAT_CACHE to a folder on a larger disk",
  );
}

/** Brings a component's files into a folder, from wherever they come. */
async function obtain(
  component: Component,
  bin: string,
  scratch: string,
  signal?: AbortSignal,
): Promise<{ builtBy: string; version?: string }> {
  const { source } = component;
  switch (source.from) {
    case "go":
      return { builtBy: await buildGo({ ...component, source }, bin, signal) };
    case "debian":
      return { builtBy: "dpkg-deb", version: await unpackDebian({ ...component, source }, bin, scratch) };
    case "wheel":
      await unpackWheel({ ...component, source }, bin, scratch, signal);
      return { builtBy: "unzip" };
  }
}

/** Builds one component beside its place and moves it there whole. */
async function buildOne(component: Component, signal?: AbortSignal): Promise<Manifest> {
  const begin = performance.now();
  const work = join(componentsDirectory(), `.building-${component.name}`);
  await rm(work, { recursive: true, force: true });
  const bin = join(work, "bin");
  const { builtBy, version = component.version } = await obtain(component, bin, join(work, "scratch"), signal);
  for (const name of outputs(component)) await chmod(join(bin, name), 0o755);
  if (component.smoke !== undefined) await run(join(bin, outputs(component)[0] ?? ""), component.smoke);
  const manifest: Manifest = {
    name: component.name,
    version,
    key: componentKey(component),
    builtBy,
    seconds: Math.round((performance.now() - begin) / 100) / 10,
    files: await fingerprint(bin),
  };
  await writeFile(join(work, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(entryDirectory(component), { recursive: true, force: true });
  await rename(work, entryDirectory(component));
  return manifest;
}

/**
 * How long the rest takes, from the declared seconds of two idle cores and how this machine did until now.
 * @param done declared and measured seconds of what was built in this run
 */
export function remainingSeconds(rest: Component[], done: { declared: number; measured: number }[]): number {
  // A single small component says little about the machine: weigh in half a minute at the declared pace.
  const prior = 30;
  const declared = done.reduce((sum, one) => sum + one.declared, prior);
  const measured = done.reduce((sum, one) => sum + one.measured, prior);
  return (rest.reduce((sum, { buildSeconds }) => sum + buildSeconds, 0) * measured) / declared;
}

async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(componentsDirectory())) {
    if (name.startsWith(".building-")) await rm(join(componentsDirectory(), name), { recursive: true, force: true });
  }
}

/** Builds what the cache lacks; a build that was cut off goes on where it was. Returns what was built. */
export async function buildComponents(observer: BuildObserver = {}, options: BuildOptions = {}): Promise<Manifest[]> {
  await mkdir(componentsDirectory(), { recursive: true });
  return withLock(join(cacheRoot(), "build.lock"), `the cache ${cacheRoot()} is being built`, async () => {
    const missing = await missingComponents(options.profile ?? "core");
    const built: Manifest[] = [];
    const done: { declared: number; measured: number }[] = [];
    try {
      if (missing.length > 0) await requireDisk(missing);
      if (missing.some(({ source }) => source.from === "go")) await goVersion();
      for (const [position, component] of missing.entries()) {
        options.signal?.throwIfAborted();
        observer.starts?.(component, remainingSeconds(missing.slice(position), done));
        const manifest = await buildOne(component, options.signal).catch((error: unknown) => {
          // Ctrl-C reaches what was started from here, too: its own complaint says less.
          throw options.signal?.aborted ? options.signal.reason : error;
        });
        built.push(manifest);
        done.push({ declared: component.buildSeconds, measured: manifest.seconds });
        observer.ends?.(component, manifest);
      }
    } finally {
      await removeLeftovers();
    }
    if (options.keepBuildCache !== true) await rm(goBuildCache(), { recursive: true, force: true });
    return built;
  });
}

/** Every component with what is in the cache of it. */
export async function buildState(): Promise<{ component: Component; manifest: Manifest | undefined }[]> {
  return Promise.all(components.map(async (component) => ({ component, manifest: await builtManifest(component) })));
}
