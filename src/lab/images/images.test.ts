import { createHash } from "node:crypto";
import { unpackTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import { file, imageArchive, symlink } from "./archive.js";
import { fullName } from "./reference.js";

describe("full names", () => {
  test.each([
    ["ubuntu", "docker.io/library/ubuntu:latest"],
    ["ubuntu:22.04", "docker.io/library/ubuntu:22.04"],
    ["me/thing:1", "docker.io/me/thing:1"],
    ["karat.dev/probe:1", "karat.dev/probe:1"],
    ["localhost/x", "localhost/x:latest"],
    ["localhost:5000/a/b", "localhost:5000/a/b:latest"],
    ["a.b/c@sha256:00", "a.b/c@sha256:00"],
  ])("%s is %s", (reference, full) => {
    expect(fullName(reference)).toBe(full);
  });
});

describe("an image archive", () => {
  const make = (): Promise<Uint8Array> =>
    imageArchive("karat.dev/x:1", [file("bin/a", "body", 0o755), symlink("bin/b", "a")], { entrypoint: ["/bin/a"] });

  test("has the same bytes each time", async () => {
    expect(Buffer.compare(await make(), await make())).toBe(0);
    const times = (await unpackTar(await make())).map(({ header }) => header.mtime?.getTime());
    expect(new Set(times)).toEqual(new Set([0]));
  });

  test("is an OCI layout whose every blob has the digest and size that it is named by", async () => {
    const entries = new Map(
      (await unpackTar(await make())).map(({ header, data }) => [header.name, data ?? new Uint8Array()]),
    );
    const json = (name: string): unknown => JSON.parse(Buffer.from(entries.get(name) ?? []).toString());
    const blob = (digest: string): string => `blobs/${digest.replace(":", "/")}`;
    for (const [name, data] of entries) {
      const [, digest] = /^blobs\/sha256\/(.*)$/.exec(name) ?? [];
      if (digest !== undefined) expect(createHash("sha256").update(data).digest("hex")).toBe(digest);
    }
    const index = json("index.json") as { manifests: { digest: string; annotations: Record<string, string> }[] };
    expect(index.manifests[0]?.annotations["io.containerd.image.name"]).toBe("karat.dev/x:1");
    const manifest = json(blob(index.manifests[0]?.digest ?? "")) as {
      config: { digest: string; size: number };
      layers: { digest: string; size: number }[];
    };
    const config = json(blob(manifest.config.digest)) as { rootfs: { diff_ids: string[] }; os: string };
    expect(config).toMatchObject({ os: "linux", rootfs: { diff_ids: [manifest.layers[0]?.digest] } });
    expect(entries.get(blob(manifest.layers[0]?.digest ?? ""))?.length).toBe(manifest.layers[0]?.size);
  });
});
