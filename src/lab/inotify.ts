import { readdir, readFile, readlink, writeFile } from "node:fs/promises";

const LIMIT = "/proc/sys/fs/inotify/max_user_instances";

/** Two nodes and a control plane were seen to hold 27; the rest is for pods, drivers and a third node. */
const A_LAB_NEEDS = 45;

/** A value that systems with many containers commonly set. */
const AMPLE = 1024;

/** inotify instances of root's processes, of which the kernel allows few in all (inotify(7)): several labs reach 128. */
async function instances(): Promise<number> {
  let found = 0;
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
      if (target === "anon_inode:inotify") found++;
    }
  }
  return found;
}

/** Why a lab would run out of inotify instances; undefined when there are enough. */
export async function inotifyShortage(): Promise<string | undefined> {
  const limit = Number(await readFile(LIMIT, "utf8"));
  const used = await instances();
  return limit - used >= A_LAB_NEEDS
    ? undefined
    : `${used} of ${limit} are in use, and a lab takes up to ${A_LAB_NEEDS}`;
}

/** Until the next boot. */
export const raiseInotifyLimit = (): Promise<void> => writeFile(LIMIT, String(AMPLE));

export const INOTIFY_ADVICE = `sysctl fs.inotify.max_user_instances=${AMPLE}, or karat lab doctor --fix`;
