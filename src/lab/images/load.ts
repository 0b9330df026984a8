import { ctr } from "../containerd.js";
import { durations } from "../durations.js";
import type { NodeNames } from "../names.js";
import type { BuiltImage } from "./build.js";

/** The kubelet's garbage collection leaves pinned images alone. */
const PINNED = "io.cri-containerd.pinned=pinned";

export async function imagesOn(node: NodeNames): Promise<Set<string>> {
  return new Set((await ctr(node, ["images", "list", "--quiet"])).trim().split("\n"));
}

/** Imports and pins what the node lacks (idempotent). */
export async function importImages(node: NodeNames, images: BuiltImage[]): Promise<void> {
  const present = await imagesOn(node);
  for (const { name, archive } of images.filter((image) => !present.has(image.name))) {
    await ctr(node, ["images", "import", "--local", "--snapshotter", "overlayfs", archive], durations.image);
    await ctr(node, ["images", "label", name, PINNED]);
  }
}
