import { copyFile, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Component, Source } from "../component.js";
import { run, succeeds } from "../command.js";
import { durations } from "../durations.js";
import { LabError } from "../error.js";

type DebianSource = Extract<Source, { from: "debian" }>;

const isFile = (path: string): Promise<boolean> => stat(path).then((found) => found.isFile(), () => false); // prettier-ignore

/** A machine whose package lists were never fetched knows no candidate. */
async function ensureCandidate(name: string): Promise<void> {
  const known = async (): Promise<boolean> => /Candidate: [^(]/.test(await run("apt-cache", ["policy", name]));
  if (await known()) return;
  await run("apt-get", ["update"], { seconds: durations.packages });
  if (!(await known()))
    throw new LabError(`apt knows no package ${name}`, "check /etc/apt/sources.list, then apt-get update");
}

/**
 * Takes a component's files out of its Debian package, which apt checks against the archive's signature.
 * @returns the package's version
 */
export async function unpackDebian(
  component: Component & { source: DebianSource },
  into: string,
  scratch: string,
): Promise<string> {
  const { source } = component;
  if (!(await succeeds("apt-get", ["--version"]))) {
    throw new LabError(
      `${component.name} comes from a Debian package, and there is no apt-get here`,
      "on a Debian or Ubuntu machine run karat lab pack FILE, here karat lab unpack FILE",
    );
  }
  await ensureCandidate(source.package);
  await mkdir(scratch, { recursive: true });
  await mkdir(into, { recursive: true });
  await run("apt-get", ["download", source.package], { cwd: scratch, seconds: durations.packages });
  const archive = (await readdir(scratch)).find((name) => name.endsWith(".deb"));
  if (archive === undefined) throw new LabError(`apt-get download ${source.package} left no package`);
  const root = join(scratch, "root");
  await run("dpkg-deb", ["--extract", join(scratch, archive), root]);
  for (const [name, path] of Object.entries(source.files)) {
    // Newer releases have moved /bin and /sbin below /usr.
    const places = [join(root, path), join(root, "usr", path), join(root, path.replace("/sbin/", "/bin/"))];
    const found = (await Promise.all(places.map(isFile))).indexOf(true);
    const place = places[found];
    if (place === undefined) throw new LabError(`Debian package ${source.package} has no /${path}`);
    await copyFile(place, join(into, name));
  }
  const version = await run("dpkg-deb", ["--field", join(scratch, archive), "Version"]);
  await rm(scratch, { recursive: true, force: true });
  return version.trim();
}
