import { rule } from "../define.js";
import { TOP } from "../source.js";

const MIB = 1024 * 1024;
const FILES = 200;
const TOTAL = 50 * MIB;
/** Bytes of a file at most, by the end of its name. */
const LIMITS: Readonly<Record<string, number>> = {
  ".yaml": 5 * MIB,
  ".md": 5 * MIB,
  ".log": 25 * MIB,
  ".txt": 5 * MIB,
  ".json": 5 * MIB,
  ".xml": 25 * MIB,
  ".svg": 5 * MIB,
  ".png": 5 * MIB,
  ".jpg": 5 * MIB,
  ".sig": 5 * MIB,
  ".intoto.jsonl": 5 * MIB,
};

export const fileKinds = rule({
  id: "INT-004",
  severity: "error",
  title: "A submission holds text, pictures and signatures, of a size that people can look at.",
  why: "Archives and binaries cannot be reviewed, and the repository keeps every byte for ever.",
  mend: "Keep to the file types and sizes of the programme; put the rest elsewhere and link to it.",
  *find({ files }) {
    let total = 0;
    for (const { path, kind, size } of files.values()) {
      total += size;
      if (kind !== "file" && kind !== "executable") continue;
      const place = { file: path, line: 1, column: 1 };
      const end = Object.keys(LIMITS).find((each) => path.toLowerCase().endsWith(each));
      const limit = end === undefined ? undefined : LIMITS[end];
      if (limit === undefined) {
        const fix = `hand in ${Object.keys(LIMITS).join(", ")}`;
        yield { message: `${path} is of no type that a submission may hold`, place, fix };
      } else if (size > limit) {
        const message = `${path} has ${inMib(size)} MiB, and such a file may have ${limit / MIB}`;
        yield { message, place, fix: "shorten it to what proves the requirement" };
      }
    }
    if (files.size > FILES) {
      const fix = "hand in what proves a requirement, and nothing else";
      yield { message: `the folder holds ${files.size} files, and may hold ${FILES}`, place: TOP, fix };
    }
    if (total > TOTAL) {
      const message = `the folder has ${inMib(total)} MiB, and may have ${TOTAL / MIB}`;
      yield { message, place: TOP, fix: "shorten the largest files to what proves a requirement" };
    }
  },
});

/** Rounded up, so that a byte too many is not shown as none. */
function inMib(bytes: number): string {
  return (Math.ceil((bytes / MIB) * 10) / 10).toFixed(1);
}
