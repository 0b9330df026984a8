import { createHash } from "node:crypto";
import { packTar, type TarEntry } from "modern-tar";

/** What an image runs when a pod names nothing else (OCI image-spec, config.md). */
export interface ImageConfig {
  entrypoint: string[];
  cmd?: string[];
  env?: string[];
  /** Numeric, so that a kubelet can see that it is not root. */
  user?: string;
}

/** Made from the same input, an image has the same bytes: no times, no owners but root. */
const EPOCH = new Date(0);

export const directory = (name: string, mode = 0o755): TarEntry => ({
  header: { name: `${name}/`, type: "directory", size: 0, mode, mtime: EPOCH, uid: 0, gid: 0 },
});

export const file = (name: string, body: Uint8Array | string, mode = 0o644): TarEntry => ({
  header: { name, type: "file", size: Buffer.byteLength(body), mode, mtime: EPOCH, uid: 0, gid: 0 },
  body,
});

export const symlink = (name: string, linkname: string): TarEntry => ({
  header: { name, type: "symlink", linkname, size: 0, mode: 0o777, mtime: EPOCH, uid: 0, gid: 0 },
});

const digest = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Architecture as OCI names it. */
const architecture = (): string => (process.arch === "x64" ? "amd64" : process.arch);

/**
 * An OCI image layout (image-spec v1.1) in one tar, of one image with one layer.
 * @param name full name with tag; containerd takes it from the annotation
 */
export async function imageArchive(name: string, rootfs: TarEntry[], config: ImageConfig): Promise<Uint8Array> {
  const layer = await packTar(rootfs);
  const blob = (
    mediaType: string,
    bytes: Uint8Array | string,
  ): { mediaType: string; digest: string; size: number } => ({
    mediaType,
    digest: `sha256:${digest(bytes)}`,
    size: Buffer.byteLength(bytes),
  });
  const configuration = JSON.stringify({
    architecture: architecture(),
    os: "linux",
    config: {
      Entrypoint: config.entrypoint,
      Cmd: config.cmd ?? [],
      Env: config.env ?? [],
      User: config.user ?? "",
      WorkingDir: "/",
    },
    rootfs: { type: "layers", diff_ids: [`sha256:${digest(layer)}`] },
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: blob("application/vnd.oci.image.config.v1+json", configuration),
    layers: [blob("application/vnd.oci.image.layer.v1.tar", layer)],
  });
  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [
      {
        ...blob("application/vnd.oci.image.manifest.v1+json", manifest),
        annotations: { "io.containerd.image.name": name, "org.opencontainers.image.ref.name": name.split(":").at(-1) },
      },
    ],
  });
  return packTar([
    file("oci-layout", JSON.stringify({ imageLayoutVersion: "1.0.0" })),
    file("index.json", index),
    ...[layer, configuration, manifest].map((bytes) => file(`blobs/sha256/${digest(bytes)}`, bytes)),
  ]);
}
