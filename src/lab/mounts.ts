import { readFile } from "node:fs/promises";

/** A line of /proc/<pid>/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  device: string;
  /** Path inside the file system that forms the root of this mount. */
  root: string;
  point: string;
  type: string;
  superOptions: string[];
}

const unescape = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Pure half of {@link mounts}, for tests. */
export function parseMountinfo(text: string): Mount[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [before = "", after = ""] = line.split(" - ");
      const [, , device = "", root = "", point = ""] = before.split(" ");
      const [type = "", , superOptions = ""] = after.split(" ");
      return { device, root: unescape(root), point: unescape(point), type, superOptions: superOptions.split(",") };
    });
}

/** Mounts of this process's mount namespace, in mount order. */
export async function mounts(): Promise<Mount[]> {
  return parseMountinfo(await readFile("/proc/self/mountinfo", "utf8"));
}
