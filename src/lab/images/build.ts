import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dirname } from "node:path/posix";
import type { TarEntry } from "modern-tar";
import { ADD_ON_USER, type AddOnImage } from "../addon.js";
import { binary, checksum } from "../binaries.js";
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

/** What is in an image beside the small tools: built programs, by their path in it. */
type Programs = Readonly<Record<string, string>>;

/** Processes that a pause container must do: hold the namespaces, reap orphans (ash does), end on SIGTERM. */
const PAUSE = `trap 'exit 0' TERM INT; while :; do /bin/busybox sleep 86400 & wait $!; done`;

const SEARCH_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const DIRECTORIES = ["bin", "dev", "etc", "proc", "root", "run", "sys", "usr", "usr/bin", "var"];

/** Small tools and, where they belong, programs. */
async function rootfs(programs: Programs): Promise<TarEntry[]> {
  const applets = (await run(binary("busybox"), ["--list"])).trim().split("\n");
  const places = new Set(Object.keys(programs).map((path) => dirname(path)));
  const more = [...places].filter((place) => place !== "." && !DIRECTORIES.includes(place));
  const files = Object.entries(programs).map(async ([path, program]) => file(path, await readFile(binary(program)), 0o755)); // prettier-ignore
  return [
    ...[...DIRECTORIES, ...more].map((name) => directory(name)),
    directory("tmp", 0o1777),
    file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"),
    file("etc/group", "root:x:0:\nnobody:x:65534:\n"),
    ...applets.filter((applet) => applet !== "busybox").map((applet) => symlink(`bin/${applet}`, "busybox")),
    symlink("usr/bin/env", "/bin/busybox"),
    ...(await Promise.all(files)),
  ];
}

/** Known by the checksums of what is in it, which the cache holds: programs of 100 MB are read when it is made, not before. */
async function build(name: string, own: Programs, config: ImageConfig): Promise<BuiltImage> {
  const programs = { "bin/busybox": "busybox", ...own };
  const sums = await Promise.all(Object.entries(programs).map(async ([path, program]) => [path, await checksum(program)])); // prettier-ignore
  const key = createHash("sha256").update(JSON.stringify({ name, config, sums })).digest("hex").slice(0, 16);
  const images = join(cacheRoot(), "images");
  const archive = join(images, `${name.replace(/^.*\//, "").replace(":", "-")}-${key}.tar`);
  const built = await stat(archive).then(() => true, () => false); // prettier-ignore
  if (!built) {
    await mkdir(images, { recursive: true });
    await writeFile(`${archive}.${process.pid}`, await imageArchive(name, await rootfs(programs), config));
    await rename(`${archive}.${process.pid}`, archive);
  }
  return { name, archive };
}

/** The images that every node of every lab has, built from components alone (cached). */
export async function buildImages(): Promise<BuiltImage[]> {
  return [
    await build(PAUSE_IMAGE, {}, { entrypoint: ["/bin/sh", "-c", PAUSE] }),
    // As the public agnhost image has it, so that the same pods run on either.
    await build(PROBE_IMAGE, { agnhost: "agnhost" }, { entrypoint: ["/agnhost"], cmd: ["pause"], env: [SEARCH_PATH] }),
  ];
}

/** Where programs expect the loader; it looks for libraries in /lib when nothing tells it otherwise. */
const LOADER_PLACE = process.arch === "arm64" ? "lib" : "lib64";

function libraries(): Programs {
  const names = outputs(componentOf("glibc"));
  return Object.fromEntries(names.map((name) => [`${name === LOADER ? LOADER_PLACE : "lib"}/${name}`, name]));
}

/** An add-on's image: the small tools, its programs, and a user that is not root (cached). */
export async function buildAddOnImage({ name, programs, dynamic, places = {} }: AddOnImage): Promise<BuiltImage> {
  const own = programs.map((program) => [places[program] ?? program, program] as const);
  const config = { entrypoint: [`/${own[0]?.[0] ?? ""}`], env: [SEARCH_PATH], user: ADD_ON_USER };
  return build(name, { ...(dynamic === true ? libraries() : {}), ...Object.fromEntries(own) }, config);
}
