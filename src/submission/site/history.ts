import { PRODUCT } from "../document.js";
import { git } from "../git.js";

const SEPARATOR = "commit ";

/**
 * The day (UTC) on which each submission came onto the checked-out branch, by its folder ("v1.35/kops"). Of a merge
 * that is the merge's day, not that of the commits which were merged. Empty where there is no git or no history.
 * @param dir a folder of a git work tree, not necessarily its root
 */
export async function mergeDays(dir: string): Promise<ReadonlyMap<string, string>> {
  try {
    const shallow = (await git(dir, ["rev-parse", "--is-shallow-repository"])).trim() !== "false";
    const log = ["log", "-z", "--first-parent", "-m", "--no-renames", "--diff-filter=A", "--name-only", "--relative"];
    return parseHistory(await git(dir, [...log, `--format=${SEPARATOR}%ct %P`, "--", `v*/*/${PRODUCT}`]), shallow);
  } catch {
    return new Map();
  }
}

/**
 * @param log NUL-separated: a header with seconds and parents for each commit, newest first, then its new files
 * @param shallow whether history was cut off: a commit without parents then adds what may be older
 */
export function parseHistory(log: string, shallow: boolean): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  let day: string | undefined;
  for (const field of log.split("\0")) {
    const text = field.replace(/^\n/, "");
    const header = /^commit (\d{1,12}) (.*)$/.exec(text);
    if (header) {
      const [, seconds, parents] = header;
      day = shallow && parents === "" ? undefined : new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
    } else if (text.endsWith(`/${PRODUCT}`)) {
      const folder = text.slice(0, -PRODUCT.length - 1);
      if (day !== undefined && !days.has(folder)) days.set(folder, day);
    }
  }
  return days;
}
