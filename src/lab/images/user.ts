import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { sha256 } from "../build/cache.js";
import { LabError, NotThere } from "../error.js";
import type { Lab } from "../lab.js";
import { writeState } from "../state.js";
import { imagesOn, importArchive, pin, tagOn } from "./load.js";
import { fullName } from "./reference.js";

/**
 * Loads an image archive into every node, and into nodes that are added later.
 * @returns the names of the images in it
 */
export async function loadImage(lab: Lab, file: string): Promise<string[]> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) {
    throw new NotThere(`there is no file ${file}`, "make one with docker save, or as an OCI layout in a tar");
  }
  const folder = join(lab.names.root, "images");
  const archive = join(folder, `${(await sha256(file)).slice(0, 20)}.tar`);
  const known = lab.state.images.find((image) => image.archive === archive);
  if (known !== undefined) return known.names;
  await mkdir(folder, { recursive: true });
  await copyUncompressed(file, archive);
  const names = await loadEverywhere(lab, archive).catch(async (error: unknown) => {
    await rm(archive, { force: true });
    throw new LabError(`${basename(file)} can't be loaded`, "it must be an OCI layout or a docker archive, in a tar", {
      cause: error,
    });
  });
  // A name that came with an earlier archive is this one's now.
  const earlier = lab.state.images.map((image) => ({
    ...image,
    names: image.names.filter((name) => !names.includes(name)),
  }));
  lab.state.images = [...earlier.filter((image) => image.names.length > 0), { archive, names }];
  writeState(lab.state);
  return names;
}

/** containerd reads plain tars only. */
async function copyUncompressed(file: string, to: string): Promise<void> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  await handle.close();
  const gzipped = buffer[0] === 0x1f && buffer[1] === 0x8b;
  await pipeline(createReadStream(file), gzipped ? createGunzip() : new PassThrough(), createWriteStream(to));
}

async function loadEverywhere(lab: Lab, archive: string): Promise<string[]> {
  const loaded = new Set<string>();
  for (const node of lab.nodes) {
    for (const name of await importArchive(node, archive)) {
      await pin(node, name);
      loaded.add(name);
    }
  }
  if (loaded.size === 0) throw new LabError("there is no named image in it");
  return [...loaded];
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
