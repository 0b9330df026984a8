import { ctr } from "../containerd.js";
import { durations } from "../durations.js";
import type { NodeNames } from "../names.js";
import type { LabState } from "../state.js";
import type { BuiltImage } from "./build.js";
import { PROBE_IMAGE, PUBLIC_PROBE_IMAGE } from "./names.js";

/** The kubelet's garbage collection leaves pinned images alone. */
const PINNED = "io.cri-containerd.pinned=pinned";

/** Names of the node's images; not those that only a digest names. */
export async function imagesOn(node: NodeNames): Promise<Set<string>> {
  const names = (await ctr(node, ["images", "list", "--quiet"])).split("\n");
  return new Set(names.filter((name) => name !== "" && !name.startsWith("sha256:")));
}

/**
 * Unpacks an archive (OCI layout or `docker save`) into a node.
 * @returns full names of the images in it
 */
export async function importArchive(node: NodeNames, archive: string): Promise<string[]> {
  const said = await ctr(node, ["images", "import", "--local", "--snapshotter", "overlayfs", archive], durations.image);
  return [...said.matchAll(/^unpacking (\S+) \(sha256:/gm)].map((match) => match[1] ?? "");
}

export const pin = (node: NodeNames, name: string): Promise<string> => ctr(node, ["images", "label", name, PINNED]);

/** Gives a node's image another name; a name that is taken moves. */
export async function tagOn(node: NodeNames, source: string, target: string): Promise<void> {
  await ctr(node, ["images", "tag", "--force", source, target]);
  await pin(node, target);
}

/** Brings a node all images of the lab: built, loaded and named by the user (idempotent). */
export async function importImages(node: NodeNames, built: BuiltImage[], lab: LabState): Promise<void> {
  const present = await imagesOn(node);
  const archives = [...built.map(({ name, archive }) => ({ names: [name], archive })), ...lab.images];
  for (const { names, archive } of archives) {
    if (names.every((name) => present.has(name))) continue;
    await importArchive(node, archive);
    for (const name of names) await pin(node, name);
  }
  const tags = [{ source: PROBE_IMAGE, target: PUBLIC_PROBE_IMAGE }, ...lab.tags];
  for (const { source, target } of tags) if (!present.has(target)) await tagOn(node, source, target);
}
