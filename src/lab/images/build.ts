import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TarEntry } from "modern-tar";
import { ADD_ON_USER, type AddOnImage } from "../addon.js";
import { binary } from "../binaries.js";
import { LOADER } from "../components/glibc.js";
import { run } from "../command.js";
import { outputs } from "../build/cache.js";
import { componentOf } from "../components/index.js";
import { cacheRoot } from "../names.js";
import { directory, file, imageArchive, type ImageConfig, symlink } from "./archive.js";
import { PAUSE_IMAGE, PROBE_IMAGE } from "./names.js";

/** An image of the lab and its archive in the cache. */
export interface BuiltImage {
  name: string;
  archive: string;
}

/** Processes that a pause container must do: hold the namespaces, reap orphans (ash does), end on SIGTERM. */
const PAUSE = `trap 'exit 0' TERM INT; while :; do /bin/busybox sleep 86400 & wait $!; done`;

const SEARCH_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

async function base(busybox: Uint8Array): Promise<TarEntry[]> {
  const applets = (await run(binary("busybox"), ["--list"])).trim().split("\n");
  return [
    ...["bin", "dev", "etc", "proc", "root", "run", "sys", "usr", "usr/bin", "var"].map((name) => directory(name)),
    directory("tmp", 0o1777),
    file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
    file("etc/group", "root:x:0:\nnobody:x:65534:\n"),
    file("bin/busybox", busybox, 0o755),
    ...applets.filter((applet) => applet !== "busybox").map((applet) => symlink(`bin/${applet}`, "busybox")),
    symlink("usr/bin/env", "/bin/busybox"),
  ];
}

async function build(
  name: string,
  inputs: Uint8Array[],
  rootfs: () => Promise<TarEntry[]>,
  config: ImageConfig,
): Promise<BuiltImage> {
  const hash = createHash("sha256").update(JSON.stringify({ name, config }));
  for (const input of inputs) hash.update(input);
  const images = join(cacheRoot(), "images");
  const archive = join(images, `${name.replace(/^.*\//, "").replace(":", "-")}-${hash.digest("hex").slice(0, 16)}.tar`);
  if (
    !(await stat(archive).then(
      () => true,
      () => false,
    ))
  ) {
    // prettier-ignore
    await mkdir(images, { recursive: true });
    await writeFile(`${archive}.${process.pid}`, await imageArchive(name, await rootfs(), config));
    await rename(`${archive}.${process.pid}`, archive);
  }
  return { name, archive };
}

/** The images that every node of every lab has, built from components alone (cached). */
export async function buildImages(): Promise<BuiltImage[]> {
  const [busybox, agnhost] = await Promise.all([readFile(binary("busybox")), readFile(binary("agnhost"))]);
  const rootfs = (): Promise<TarEntry[]> => base(busybox);
  return [
    await build(PAUSE_IMAGE, [busybox], rootfs, { entrypoint: ["/bin/sh", "-c", PAUSE] }),
    await build(
      PROBE_IMAGE,
      [busybox, agnhost],
      async () => [...(await rootfs()), file("agnhost", agnhost, 0o755)],
      // As the public agnhost image has it, so that the same pods run on either.
      { entrypoint: ["/agnhost"], cmd: ["pause"], env: [SEARCH_PATH] },
    ),
  ];
}

/** Where the loader looks when nothing tells it otherwise, and where programs expect the loader. */
const LIBRARIES = "lib";
const LOADER_PLACE = process.arch === "arm64" ? "lib" : "lib64";

async function libraries(): Promise<TarEntry[]> {
  const names = outputs(componentOf("glibc"));
  const files = names.map(async (name) => {
    const place = name === LOADER ? LOADER_PLACE : LIBRARIES;
    return file(`${place}/${name}`, await readFile(binary(name)), 0o755);
  });
  return [
    directory("lib"),
    ...(LOADER_PLACE === "lib" ? [] : [directory(LOADER_PLACE)]),
    ...(await Promise.all(files)),
  ];
}

/** An add-on's image: the small tools, its programs, and a user that is not root (cached). */
export async function buildAddOnImage({ name, programs, dynamic, places = {} }: AddOnImage): Promise<BuiltImage> {
  const paths = programs.map((program) => places[program] ?? program);
  const inputs = await Promise.all([binary("busybox"), ...programs.map(binary)].map((path) => readFile(path)));
  const [busybox = Buffer.alloc(0), ...bodies] = inputs;
  const rootfs = async (): Promise<TarEntry[]> => [
    ...(await base(busybox)),
    ...(dynamic === true ? await libraries() : []),
    ...paths.map((path, position) => file(path, bodies[position] ?? "", 0o755)),
  ];
  return build(name, inputs, rootfs, { entrypoint: [`/${paths[0] ?? ""}`], env: [SEARCH_PATH], user: ADD_ON_USER });
}
