import { copyFile, mkdir, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { sha256 } from "../build/cache.js";
import { LabError } from "../error.js";
import type { Lab } from "../lab.js";
import { writeState } from "../state.js";
import { imagesOn, importArchive, pin, tagOn } from "./load.js";
import { fullName } from "./reference.js";

/**
 * Loads an image archive into every node, and into nodes that are added later.
 * @returns the names of the images in it
 */
export async function loadImage(lab: Lab, file: string): Promise<string[]> {
  if (
    !(await stat(file).then(
      (found) => found.isFile(),
      () => false,
    ))
  ) {
    // prettier-ignore
    throw new LabError(`there is no file ${file}`, "make one with docker save, or as an OCI layout in a tar");
  }
  const folder = join(lab.names.root, "images");
  const archive = join(folder, `${(await sha256(file)).slice(0, 20)}.tar`);
  const known = lab.state.images.find((image) => image.archive === archive);
  if (known !== undefined) return known.names;
  await mkdir(folder, { recursive: true });
  await copyFile(file, `${archive}.new`);
  await rename(`${archive}.new`, archive);
  const added = new Set<string>();
  for (const node of lab.nodes) {
    const before = await imagesOn(node);
    await importArchive(node, archive).catch((error: unknown) => {
      throw new LabError(`${basename(file)} can't be loaded into ${node.name}`, "it must be an OCI layout or a docker archive", { cause: error }); // prettier-ignore
    });
    for (const name of await imagesOn(node)) {
      if (before.has(name)) continue;
      await pin(node, name);
      added.add(name);
    }
  }
  lab.state.images.push({ archive, names: [...added] });
  writeState(lab.state);
  return [...added];
}

/** Gives an image of the lab another name on every node, and on nodes that are added later. */
export async function tagImage(lab: Lab, source: string, target: string): Promise<{ source: string; target: string }> {
  const names = { source: fullName(source), target: fullName(target) };
  for (const node of lab.nodes) {
    const present = await imagesOn(node);
    if (!present.has(names.source)) {
      throw new LabError(`${node.name} has no image ${names.source}`, `it has ${[...present].join(", ")}`);
    }
    await tagOn(node, names.source, names.target);
  }
  lab.state.tags = [...lab.state.tags.filter((tag) => tag.target !== names.target), names];
  writeState(lab.state);
  return names;
}
